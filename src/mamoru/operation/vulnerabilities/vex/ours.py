"""Whether a statement of somebody's VEX document speaks of a product of ours.

A statement on a component *inside* a product holds for that product: how it builds, which functions it
calls. Of the same component in another product it says nothing.
"""

from collections.abc import Iterable

from mamoru.operation.vulnerabilities.vex.document import Part, Statement
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.purl import read_purl


def is_ours(statement: Statement, maker: Maker, products: Iterable[Product]) -> bool:
    """Whether it holds in one of `products`: it names the component alone, or a product of ours around it."""
    if statement.component is None:
        return True
    return any(_is(statement.product, maker, product) for product in products)


def _is(part: Part, maker: Maker, product: Product) -> bool:
    names = {product.id, product.name.text.ja, product.name.text.en, *product.models}
    own = {name.strip().casefold() for name in names} - {""}
    read = read_purl(part.purl) if part.purl else None
    if read is not None and read.namespace and read.type == "generic" and read.namespace != maker.id:
        return False  # another maker's product of the same name
    said = {part.name, read.name if read is not None else ""}
    return any(name.strip().casefold() in own for name in said if name)
