"""The records of one writer in one folder, held against the writer's head: which of them count."""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from mamoru.document_store.chain.heads import Newest
from mamoru.document_store.chain.link import Link


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A record as the chain sees it: its name (`evidence/…json`), the digest in it, and its link."""

    name: str
    digest: str
    link: Link


class Sequenced(msgspec.Struct, frozen=True, kw_only=True):
    """`counted` stand in their place; `contradicted` stand where another record belongs; `gone` are digests
    that were named and are not there, by who named them; `lost` are numbers of which nobody knows the
    digest; `beyond` follow a head that is older than they are."""

    counted: tuple[Node, ...]
    contradicted: tuple[Node, ...]
    gone: Mapping[str, str]
    lost: tuple[int, ...]
    beyond: tuple[Node, ...]


def sequenced(
    nodes: Sequence[Node], head: Newest, named: Collection[str], there: Collection[str], by: str
) -> Sequenced:
    """Walk from the newest record that the head `by` counts down to the first, and up to those that follow.
    Where the record above is lost, one that others `named` is preferred, and of several that nobody named
    none counts. `there` are the digests of files that exist, also damaged ones."""
    at: dict[int, list[Node]] = {}
    for node in nodes:
        at.setdefault(node.link.number, []).append(node)
    counted: list[Node] = []
    gone: dict[str, str] = {}
    lost: list[int] = []
    expected, namer = head.newest, by
    for number in range(head.count, 0, -1):
        found = _in_place(at.get(number, []), expected, named)
        if found is not None:
            counted.append(found)
            expected, namer = found.link.after, found.name
            continue
        if expected is None:
            lost.append(number)
        elif expected not in there:
            gone[expected] = namer
        expected = None
    beyond = _following(at, head)
    standing = {node.digest for node in (*counted, *beyond)}
    return Sequenced(
        counted=tuple(counted),
        contradicted=tuple(node for node in nodes if node.digest not in standing),
        gone=gone,
        lost=tuple(lost),
        beyond=beyond,
    )


def _in_place(candidates: Sequence[Node], expected: str | None, named: Collection[str]) -> Node | None:
    if expected is not None:
        return next((node for node in candidates if node.digest == expected), None)
    known = [node for node in candidates if node.digest in named] or candidates
    return known[0] if len(known) == 1 else None


def _following(at: Mapping[int, Sequence[Node]], head: Newest) -> tuple[Node, ...]:
    """The records after the newest that the head counts, each after the one before, none beside another."""
    found: list[Node] = []
    after, number = head.newest, head.count + 1
    while len(next_ := at.get(number, ())) == 1 and next_[0].link.after == after:
        found.append(next_[0])
        after, number = next_[0].digest, number + 1
    return tuple(found)
