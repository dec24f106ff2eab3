"""The design of a product: a pure function of what is known of devices and of what the files declare."""

from mamoru.catalog import Catalog
from mamoru.design.assets import assets
from mamoru.design.library import Library
from mamoru.design.measures import measure_needs
from mamoru.design.model import Design
from mamoru.design.questions import questions
from mamoru.design.seeing import see
from mamoru.design.threats import Made, threats
from mamoru.product import Maker, Product


def design_of(catalog: Catalog, library: Library, maker: Maker, product: Product) -> Design:
    """What must be protected in `product`, from what, and which measures follow. No file, no clock."""
    seen = see(catalog, library.facts, product, maker)
    protected = assets(library, product, seen.facts)
    made = Made(catalog=catalog, library=library, product=product, maker=maker, seen=seen, assets=protected)
    applying, excluded, open_ = threats(made)
    return Design(
        product=product.id,
        assets=protected,
        threats=applying,
        excluded=excluded,
        measures=measure_needs(product, seen, applying),
        questions=questions(product, seen, open_, applying),
        facts=seen.facts,
    )
