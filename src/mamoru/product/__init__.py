"""What is made: the maker and its products, as declared in `maker.yaml` and `product.yaml`.

In: YAML files of a workspace. Out: `Maker`, `Product`, `Documents` for the document checks, and the
`facts` that decide which requirements apply.
"""

from mamoru.product.component import Component, Occurrence
from mamoru.product.documents import DocumentFile, Documents, Written
from mamoru.product.facts import facts
from mamoru.product.maker import Maker
from mamoru.product.model import Product, Release

__all__ = [
    "Component",
    "DocumentFile",
    "Documents",
    "Maker",
    "Occurrence",
    "Product",
    "Release",
    "Written",
    "facts",
]
