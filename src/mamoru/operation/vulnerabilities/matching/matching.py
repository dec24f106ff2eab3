"""Match a release's components with the store: matches, what was ruled out and why, and coverage."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.kernel import built
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.operation.vulnerabilities.matching.conditions import Met, Surroundings
from mamoru.operation.vulnerabilities.matching.names import Known, names_of
from mamoru.operation.vulnerabilities.matching.verdict import Verdict, Where, verdict
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.layout import cve_id
from mamoru.operation.vulnerabilities.store.reading import Said, Source, Store
from mamoru.operation.vulnerabilities.versions import key
from mamoru.product.component import Component

BY = Text("{name}（{field}）: {why}", "{name} ({field}): {why}")
DISTRIBUTION = Text(
    "ディストリビューション（{name}）が、この版では直っているか該当しないとしています: {why}",
    "The distribution ({name}) says that this version is mended or not affected: {why}",
)
STABLE = Text(
    "カーネルの開発元が、この版では直っているか該当しないとしています: {why}",
    "The kernel's makers say that this version is mended or not affected: {why}",
)
UPPER = Text("（上限だけが分かっています: {why}）", " (a bound from above only: {why})")
SEVERAL = 2
_AUTHORITY = ("software:linux", "cna:linux:linux")
_CERTAINTY = {
    Where.INSIDE: Certainty.AFFECTED,
    Where.EVERY: Certainty.ANY_VERSION,
    Where.UNORDERED: Certainty.ORDER_UNKNOWN,
    Where.UNVERSIONED: Certainty.VERSION_UNKNOWN,
}
_RANK = {certainty: n for n, certainty in enumerate(Certainty)}


class Says(Protocol):
    """What a match asks of vulnerability data: the store does, and so does an excerpt of it."""

    @property
    def sources(self) -> dict[int, Source]:
        """The feeds by their number."""

    def near(self, product: str, order: str | None, key: bytes | None) -> Iterator[Said]:
        """The rows of the product of this name that may speak of the version with `key` in `order`."""

    def said(self, product: str, vulnerability: int) -> Iterator[Said]:
        """All rows of one vulnerability on the product of this name."""

    def said_of(self, products: Sequence[str], vulnerability: int) -> dict[str, list[Said]]:
        """All rows of one vulnerability on the products of these names, by name in their order."""

    def told(self, numbers: Sequence[int]) -> dict[int, Told]:
        """What the sources tell of each vulnerability."""


class NearMiss(msgspec.Struct, frozen=True, kw_only=True):
    """A vulnerability that speaks of the component and was ruled out: by which source's word, and why."""

    vulnerability: str
    component: Component
    source: str
    why: Text


class Speaks(msgspec.Struct, frozen=True, kw_only=True):
    """A source that knows the component: how many vulnerabilities it lists for it, by year (0: not a CVE)."""

    name: str
    as_of: str | None
    years: dict[int, int]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the sources cover of a component; `sources` () where no feed knows it."""

    component: Component
    sources: tuple[Speaks, ...]


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a match. `ruled_out` are those that upstream's ranges would have given."""

    matches: tuple[Match, ...]
    ruled_out: tuple[NearMiss, ...]
    coverage: tuple[Coverage, ...]


class _Found(NamedTuple):
    word: Word
    known: Known
    kept: Kept


def matched(components: Sequence[Component], store: Store) -> Matched:
    """The vulnerabilities of `components` by all that the store says, surest first within each."""
    matches, ruled_out = matches_of(components, Surroundings(components), store)
    return Matched(
        matches=matches,
        ruled_out=ruled_out,
        coverage=tuple(coverage(component, store) for component in components if not component.tool),
    )


def matches_of(
    components: Iterable[Component], around: Surroundings, store: Says
) -> tuple[tuple[Match, ...], tuple[NearMiss, ...]]:
    """The matches of `components`, which lie among others, by what `store` says; and what was ruled out."""
    hits: list[tuple[Component, int, list[_Found]]] = []
    ruled_out: list[NearMiss] = []
    for component in components:
        if component.tool:
            continue
        names = names_of(component)
        for number, found in _hits(names, component, around, store).items():
            against = _against(names, number, found, component, around, store) or _not_built(found, component)
            if against is not None:
                id, (source, why) = cve_id(number) or str(number), against
                ruled_out.append(NearMiss(vulnerability=id, component=component, source=source, why=why))
            else:
                hits.append((component, number, found))
    told = store.told(sorted({number for _, number, _ in hits}))
    matches = [_match(component, told[number], found) for component, number, found in hits if number in told]
    return tuple(matches), tuple(ruled_out)


def near_misses(id: str, components: Sequence[Component], store: Store) -> tuple[NearMiss, ...]:
    """Why the vulnerability `id` is no match of each component that a source names beside it."""
    number = store.number_of(id)
    around = Surroundings(components)
    found = []
    for component in components:
        for known in names_of(component):
            for said in store.said(known.product, number):
                for kept in said.kept:
                    why = _ruled_out(known, kept, component, around)
                    if why is not None:
                        source = store.sources[said.source].name
                        found.append(NearMiss(vulnerability=id, component=component, source=source, why=why))
    return tuple(found)


def coverage(component: Component, store: Store) -> Coverage:
    """Which sources speak for the component, and of which years."""
    found: dict[int, dict[int, int]] = {}
    for known in names_of(component):
        for source, years in store.years(known.product).items():
            merged = found.setdefault(source, {})
            for year, count in years.items():
                merged[year] = max(merged.get(year, 0), count)
    return Coverage(
        component=component,
        sources=tuple(
            Speaks(name=store.sources[s].name, as_of=store.sources[s].as_of, years=years)
            for s, years in sorted(found.items(), key=lambda item: store.sources[item[0]].name)
        ),
    )


def _hits(
    names: Iterable[Known], component: Component, around: Surroundings, store: Says
) -> dict[int, list[_Found]]:
    hits: dict[int, list[_Found]] = {}
    for known in names:
        written = key(known.order, known.version) if known.order and known.version else None
        for said in store.near(known.product, known.order if written else None, written):
            for kept in said.kept:
                if kept.state == "affected" and (
                    found := _found(known, said, kept, component, around, store)
                ):
                    hits.setdefault(said.vulnerability, []).append(found)
    return hits


def _found(
    known: Known, said: Said, kept: Kept, component: Component, around: Surroundings, store: Says
) -> _Found | None:
    judged = verdict(known.version, kept)
    if judged.where is Where.OUTSIDE:
        return None
    certainty, why = _CERTAINTY[judged.where], judged.why
    condition = around.judged(kept, component)
    if condition.met is Met.NO:
        return None
    untraced = kept.upper and known.product in _AUTHORITY  # of a kernel the beginning decides: series differ
    if certainty is Certainty.AFFECTED and (untraced or condition.why is not None):
        certainty = Certainty.CONDITIONAL
    if condition.why is not None:
        why = Text(f"{why.ja}。{condition.why.ja}", f"{why.en}. {condition.why.en}")
    return _Found(_word(known, said, kept, judged, certainty, why, store), known, kept)


def _word(
    known: Known, said: Said, kept: Kept, judged: Verdict, certainty: Certainty, why: Text, store: Says
) -> Word:
    if kept.upper:
        from_ = (kept.why or "").removeprefix("an upper bound: ")
        why = Text(why.ja + UPPER.ja.format(why=from_), why.en + UPPER.en.format(why=from_))
    elif kept.why:
        why = Text(f"{why.ja}（{kept.why}）", f"{why.en} ({kept.why})")
    return Word(
        source=store.sources[said.source].name,
        certainty=certainty,
        why=_by(known, why),
        fixed=judged.fixed,
        files=kept.files,
    )


def _by(known: Known, why: Text) -> Text:
    return BY.fill(name=known.product, field=known.field, why=why)


def _against(
    names: Sequence[Known],
    number: int,
    found: list[_Found],
    component: Component,
    around: Surroundings,
    store: Says,
) -> tuple[str, Text] | None:
    """Whose word rules the hit out: the distribution's on its own package, the kernel makers' on a kernel,
    a supplier's that it does not affect, and an exact range where the hit is only below a bound from above."""
    said_of = store.said_of([known.product for known in names], number)
    for distribution, sentence in ((True, DISTRIBUTION), (False, STABLE)):
        chosen = [
            known for known in names if (known.distribution if distribution else known.product in _AUTHORITY)
        ]
        if not chosen or any(each.known in chosen for each in found):
            continue
        if (out := _denied(chosen, said_of, component, around, store, sentence)) is not None:
            return out
    if any(each.known.distribution for each in found):
        return None
    upstream = [known for known in names if not known.distribution]
    said = [(known, each) for known in upstream for each in said_of[known.product]]
    bounded = all(_is_weak(each.known, each.kept, each.word.source) for each in found)
    for known, each in said:
        why = _supplier_denies(known, each, component, around)
        if why is None and bounded:
            why = _exact_range_denies(known, each, component, around, store)
        if why is not None:
            return store.sources[each.source].name, why
    return None


def _supplier_denies(known: Known, said: Said, component: Component, around: Surroundings) -> Text | None:
    denied = (
        k for k in said.kept if k.state == "not-affected" and around.judged(k, component).met is Met.YES
    )
    return next((why for kept in denied if (why := _ruled_out(known, kept, component, around))), None)


def _exact_range_denies(
    known: Known, said: Said, component: Component, around: Surroundings, store: Says
) -> Text | None:
    source = store.sources[said.source].name
    exact = [k for k in said.kept if k.state == "affected" and not k.git and not _is_weak(known, k, source)]
    if not any(k.spans or k.every for k in exact) and sum(len(k.exact.split()) for k in exact) < SEVERAL:
        return None  # the one version that somebody looked at is no range: older ones may well have it
    whys = [_ruled_out(known, kept, component, around) for kept in exact]
    return whys[0] if whys and all(why is not None for why in whys) else None


def _is_weak(known: Known, kept: Kept, source: str) -> bool:
    """Whether somebody who states an exact range knows better: a bound from above, and the versions of
    upstream that OSV counts out from commits (it names releases that hold the fix already)."""
    return kept.upper or (source == "osv" and known.product.startswith(("software:", "pkg:github/")))


def _not_built(found: list[_Found], component: Component) -> tuple[str, Text] | None:
    """That this very kernel was built without every file that holds the weakness, by the source of the files."""
    if component.kernel is None:
        return None
    told = next((each.word for each in found if each.word.files), None)
    if told is None:
        return None
    verdict = built(told.files, component.kernel, component.version)
    return (told.source, verdict.why) if verdict.state == "not-built" else None


def _denied(
    chosen: Sequence[Known],
    said_of: dict[str, list[Said]],
    component: Component,
    around: Surroundings,
    store: Says,
    sentence: Text,
) -> tuple[str, Text] | None:
    for known in chosen:
        for said in said_of[known.product]:
            whys = [_ruled_out(known, kept, component, around) for kept in said.kept]
            if whys and all(why is not None for why in whys) and whys[0] is not None:
                why = whys[0]
                text = sentence.fill(name=known.product, why=why)
                return store.sources[said.source].name, text
    return None


def _ruled_out(known: Known, kept: Kept, component: Component, around: Surroundings) -> Text | None:
    judged = verdict(known.version, kept)
    if kept.state == "not-affected":
        named_here = judged.where in (Where.INSIDE, Where.EVERY)
        return (
            _by(known, Text(*(f"{t} {kept.why or ''}".strip() for t in (judged.why.ja, judged.why.en))))
            if named_here
            else None
        )
    if judged.where is Where.OUTSIDE:
        return _by(known, judged.why)
    condition = around.judged(kept, component)
    return condition.why if condition.met is Met.NO else None


def _match(component: Component, told: Told, found: list[_Found]) -> Match:
    surest = sorted(found, key=lambda f: (_RANK[f.word.certainty], _is_weak(f.known, f.kept, f.word.source)))
    return Match(told=told, component=component, words=tuple(dict.fromkeys(each.word for each in surest)))
