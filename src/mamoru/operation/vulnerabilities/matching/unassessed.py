"""Vulnerabilities that upstream's ranges leave out because the branch was past its end of life already.

Makers assess the branches that they care for. A vulnerability published after a branch's last day, whose
exact ranges begin where the oldest branch begins that was cared for then, says nothing of what is older:
neither that it has it, nor that it has not. A range that begins in the midst of a branch tells where the
weakness came in, and so does one that spares a branch which was still cared for.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from mamoru.operation.vulnerabilities.matching.names import Known
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.reading import Said
from mamoru.operation.vulnerabilities.versions import key
from mamoru.product.component import Component
from mamoru.product.software import EndOfLife, Software, ended_branch, software


class Rows(Protocol):
    """What is asked of vulnerability data here."""

    def near(self, product: str, order: str | None, key: bytes | None) -> Iterator[Said]:
        """The rows of the product of this name."""


class Unassessed(NamedTuple):
    """A vulnerability whose exact ranges all lie above the component's branch, which `ended`, and begin where
    branches of `software` begin; `lowest` is the key of the first of them."""

    known: Known
    said: Said
    kept: Kept
    ended: EndOfLife
    software: Software
    lowest: bytes

    def published_too_late(self, published: str | None) -> bool:
        """Whether it was published when nobody assessed the branch any more, and the oldest branch that was
        assessed has it."""
        if published is None or published <= self.ended.on.isoformat():
            return False
        cared_for = [end.branch for end in self.software.end_of_life if end.on.isoformat() >= published]
        oldest = min((k for branch in cared_for if (k := key(self.software.order, branch))), default=None)
        return oldest is None or self.lowest <= oldest


_SIDE_BY_SIDE = frozenset({"linux"})  # its makers compute every series, also the ended ones


def unassessed(component: Component, names: Iterable[Known], store: Rows) -> Mapping[int, Unassessed]:
    """By vulnerability, what upstream may have left out; nothing where the branch is not known to have ended."""
    known = software(component.software) if component.software else None
    if known is None or component.version is None or known.id in _SIDE_BY_SIDE:
        return {}
    ended, written = ended_branch(known, component.version), key(known.order, component.version)
    if ended is None or written is None:
        return {}
    beginnings = {key(known.order, end.branch) for end in known.end_of_life}
    found: dict[int, Unassessed] = {}
    spoken: set[int] = set()
    for name in names:
        if name.distribution or name.field != "software":
            continue
        for said in store.near(name.product, None, None):
            exact = [each for each in said.kept if _is_exact(each)]
            lows = [span.low_key for each in exact for span in each.spans]
            if lows and all(low and low > written and low in beginnings for low in lows):
                lowest = min(low for low in lows if low)
                found.setdefault(said.vulnerability, Unassessed(name, said, exact[0], ended, known, lowest))
            elif exact or any(each.every for each in said.kept):
                spoken.add(said.vulnerability)
    return {number: each for number, each in found.items() if number not in spoken}


def _is_exact(kept: Kept) -> bool:
    """Whether it is a source's own range in releases, and not a list counted out from commits."""
    return kept.state == "affected" and bool(kept.spans) and not (kept.upper or kept.git or kept.exact)
