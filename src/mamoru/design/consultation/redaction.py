"""What may be taken out of a product file before it leaves the company.

The pack is derived from the file that is left, so that nothing taken out comes back in a picture or a
reason. Devices on the bench, results and statements never leave: an adviser on the design needs none.
"""

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from mamoru.design.consultation.prose import cleared, in_all_prose, told_in
from mamoru.design.library import library
from mamoru.design.seeing import alike
from mamoru.language import Text
from mamoru.product.maker import Maker
from mamoru.product.model import Bench, Product, Verification

REDACTIONS: Mapping[str, Text] = {
    "people": Text("人の名前", "names of people"),
    "peers": Text("通信相手の名前とアドレス", "names and addresses of peers"),
    "suppliers": Text("部品と供給元の名前", "names of parts and suppliers"),
    "documents": Text("文書の場所", "places of documents"),
    "names": Text("製品とメーカーの名前", "names of product and maker"),
    "ports": Text("ポート番号", "port numbers"),
}
BLANK = "***"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "people": ("by", "with"),
    "peers": (),
    "suppliers": ("supplier",),
    "documents": ("document", "published", "manual", "cautions", "setup", "update", "disposal", "privacy"),
    "names": (),
    "ports": (),
}
_APP = "phone app"
_NAMES = {"ja": "製品", "en": "the product"}


def redacted_product(product: Product, kinds: Collection[str], maker: Maker | None = None) -> Product:
    """`product` as an adviser may see it; whom `maker` names is taken out of free text too."""
    left = msgspec.structs.replace(
        product,
        releases=tuple(
            msgspec.structs.replace(r, images=(), sbom=None, build=(), update_package=None)
            for r in product.releases
        ),
        bench=Bench(),
        verification=Verification(),
        statements=(),
        accepted=(),
    )
    raw: dict[str, Any] = msgspec.to_builtins(left)
    update = raw.pop("update", None)  # a group of its own under the name of a document
    blanked: dict[str, Any] = _blanked(raw, {field for kind in kinds for field in _FIELDS[kind]})
    if update is not None:
        blanked["update"] = update
    if "names" in kinds:
        blanked |= {"id": "product", "name": _NAMES, "models": []}
    for entry in blanked.get("interfaces", []) if "peers" in kinds else ():
        if "peer" in entry:
            entry["peer"] = f"{BLANK} ({_APP})" if _is_app(entry["peer"]) else BLANK
    for entry in blanked.get("interfaces", []) if "ports" in kinds else ():
        entry.pop("port", None)
    if "suppliers" in kinds:
        for number, part in enumerate(blanked.get("components", []), 1):
            part["name"] = f"{part['kind']}-{number}"
            part.pop("version", None)
    clear = cleared(kinds, _names(product, maker, kinds))
    named = {key: blanked[key] for key in ("id", "name", "models") if key in blanked}
    return msgspec.convert(in_all_prose(blanked, clear) | named, Product)


def _names(product: Product, maker: Maker | None, kinds: Collection[str]) -> set[str]:
    """The names that `kinds` takes out, which free text may hold as well."""
    raw, of_maker = msgspec.to_builtins(product), msgspec.to_builtins(maker) if maker else {}
    found: set[str] = set()
    if "people" in kinds:
        found |= told_in(raw, ("by", "with")) | told_in(of_maker, ("by", "with", "holder", "deputy"))
    if "peers" in kinds:
        found |= {each.peer for each in product.interfaces if each.peer and not _is_app(each.peer)}
    if "suppliers" in kinds:
        found |= told_in(raw, ("supplier",)) | {each.name for each in product.components}
        found |= {party.name for party in maker.stakeholders} if maker else set()
    if "names" in kinds:
        found |= {product.name.ja or "", product.name.en or "", *product.models}
        found |= {maker.name.ja or "", maker.name.en or ""} if maker else set()
    return found


def _is_app(peer: str) -> bool:
    """Whether a peer is a phone app, which decides on threats and so must still be told."""
    seen = [selection for fact in library().facts if fact.id == "phone-app" for selection in fact.seen]
    return any(alike(peer, word) for selection in seen for word in selection.where.get("peer", ()))


def redacted_maker(maker: Maker, kinds: Collection[str]) -> Maker:
    """What of `maker` decides on threats, which is only who else takes part, and its name."""
    named = "names" in kinds
    parties = tuple(
        msgspec.structs.replace(
            party,
            name=f"{party.kind}-{number}" if "suppliers" in kinds else party.name,
            contact=None,
            contract=None,
        )
        for number, party in enumerate(maker.stakeholders, 1)
    )
    return Maker(
        id="maker" if named else maker.id,
        name=msgspec.convert(_NAMES | {"ja": "メーカー", "en": "the maker"}, type(maker.name))
        if named
        else maker.name,
        stakeholders=parties,
    )


def _blanked(value: Any, fields: Collection[str]) -> Any:
    if isinstance(value, list | tuple):
        return [_blanked(item, fields) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: BLANK if key in fields and isinstance(inner, str) else _blanked(inner, fields)
        for key, inner in value.items()
    }
