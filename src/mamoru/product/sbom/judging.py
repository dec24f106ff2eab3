"""Answers that stand in another file than the part that they are about, brought to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

import msgspec

from mamoru.product.component import Answer, Component
from mamoru.product.sbom.answering import each_once
from mamoru.product.sbom.identity import known_as, normal, plain_version

MOST_TOGETHER = 2_000_000
Key = tuple[str, str]
Place = tuple[Key, str | None]


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says of vulnerabilities in a part that it does not declare: of `version` as written,
    None for any."""

    name: str
    version: str | None = None
    answers: tuple[Answer, ...] = ()


def judged(
    components: Sequence[Component], said: Iterable[Judged], most: int = MOST_TOGETHER
) -> tuple[tuple[Component, ...], bool]:
    """`components` with the answers that `said`, and other lists for the same part in the same version,
    hold about them; and whether that is all, or `most` were reached. A part is the same by its known
    software, its name or its source package."""
    found: dict[Place, list[Answer]] = defaultdict(list)
    for each in said:
        software = known_as(each.name)
        version = None if each.version is None else plain_version(each.version, None, software)
        if each.version is None or version is not None:
            for key in {("name", normal(each.name)), *([("software", software.id)] if software else [])}:
                found[key, version].extend(each.answers)
    seen: set[tuple[Place, int]] = set()
    for component in components:
        if component.answered and component.version is not None and not component.tool:
            for key in _keys(component, source=None):
                place = (key, component.version)
                if (place, id(component.answered)) not in seen:
                    seen.add((place, id(component.answered)))
                    found[place].extend(component.answered)
    if not found:
        return tuple(components), True
    ready = {place: each_once(answers) for place, answers in found.items()}
    given: list[Component] = []
    for component in components:
        more = () if component.tool else _more(component, ready)
        most -= sum(map(len, more))
        if most < 0:
            return (*given, *components[len(given) :]), False
        answers = each_once(chain(component.answered, *more)) if more else component.answered
        given.append(msgspec.structs.replace(component, answered=answers) if more else component)
    return tuple(given), True


def _more(component: Component, ready: dict[Place, tuple[Answer, ...]]) -> list[tuple[Answer, ...]]:
    """What is known of the component besides what it holds itself."""
    versions = dict.fromkeys((None, component.version))
    places = [(key, version) for key in _keys(component, source=component.source) for version in versions]
    found = [ready[place] for place in places if place in ready]
    own = component.answered
    return [answers for answers in found if answers is not own and answers != own]


def _keys(component: Component, *, source: str | None) -> list[Key]:
    keys: list[Key] = [("software", component.software)] if component.software else []
    keys.append(("name", normal(component.name)))
    if source:
        keys.append(("name", normal(source)))
    return [key for key in keys if key[1]]
