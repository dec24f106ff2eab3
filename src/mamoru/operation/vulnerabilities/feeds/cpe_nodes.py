"""The CPE configurations of a CVE record. Source: CVE Record Format 5.2, "cpeApplicability"."""

from collections.abc import Iterable, Iterator

from mamoru.operation.vulnerabilities.cpe import cpe_name
from mamoru.operation.vulnerabilities.feeds.bounds import MOST_VERSION
from mamoru.operation.vulnerabilities.feeds.cve_record import Applicability, CpeMatch, Node
from mamoru.operation.vulnerabilities.record import Affected, Needed, Span

MOST_MATCHES = 4096
_MOST_CPE = 1024


def applicable(entries: Iterable[Applicability]) -> Iterator[Affected]:
    """The products that the configurations name, each with what must be there too."""
    for entry in entries:
        if entry.negate:
            continue
        for number, node in enumerate(entry.nodes):
            needs: tuple[Needed, ...] = ()
            if entry.operator == "AND":
                others = (other for place, other in enumerate(entry.nodes) if place != number)
                needs = tuple(
                    _needed(kept)
                    for other in others
                    if (kept := list(filter(_bounded, other.cpe_match[:MOST_MATCHES])))
                )
            yield from _node(node, needs)


def _node(node: Node, needs: tuple[Needed, ...]) -> Iterator[Affected]:
    matches = [each for each in node.cpe_match[:MOST_MATCHES] if _bounded(each)]
    if node.negate:
        return
    if node.operator == "AND" and len(matches) > 1:
        for number, match in enumerate(matches[:32]):
            others = matches[:number] + matches[number + 1 :]
            yield from _products([match], (*needs, *(_needed([other]) for other in others[:32])))
    else:
        yield from _products(matches, needs)


def _products(matches: list[CpeMatch], needs: tuple[Needed, ...]) -> Iterator[Affected]:
    spans: dict[tuple[str, str | None], list[Span | str]] = {}
    for match in matches:
        name = cpe_name(match.criteria) if match.vulnerable else None
        if name is not None:
            said = _span(match) or name.version or Span()
            spans.setdefault((name.product, name.target), []).append(said)
    for (product, target), said_of_it in spans.items():
        every = Span() in said_of_it
        ranges = tuple(each for each in said_of_it if isinstance(each, Span))
        yield Affected(
            product=product,
            on=target,
            every=every,
            spans=() if every else ranges,
            exact=() if every else tuple(each for each in said_of_it if isinstance(each, str)),
            fixed=tuple(dict.fromkeys(s.high for s in ranges if s.high and not s.high_closed)),
            needs=needs,
        )


def _bounded(match: CpeMatch) -> bool:
    bounds = (
        match.version_start_including, match.version_start_excluding, match.version_end_including,
        match.version_end_excluding,
    )  # fmt: skip
    return len(match.criteria) <= _MOST_CPE and all(len(bound or "") <= MOST_VERSION for bound in bounds)


def _needed(matches: list[CpeMatch]) -> Needed:
    bounds = tuple(_span(match) for match in matches)
    return Needed(tuple(match.criteria for match in matches), bounds if any(bounds) else ())


def _span(match: CpeMatch) -> Span | None:
    low = match.version_start_including or match.version_start_excluding
    high = match.version_end_including or match.version_end_excluding
    if low is None and high is None:
        return None
    low_open = match.version_start_including is None and low is not None
    return Span(low, high, low_open, match.version_end_including is not None)
