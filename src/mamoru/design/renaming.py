"""A renamed entry is no new one: an older product file as it reads with today's ids."""

import msgspec

from mamoru.design.seeing import name_of
from mamoru.product import Product

_WORDS = {"id": "", "description": "", "purpose": None}
_REFER = {"data": ("sent_by",), "use_cases": ("users",), "risks": ("assets", "elements")}


def renames(before: Product, after: Product, lists: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """By list, old id to new: an entry that is gone and a new one that are alike but for their id and the
    words about them, where there is only one of each."""
    found = {}
    for name in lists:
        olds = {name_of(entry): entry for entry in getattr(before, name) if hasattr(entry, "id")}
        news = {name_of(entry): entry for entry in getattr(after, name) if hasattr(entry, "id")}
        gone = [(id, _bare(entry)) for id, entry in olds.items() if id not in news]
        new = [(id, _bare(entry)) for id, entry in news.items() if id not in olds]
        pairs = {
            old: id
            for old, bare in gone
            for id, other in new
            if bare == other
            and sum(bare == each for _, each in gone) == 1
            and sum(bare == each for _, each in new) == 1
        }
        if pairs:
            found[name] = pairs
    return found


def renamed(product: Product, to: dict[str, dict[str, str]]) -> Product:
    """`product` with the ids of `to`, also where other entries name them."""
    every = {old: new for pairs in to.values() for old, new in pairs.items()}
    for name, pairs in to.items():
        entries = tuple(
            msgspec.structs.replace(entry, id=pairs.get(name_of(entry), name_of(entry)))
            for entry in getattr(product, name)
        )
        product = msgspec.structs.replace(product, **{name: entries})
    for name, fields in _REFER.items():
        entries = tuple(
            msgspec.structs.replace(
                entry, **{f: tuple(every.get(id, id) for id in getattr(entry, f)) for f in fields}
            )
            for entry in getattr(product, name)
        )
        product = msgspec.structs.replace(product, **{name: entries})
    return product


def _bare(entry: msgspec.Struct) -> msgspec.Struct:
    return msgspec.structs.replace(
        entry, **{field: blank for field, blank in _WORDS.items() if field in entry.__struct_fields__}
    )
