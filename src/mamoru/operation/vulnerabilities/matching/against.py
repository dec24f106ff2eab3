"""Whose word rules a hit out: the distribution's on its own package, the kernel makers' on a kernel, a
supplier's that it is not affected, an exact range beside a bound from above, and how the kernel was built."""

from collections.abc import Sequence

from mamoru.language import Text
from mamoru.operation.vulnerabilities.kernel import built
from mamoru.operation.vulnerabilities.matching.conditions import Met, Surroundings
from mamoru.operation.vulnerabilities.matching.found import BESIDE, Found, Hits, Rows, by_name
from mamoru.operation.vulnerabilities.matching.names import Known
from mamoru.operation.vulnerabilities.matching.says import Says
from mamoru.operation.vulnerabilities.matching.verdict import Where, verdict
from mamoru.operation.vulnerabilities.reasons import told as told_reason
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.reading import Said
from mamoru.operation.vulnerabilities.versions.branches import series
from mamoru.product.component import Component

DISTRIBUTION = Text(
    "ディストリビューション（{name}）が、この版では直っているか該当しないとしています: {why}",
    "The distribution ({name}) says that this version is mended or not affected: {why}",
)
STABLE = Text(
    "カーネルの開発元が、この版では直っているか該当しないとしています: {why}",
    "The kernel's makers say that this version is mended or not affected: {why}",
)
SEVERAL = 2
AUTHORITY = ("software:linux", "cna:linux:linux")


def said_beside(names: Sequence[Known], hits: Hits, store: Says) -> Rows:
    """The rows that may rule a hit out: of those of which somebody else than who knows best speaks, all, asked for
    at once; of the others what denies something of this version, which lies near it and was read."""
    surest = [chosen for chosen in _surest(names) if chosen]
    whole = [
        number
        for number, found in hits.found.items()
        if not all([_speaks(chosen, found) for chosen in surest]) or _is_bounded(found)  # noqa: C419  (quicker)
    ]
    return {**hits.denials, **store.said_of([known.product for known in names], whole)}


def _surest(names: Sequence[Known]) -> tuple[list[Known], list[Known]]:
    """The names under which the distribution speaks, and those under which the kernel's makers do."""
    return [n for n in names if n.distribution], [n for n in names if n.product in AUTHORITY]


def _speaks(chosen: Sequence[Known], found: Sequence[Found]) -> bool:
    return any([each.known in chosen for each in found])  # noqa: C419  (quicker than a generator)


def _is_bounded(found: Sequence[Found]) -> bool:
    return all([is_weak(each.known, each.kept, each.source) for each in found])  # noqa: C419  (the same)


def against(
    names: Sequence[Known],
    said_of: dict[str, list[Said]],
    found: list[Found],
    component: Component,
    around: Surroundings,
    store: Says,
) -> tuple[str, Text] | None:
    """Whose word rules the hit out: the distribution's on its own package, the kernel makers' on a kernel,
    a supplier's that it does not affect, and an exact range where the hit is only below a bound from above."""
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
    return next((why for kept in denied if (why := ruled_out_by(known, kept, component, around))), None)


def _exact_range_denies(
    known: Known, said: Said, component: Component, around: Surroundings, store: Says
) -> Text | None:
    source = store.sources[said.source].name
    exact = [k for k in said.kept if k.state == "affected" and not k.git and not is_weak(known, k, source)]
    if not any(k.spans or k.every for k in exact) and sum(len(k.exact.split()) for k in exact) < SEVERAL:
        return None  # the one version that somebody looked at is no range: older ones may well have it
    whys = [ruled_out_by(known, kept, component, around) for kept in exact]
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
            return by_name(known, judged.why)
    return None


def is_weak(known: Known, kept: Kept, source: str) -> bool:
    """Whether somebody who states an exact range knows better: a bound from above, and the versions of
    upstream that OSV counts out from commits (it names releases that hold the fix already)."""
    return kept.upper or (source == "osv" and known.product.startswith(("software:", "pkg:github/")))


def not_built(found: list[Found], component: Component) -> tuple[str, Text] | None:
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
            whys = [ruled_out_by(known, kept, component, around) for kept in said.kept]
            if whys and all(why is not None for why in whys) and whys[0] is not None:
                why = whys[0]
                text = sentence.fill(name=known.product, why=why)
                return store.sources[said.source].name, text
    return None


def ruled_out_by(known: Known, kept: Kept, component: Component, around: Surroundings) -> Text | None:
    """Why a row says that the component is not affected; None where it does not say so."""
    judged = verdict(known.version, kept)
    if kept.state == "not-affected":
        named_here = judged.where in (Where.INSIDE, Where.EVERY)
        why = BESIDE.fill(why=judged.why, more=told_reason(kept.why)) if kept.why else judged.why
        return by_name(known, why) if named_here else None
    if judged.where is Where.OUTSIDE:
        return by_name(known, judged.why)
    condition = around.judged(kept, component)
    return condition.why if condition.met is Met.NO else None
