"""Facts seen in the lists of a product file: what a selection finds, and the reasons in words."""

import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mamoru.catalog import Catalog
from mamoru.design.library import DesignFact, Selection
from mamoru.design.model import Reason
from mamoru.language import Text, both, joined
from mamoru.product import Maker, Product, facts
from mamoru.product.model import Interface
from mamoru.product.wording import denies, filled_in

UNSAID = ("authentication",)  # a field in which None means that nobody has said
MOST_SEEN = 8
SWITCHED_OFF = Text("{no}（切ってある: {ids}）", "{no} (switched off: {ids})")
ALIKE = str.maketrans({" ": "-", "/": "-", "_": "-", ".": "-", "\N{IDEOGRAPHIC SPACE}": "-"})


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The facts of one product, and for those seen in a list the entries that made them true, or those
    that are switched off and would have; `fields` are those in which each is seen."""

    facts: dict[str, bool | None]
    entries: dict[str, tuple[str, ...]]
    words: dict[str, tuple[Text, Text]]
    off: dict[str, tuple[str, ...]] = {}
    fields: dict[str, str] = {}

    def reason(self, fact: str) -> Reason:
        """Why a fact holds or not, in words."""
        yes, no = self.words[fact]
        if self.facts.get(fact):
            return Reason(fact=fact, text=yes, seen=self.entries.get(fact, ()))
        off = self.off.get(fact, ())
        text = SWITCHED_OFF.fill(no=no, ids=joined([both(id) for id in off])) if off else no
        return Reason(fact=fact, text=text)


def see(catalog: Catalog, known: Sequence[DesignFact], product: Product, maker: Maker) -> Seen:
    """Every fact of the catalogue and of `known`, for this product."""
    found = _catalogue_facts(product, maker)
    off = msgspec.structs.replace(product, interfaces=tuple(_switched_on(i) for i in product.interfaces))
    would: dict[str, tuple[str, ...]] = {}
    words = {fact.id: (fact.yes, fact.no) for fact in catalog.facts}
    entries: dict[str, tuple[str, ...]] = {}
    for fact in known:
        words[fact.id] = (fact.yes, fact.no)
        verdicts = [_verdict(each, product, maker) for each in fact.seen]
        holds = _any([verdict for verdict, _ in verdicts])
        if holds is False and product.draft and not all(_stated(each) for each in fact.seen):
            holds = None
        if fact.within is not None and holds is not False:
            outer = found.get(fact.within)
            holds = False if outer is False else holds
        found[fact.id] = holds
        entries[fact.id] = tuple(dict.fromkeys(id for _, ids in verdicts for id in ids))
        if holds is False and off.interfaces:
            would[fact.id] = _off(fact, product, off, maker)
    return Seen(
        facts=found,
        entries=entries,
        words=words,
        off=would,
        fields={fact.id: _places(fact) for fact in known},
    )


def _places(fact: DesignFact) -> str:
    """The fields that decide a fact: `interfaces[].protocol, components[].kind`."""
    places = []
    for each in fact.seen:
        before = "" if each.in_ == "product" else f"{each.in_}[]."
        if each.in_ == "stakeholders":
            before = f"maker.yaml: {before}"
        places += [f"{before}{field}" for field in each.where] or [before.rstrip(".")]
    return ", ".join(dict.fromkeys(places))


def _catalogue_facts(product: Product, maker: Maker) -> dict[str, bool | None]:
    """The catalogue's facts, as they are without the interfaces that are switched off."""
    found = facts(product, maker)
    if all(entry.enabled for entry in product.interfaces):
        return found
    live = facts(
        msgspec.structs.replace(product, interfaces=tuple(i for i in product.interfaces if i.enabled)), maker
    )
    return {fact: False if was and live[fact] is None else live[fact] for fact, was in found.items()}


def _switched_on(entry: Interface) -> Interface:
    return msgspec.structs.replace(entry, enabled=True)


def _off(fact: DesignFact, product: Product, on: Product, maker: Maker) -> tuple[str, ...]:
    """The interfaces that are off and would make `fact` true."""
    off = {entry.id for entry in product.interfaces if not entry.enabled}
    found = [name_of(e) for each in fact.seen if each.in_ == "interfaces" for e in selected(each, on, maker)]
    return tuple(dict.fromkeys(id for id in found if id in off))


def selected(selection: Selection, product: Product, maker: Maker) -> list[msgspec.Struct]:
    """The entries that a selection finds for certain."""
    return [entry for entry in _entries(selection, product, maker) if _fits(entry, selection) is True]


def name_of(entry: msgspec.Struct) -> str:
    """What an entry of a list is called: its id, else its name."""
    return str(getattr(entry, "id", None) or getattr(entry, "name", ""))


def alike(text: str, word: str) -> bool:
    """Whether a written text fits a word of a selection."""
    if word.startswith("="):
        return re.search(rf"(?<![a-z]){re.escape(word[1:])}(?![a-z])", text.casefold()) is not None
    if word.startswith("~"):
        return word[1:].casefold() in text.casefold()
    plain = text.strip().casefold().translate(ALIKE)
    rest = plain[len(word) :]
    return plain.startswith(word) and not (rest[:1].isalpha() and word[-1:].isascii() and rest[:1].isascii())


def _stated(selection: Selection) -> bool:
    return selection.in_ == "product"


def _entries(selection: Selection, product: Product, maker: Maker) -> Iterable[msgspec.Struct]:
    if selection.in_ == "product":
        return (product,)
    listed: tuple[msgspec.Struct, ...] = getattr(
        maker if selection.in_ == "stakeholders" else product, selection.in_
    )
    return tuple(entry for entry in listed if getattr(entry, "enabled", True))


def _verdict(selection: Selection, product: Product, maker: Maker) -> tuple[bool | None, list[str]]:
    entries = list(_entries(selection, product, maker))
    fits = [_fits(entry, selection) for entry in entries]
    names = [name_of(entry) for entry, fit in zip(entries, fits, strict=True) if fit]
    if len(names) >= selection.at_least:
        return True, names if selection.in_ != "product" else []
    listed = getattr(product, selection.in_, ()) if selection.in_ == "interfaces" else entries
    open_ = not listed or len(names) + sum(fit is None for fit in fits) >= selection.at_least
    return (None if open_ else False), []


def _fits(entry: msgspec.Struct, selection: Selection) -> bool | None:
    if selection.in_ == "product" and any(getattr(entry, field) is None for field in selection.where):
        return None
    verdicts = [_holds(entry, field, words) for field, words in selection.where.items()]
    denied = [_holds(entry, field, words) for field, words in selection.except_.items()]
    if False in verdicts or True in denied:
        return False
    return None if None in verdicts or None in denied else True


def _holds(entry: msgspec.Struct, field: str, words: Sequence[str]) -> bool | None:
    value = getattr(entry, field)
    if value is None or value == "":
        if "?" in words:
            return True
        return None if field in UNSAID else False
    if isinstance(value, tuple):
        return ("*" in words and bool(value)) or any(alike(str(one), word) for one in value for word in words)
    if isinstance(value, bool):
        return str(value).lower() in words
    text = str(value)
    if "*" in words and filled_in(text) and not denies(text):
        return True
    return any(alike(text, word) for word in words if word not in ("*", "?"))


def _any(verdicts: Sequence[bool | None]) -> bool | None:
    if True in verdicts:
        return True
    return None if None in verdicts else False


def shown_reasons(seen: Seen, decided: Iterable[str]) -> tuple[Reason, ...]:
    """The reasons that decided, each once."""
    return tuple(seen.reason(fact) for fact in dict.fromkeys(decided))


def reason_text(reasons: Sequence[Reason], names: Mapping[str, str] | None = None) -> Text:
    """Reasons in one sentence: what is the case, and in brackets where it was seen."""
    ja, en = [], []
    for reason in reasons:
        listed = [(names or {}).get(id, id) for id in reason.seen[:MOST_SEEN]]
        more = len(reason.seen) - len(listed)
        tail = ", ".join(listed) + (f" +{more}" if more > 0 else "")
        ja.append(reason.text.ja + (f"（{tail}）" if tail else ""))
        en.append(reason.text.en + (f" ({tail})" if tail else ""))
    return Text("。".join(ja), "; ".join(en))
