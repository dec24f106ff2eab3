"""Match a release's components with the store: matches, what was ruled out and why, and coverage."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.kernel import built
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.operation.vulnerabilities.matching.conditions import Met, Surroundings
from mamoru.operation.vulnerabilities.matching.names import Known, names_of
from mamoru.operation.vulnerabilities.matching.places import as_one
from mamoru.operation.vulnerabilities.matching.unassessed import Unassessed, unassessed
from mamoru.operation.vulnerabilities.matching.verdict import Verdict, Where, ranges, verdict
from mamoru.operation.vulnerabilities.reasons import told as told_reason
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.layout import cve_id
from mamoru.operation.vulnerabilities.store.reading import Said, Source, Store
from mamoru.operation.vulnerabilities.versions import key
from mamoru.operation.vulnerabilities.versions.branches import series
from mamoru.product.component import Component
from mamoru.product.software import EndOfLife

BY = Text("{name}（{field}）: {why}", "{name} ({field}): {why}")
DISTRIBUTION = Text(
    "ディストリビューション（{name}）が、この版では直っているか該当しないとしています: {why}",
    "The distribution ({name}) says that this version is mended or not affected: {why}",
)
STABLE = Text(
    "カーネルの開発元が、この版では直っているか該当しないとしています: {why}",
    "The kernel's makers say that this version is mended or not affected: {why}",
)
BY_NAME = Text(
    "{name}（CPEの供給元名・製品名と一致）: {why}",
    "{name} (the vendor's and product's names of the CPE): {why}",
)
SILENT = Text(
    "{why}。ディストリビューション（{name}）はこの脆弱性について何も述べていません。修正が移植されている可能性があります",
    "{why}. The distribution ({name}) says nothing of it, and may have brought the fix back",
)
NOT_ASSESSED = Text(
    "系列 {branch} は{on}に開発元の保守が終わっており、開発元はこの系列を評価していません（対象は {ranges}）",
    "The branch {branch} was past its end of life ({on}) and is not assessed by upstream (it names {ranges})",
)
UPPER = Text("{why}（上限だけが分かっています: {bound}）", "{why} (a bound from above only: {bound})")
UPPER_ALONE = Text("{why}（上限だけが分かっています）", "{why} (a bound from above only)")
BESIDE = Text("{why}（{more}）", "{why} ({more})")
AND = Text("{why}。{more}", "{why}. {more}")
SEVERAL = 2
_BACKPORTING = ("pkg:deb/", "pkg:rpm/")
_AUTHORITY = ("software:linux", "cna:linux:linux")
_CERTAINTY = {
    Where.INSIDE: Certainty.AFFECTED,
    Where.EVERY: Certainty.ANY_VERSION,
    Where.UNORDERED: Certainty.ORDER_UNKNOWN,
    Where.UNREAD: Certainty.ORDER_UNKNOWN,
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

    def said_of(
        self, products: Sequence[str], numbers: Sequence[int], *, denials: bool = False
    ) -> dict[int, dict[str, list[Said]]]:
        """All rows of these vulnerabilities on the products of these names, by vulnerability and name;
        with `denials` those may be left out that say of nothing that it is not affected."""

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
    """What makes a hit: the row, how the version stands to it, and what its sentence is made of."""

    source: str
    known: Known
    judged: Verdict
    certainty: Certainty
    more: Text | None = None
    silent: str | None = None
    ended: EndOfLife | None = None

    @property
    def kept(self) -> Kept:
        """What the source says."""
        return self.judged.kept

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions in which it is mended."""
        return self.judged.fixed

    @property
    def files(self) -> tuple[str, ...]:
        """The source files that hold the weakness."""
        return () if self.ended else self.judged.kept.files

    @property
    def word(self) -> Word:
        """The same in words."""
        return Word(
            source=self.source,
            certainty=self.certainty,
            why=_sentence(self),
            fixed=self.fixed,
            files=self.files,
        )


def _sentence(found: _Found) -> Text:
    kept, known = found.judged.kept, found.known
    if (ended := found.ended) is not None:
        on = ended.on.isoformat()
        return _by(known, NOT_ASSESSED.fill(branch=ended.branch, on=on, ranges=ranges(kept)))
    why = found.judged.why
    if found.more is not None:
        why = AND.fill(why=why, more=found.more)
    if kept.upper:
        why = UPPER.fill(why=why, bound=told_reason(kept.why)) if kept.why else UPPER_ALONE.fill(why=why)
    elif kept.why:
        why = BESIDE.fill(why=why, more=told_reason(kept.why))
    why = _by(known, why)
    return why if found.silent is None else SILENT.fill(why=why, name=found.silent)


def matched(components: Sequence[Component], store: Store) -> Matched:
    """The vulnerabilities of `components` by all that the store says, surest first within each; what is one
    piece of software in several places is told once."""
    components = as_one(components)
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
    late: list[tuple[Component, int, Unassessed]] = []
    ruled_out: list[NearMiss] = []
    for component in components:
        if component.tool:
            continue
        names = names_of(component)
        left_out = unassessed(component, names, store)
        found_here = _hits(names, component, around, store)
        said_of = _said_beside(names, found_here, store)
        kept: set[int] = set()
        for number, found in found_here.items():
            against = _against(
                names, said_of.get(number, {}), found, component, around, store
            ) or _not_built(found, component)
            if against is None:
                kept.add(number)
                hits.append((component, number, _unless_silent(names, found)))
            elif number not in left_out or any(known.distribution for known in names):
                id, (source, why) = cve_id(number) or str(number), against
                ruled_out.append(NearMiss(vulnerability=id, component=component, source=source, why=why))
        late += [(component, number, each) for number, each in left_out.items() if number not in kept]
    told = store.told(sorted({number for _, number, _ in hits} | {number for _, number, _ in late}))
    hits += [
        (component, number, [_not_assessed(each, store)])
        for component, number, each in late
        if number in told and each.published_too_late(told[number].published)
    ]
    matches = [_match(component, told[number], found) for component, number, found in hits if number in told]
    return tuple(matches), tuple(ruled_out)


def _not_assessed(each: Unassessed, store: Says) -> _Found:
    """That upstream did not assess the ended branch: nobody knows, so it is conditional."""
    source = store.sources[each.said.source].name
    unsaid = Verdict(Where.OUTSIDE, each.known.version, each.kept)
    return _Found(source, each.known, unsaid, Certainty.CONDITIONAL, ended=each.ended)


def _unless_silent(names: Sequence[Known], found: list[_Found]) -> list[_Found]:
    """`found`, made conditional where only upstream speaks of a package of a distribution that brings fixes
    back: its number alone does not tell whether this package has them."""
    home = next(
        (known for known in names if known.distribution and known.product.startswith(_BACKPORTING)), None
    )
    if home is None or any(each.known.distribution or each.known.product in _AUTHORITY for each in found):
        return found
    return [
        each._replace(certainty=Certainty.CONDITIONAL, silent=home.product)
        if each.certainty in (Certainty.AFFECTED, Certainty.ANY_VERSION)
        else each
        for each in found
    ]


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
    certainty = _CERTAINTY[judged.where]
    condition = around.judged(kept, component)
    if condition.met is Met.NO:
        return None
    untraced = kept.upper and known.product in _AUTHORITY  # of a kernel the beginning decides: series differ
    if certainty is Certainty.AFFECTED and (untraced or condition.why is not None):
        certainty = Certainty.CONDITIONAL
    return _Found(store.sources[said.source].name, known, judged, certainty, condition.why)


def _by(known: Known, why: Text) -> Text:
    if known.field == "cpe" and known.product.startswith("cna:"):
        return BY_NAME.fill(name=known.product.removeprefix("cna:"), why=why)
    return BY.fill(name=known.product, field=known.field, why=why)


def _said_beside(
    names: Sequence[Known], hits: dict[int, list[_Found]], store: Says
) -> dict[int, dict[str, list[Said]]]:
    """The rows that may rule a hit out, of all hits at once: where whoever knows best speaks already, only
    those that deny something; where a distribution does of its own package, none."""
    whole, denials = [], []
    for number, found in hits.items():
        if any(chosen and not _speaks(chosen, found) for chosen in _surest(names)) or _is_bounded(found):
            whole.append(number)
        elif not any(each.known.distribution for each in found):
            denials.append(number)
    products = [known.product for known in names]
    return {
        **store.said_of(products, whole),
        **store.said_of(products, denials, denials=True),
    }


def _surest(names: Sequence[Known]) -> tuple[list[Known], list[Known]]:
    """The names under which the distribution speaks, and those under which the kernel's makers do."""
    return [n for n in names if n.distribution], [n for n in names if n.product in _AUTHORITY]


def _speaks(chosen: Sequence[Known], found: Sequence[_Found]) -> bool:
    return any(each.known in chosen for each in found)


def _is_bounded(found: Sequence[_Found]) -> bool:
    return all(_is_weak(each.known, each.kept, each.source) for each in found)


def _against(
    names: Sequence[Known],
    said_of: dict[str, list[Said]],
    found: list[_Found],
    component: Component,
    around: Surroundings,
    store: Says,
) -> tuple[str, Text] | None:
    """Whose word rules the hit out: the distribution's on its own package, the kernel makers' on a kernel,
    a supplier's that it does not affect, and an exact range where the hit is only below a bound from above."""
    if not said_of:
        return None
    for chosen, sentence in zip(_surest(names), (DISTRIBUTION, STABLE), strict=True):
        if not chosen or _speaks(chosen, found):
            continue
        if (out := _denied(chosen, said_of, component, around, store, sentence)) is not None:
            return out
    if any(each.known.distribution for each in found):
        return None
    upstream = [known for known in names if not known.distribution]
    said = [(known, each) for known in upstream for each in said_of.get(known.product, ())]
    bounded = _is_bounded(found)
    for known, each in said:
        why = _supplier_denies(known, each, component, around)
        if why is None and bounded:
            why = _exact_range_denies(known, each, component, around, store) or _mended_before(known, each)
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


def _mended_before(known: Known, said: Said) -> Text | None:
    """Why a bound from above is beside the point: another package of the same series, older than this
    version or as old, had the fix already. The lowest bound of a series is the nearest to the truth."""
    for kept in said.kept:
        if not kept.upper or known.version is None or (ours := series(known.version)) is None:
            continue
        judged = verdict(known.version, kept)
        mended = [s.high for s in kept.spans if s.high and not s.high_closed and series(s.high) == ours]
        if mended and judged.where is Where.OUTSIDE:
            return _by(known, judged.why)
    return None


def _is_weak(known: Known, kept: Kept, source: str) -> bool:
    """Whether somebody who states an exact range knows better: a bound from above, and the versions of
    upstream that OSV counts out from commits (it names releases that hold the fix already)."""
    return kept.upper or (source == "osv" and known.product.startswith(("software:", "pkg:github/")))


def _not_built(found: list[_Found], component: Component) -> tuple[str, Text] | None:
    """That this very kernel was built without every file that holds the weakness, by the source of the files."""
    if component.kernel is None:
        return None
    told = next((each for each in found if each.files), None)
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
        for said in said_of.get(known.product, ()):
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
        why = BESIDE.fill(why=judged.why, more=told_reason(kept.why)) if kept.why else judged.why
        return _by(known, why) if named_here else None
    if judged.where is Where.OUTSIDE:
        return _by(known, judged.why)
    condition = around.judged(kept, component)
    return condition.why if condition.met is Met.NO else None


def _match(component: Component, told: Told, found: list[_Found]) -> Match:
    if len(found) > 1:
        found = sorted(found, key=lambda f: (_RANK[f.certainty], _is_weak(f.known, f.kept, f.source)))
    return Match(told=told, component=component, said=tuple(found))
