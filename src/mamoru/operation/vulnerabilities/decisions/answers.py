"""The answers to all matches of a release: the maker's decisions, and what suppliers say with their parts."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from mamoru.operation.vulnerabilities.decisions.answering import Answered, Setting, answered, by_vulnerability
from mamoru.operation.vulnerabilities.decisions.decision import Decision
from mamoru.operation.vulnerabilities.decisions.suppliers import said_by_supplier
from mamoru.operation.vulnerabilities.match import Match
from mamoru.product.component import Component


def answers(
    matches: Sequence[Match],
    decisions: Iterable[Decision],
    on: date,
    setting_of: Callable[[Component], Setting],
) -> tuple[Answered, ...]:
    """What holds for each of `matches`, in their order. `setting_of` tells where a component stands."""
    by_id = by_vulnerability(decisions)
    said: dict[int, dict[str, list[Decision]]] = {}
    found = []
    for match in matches:
        part = match.component
        if id(part) not in said:
            said[id(part)] = by_vulnerability(said_by_supplier(part, part.answered, on))
        ids = (match.told.id, *match.told.aliases)
        speaking = [d for each in ids for d in (*by_id.get(each, ()), *said[id(part)].get(each, ()))]
        found.append(answered(match, speaking, on, setting_of(part)) if speaking else Answered(state="open"))
    return tuple(found)
