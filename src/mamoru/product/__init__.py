"""What is made: the maker and its products, as declared in `maker.yaml` and `product.yaml`.

In: YAML files of a workspace. Out: `Maker`, `Product`, `Documents` for the document checks, and the
`facts` that decide which requirements apply. What is wrong in a file comes as `ProductFileErrors`.
Reading files is in `mamoru.product.workspace`, starting them in `mamoru.product.scaffold`: imported
from there, so that what only needs the shapes does not pay for YAML.
"""

from mamoru.product.component import Component, Kernel, Occurrence
from mamoru.product.documents import Attestation, Content, DocumentFile, Documents, Written
from mamoru.product.facts import facts
from mamoru.product.maker import Maker
from mamoru.product.model import Product, Release

__all__ = [
    "Attestation",
    "Component",
    "Content",
    "DocumentFile",
    "Documents",
    "Kernel",
    "Maker",
    "Occurrence",
    "Product",
    "Release",
    "Written",
    "facts",
]
