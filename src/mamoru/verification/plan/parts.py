"""The parts of a product that tests go through: which kinds it has, which it has not, which nobody said."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mamoru.language import Text, joined
from mamoru.product import Product
from mamoru.product.wording import denies, filled_in
from mamoru.verification.plan.hand_test import PartKind

NONE_OF = Text("この試験で確かめるもの（{names}）がありません。", "It has nothing that this test goes through ({names}).")  # fmt: skip
UNSAID = ("authentication", "encryption")  # fields in which None means that nobody has said
REAL_TIME = ("freertos", "zephyr", "threadx", "azure-rtos", "rtos", "nuttx", "mbed", "itron", "μitron",
             "utron", "toppers", "contiki", "riot", "vxworks", "bare-metal", "esp-idf", "arduino")  # fmt: skip
ON_IP = ("ip-service", "ip-client", "wifi", "cellular")
_APART = re.compile(r"[\W_]+")


class Part(msgspec.Struct, frozen=True):
    """One part by its id in the product file, and as a tester is told of it."""

    id: str
    text: str


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """By kind the parts that a product has; a kind with none is in `found` only where the file's lists
    are complete enough to say so. Of a kind that is not in `found` nobody has said anything."""

    found: Mapping[str, tuple[Part, ...]]
    names: Mapping[str, Text]

    def has(self, kind: str) -> bool | None:
        """Whether the product has a part of this kind, None where nobody has said."""
        return None if kind not in self.found else bool(self.found[kind])

    def fits(self, over: Sequence[str]) -> bool:
        """Whether something for these kinds is for this product: it has one of them, or may have."""
        return not over or any(self.has(kind) is not False for kind in over)

    def of(self, over: Iterable[str]) -> tuple[Part, ...]:
        """The parts of these kinds, each once."""
        return tuple(dict.fromkeys(part for kind in over for part in self.found.get(kind, ())))

    def none_of(self, over: Iterable[str]) -> Text:
        """That the product has none of these kinds."""
        return NONE_OF.fill(names=joined([self.names[kind] for kind in over]))


def parts_of(kinds: Sequence[PartKind], product: Product) -> Parts:
    """The parts of `product` by the kinds that tests name."""
    found = {}
    for kind in kinds:
        parts, sure = _seen(kind, product)
        if parts or sure:
            found[kind.id] = parts
    found |= _worked_out(product, found)
    return Parts(found=found, names={kind.id: kind.name for kind in kinds})


def _seen(kind: PartKind, product: Product) -> tuple[tuple[Part, ...], bool]:
    """The entries that a kind finds, and whether nothing else can be there."""
    if kind.in_ in ("update", "product"):
        entry = product.update if kind.in_ == "update" else product
        if entry is None or any(getattr(entry, field) is None for field in kind.where):
            return (), False
        return ((Part(kind.in_, _told(entry)),) if _fits(entry, kind) else ()), True
    entries: tuple[msgspec.Struct, ...] = getattr(product, kind.in_)
    fits = [_fits(entry, kind) for entry in entries]
    parts = [Part(name_of(e), _told(e)) for e, fit in zip(entries, fits, strict=True) if fit]
    if len(parts) >= kind.at_least:
        return tuple(parts), True
    silent = kind.in_ == "interfaces" and product.characteristics.communicates is False
    return (), silent or (
        bool(entries) and None not in fits and not product.draft and kind.in_ != "components"
    )


def name_of(entry: msgspec.Struct) -> str:
    """What an entry of a list is called: its id, else its name."""
    return str(getattr(entry, "id", None) or getattr(entry, "name", ""))


def _told(entry: msgspec.Struct) -> str:
    protocol = getattr(entry, "protocol", None)
    port = f" {entry.port}" if getattr(entry, "port", None) else ""  # type: ignore[attr-defined]  # of an interface
    what = (
        f"{protocol}{port}"
        if protocol
        else getattr(entry, "description", None) or getattr(entry, "method", "")
    )
    return f"{name_of(entry) or 'update'} ({what})" if what else name_of(entry)


def _fits(entry: msgspec.Struct, kind: PartKind) -> bool | None:
    if not kind.off and getattr(entry, "enabled", True) is False and "enabled" not in kind.where:
        return False
    verdicts = [_holds(getattr(entry, field), field, words) for field, words in kind.where.items()]
    denied = [_holds(getattr(entry, field), field, words) for field, words in kind.except_.items()]
    if False in verdicts or True in denied:
        return False
    return None if None in verdicts else True


def _holds(value: object, field: str, words: Sequence[str]) -> bool | None:
    if isinstance(value, tuple):
        verdicts = [_holds(each, field, words) for each in value]
        return any(verdicts) if verdicts or "*" in words else _holds(None, field, words)
    if value is None or value == "":
        return None if field in UNSAID else False
    if isinstance(value, bool):
        return str(value).lower() in words
    text = str(value)
    if "*" in words:
        return filled_in(text) and not denies(text)
    return any(alike(text, word) for word in words)


def alike(text: str, word: str) -> bool:
    """Whether a word stands in a written text at the start of one of its words (`~` anywhere): https in
    "REST over HTTPS", but not http in it."""
    if word.startswith("~"):
        return word[1:].casefold() in text.casefold()
    plain = "-" + _APART.sub("-", text.strip().casefold())
    asked = _APART.sub("-", word.casefold())
    at = plain.find("-" + asked)
    while at >= 0:
        rest = plain[at + 1 + len(asked) :][:1]
        if not (rest.isalpha() and rest.isascii() and asked[-1:].isascii()):
            return True
        at = plain.find("-" + asked, at + 1)
    return False


def _worked_out(product: Product, found: Mapping[str, tuple[Part, ...]]) -> dict[str, tuple[Part, ...]]:
    """What several lists tell together. A phone app is there where it or its phone is named, and not there
    where a full list of interfaces names none. The software runs on an operating system with processes and
    files, or is a microcontroller's program: said by the components; else what is not on IP is the latter."""
    told: dict[str, tuple[Part, ...]] = {}
    if product.interfaces and not product.draft:
        told["app"] = found.get("app") or found.get("app-peer", ())
    named = [part for part in product.components if part.kind in ("os", "mcu", "soc", "software")]
    small = [p for p in named if p.kind == "mcu" or any(alike(p.name, word) for word in REAL_TIME)]
    large = [p for p in named if p.kind == "os" and p not in small]
    if small or large:
        told["general-os"] = tuple(Part(p.name, p.name) for p in large)
        told["bare-metal"] = tuple(Part(p.name, p.name) for p in small)
    elif all(found.get(kind) == () for kind in ON_IP) and not product.draft:
        told |= {"general-os": (), "bare-metal": (Part("mcu", "mcu"),)}
    return told
