"""The decisions that end on a day: those that stand for a release, not those that a later one replaced."""

from collections.abc import Iterable, Iterator
from datetime import date

from mamoru.operation.vulnerabilities.decisions.answering import newest_first
from mamoru.operation.vulnerabilities.decisions.decision import MAKER, Decision, Scope


def ending(
    decisions: Iterable[Decision], on: date, *, product: str, release: str | None
) -> Iterator[Decision]:
    """The maker's decisions with a last day that stand for this release on the day `on`, the newest first,
    also those whose day is over: somebody must decide anew."""
    later: list[Decision] = []
    for each in newest_first(decisions):
        if each.source != MAKER or each.on > on or not _means(each.scope, product, release):
            continue
        if each.until is not None and not any(_covers(newer.scope, each.scope) for newer in later):
            yield each
        later.append(each)


def _means(scope: Scope, product: str, release: str | None) -> bool:
    return scope.product in (None, product) and (not scope.releases or release in scope.releases)


def _covers(newer: Scope, older: Scope) -> bool:
    """Whether what the newer one is about holds all that the older one is about."""
    return (
        newer.vulnerability.upper() == older.vulnerability.upper()
        and newer.component in (None, older.component)
        and newer.versions in ("*", older.versions)
    )
