"""What is remembered of a match between two watches: as much as tells whether something has changed."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.priority import Decided
from mamoru.operation.vulnerabilities.telling import MatchTold

URGENCY: dict[Decided, int] = {"defer": 0, "scheduled": 1, "out-of-cycle": 2, "immediate": 3}
SURE = (Certainty.AFFECTED, Certainty.ANY_VERSION)


class Key(NamedTuple):
    """Which match of a release: the vulnerability's id, the component's name and version."""

    vulnerability: str
    component: str
    version: str | None


class Standing(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """How a match stood. `left`: it affects, and is neither mended, ruled out nor accepted. `open`: nobody has
    answered it. `reopened`: a decision on it holds no longer."""

    vulnerability: str
    component: str
    version: str | None
    certainty: Certainty
    urgency: Decided
    score: float | None = None
    kev: bool = False
    open: bool = False
    left: bool = False
    reopened: bool = False
    fixed: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether a source says that this very version is hit."""
        return self.certainty in SURE

    @property
    def key(self) -> Key:
        """Which match it is of."""
        return Key(self.vulnerability, self.component, self.version)


def by_key(told: Iterable[MatchTold]) -> dict[Key, MatchTold]:
    """Each match once: of one component in several places the most pressing."""
    found: dict[Key, MatchTold] = {}
    for match in told:
        key = Key(match.vulnerability, match.component.name, match.component.version)
        other = found.get(key)
        if other is None or _weight(match) > _weight(other):
            found[key] = match
    return found


def standing_of(match: MatchTold) -> Standing:
    """What is remembered of `match`."""
    return Standing(
        vulnerability=match.vulnerability,
        component=match.component.name,
        version=match.component.version,
        certainty=match.certainty,
        urgency=match.ssvc.decision,
        score=match.cvss.score if match.cvss else None,
        kev=match.kev,
        open=match.state == "open",
        left=match.is_left,
        reopened=match.reopened is not None,
        fixed=tuple(sorted(match.fixed)),
    )


def standings(told: Iterable[MatchTold]) -> dict[Key, Standing]:
    """What is remembered of all of them."""
    return {key: standing_of(match) for key, match in by_key(told).items()}


def _weight(match: MatchTold) -> tuple[bool, bool, int, tuple[str, ...], str, str]:
    urgency = URGENCY[match.ssvc.decision]
    place = match.component
    where = f"{place.container or ''}:{place.path or ''}:{place.purl or ''}:{place.cpe or ''}"
    return match.state == "open", match.sure, urgency, match.fixed, match.certainty, where
