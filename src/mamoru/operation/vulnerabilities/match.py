"""A match: a published vulnerability that one component of a release has, or may have, and why."""

from enum import StrEnum
from typing import Literal

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.record import Exploited, Points, Score
from mamoru.product.component import Component


class Certainty(StrEnum):
    """How sure a match is."""

    AFFECTED = "affected"  # the version lies in a range that a source states
    CONDITIONAL = "conditional"  # it does, and something else must be there too that nobody could see
    ANY_VERSION = "any-version"  # the source names every version
    ORDER_UNKNOWN = "order-unknown"  # the bounds are in an order (or in commits) that cannot be compared
    VERSION_UNKNOWN = "version-unknown"  # the component's version is not known


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says that makes the match: its range in words, which name of the component it met."""

    source: str
    certainty: Certainty
    why: Text
    fixed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the sources together tell of a vulnerability; each score keeps who gave it."""

    id: str
    aliases: tuple[str, ...] = ()
    title: str | None = None
    title_ja: str | None = None
    solution_ja: str | None = None
    published: str | None = None
    modified: str | None = None
    scores: tuple[tuple[str, Score], ...] = ()  # (source, score)
    weaknesses: tuple[str, ...] = ()
    points: tuple[str, Points] | None = None  # (source, points)
    exploited: tuple[str, Exploited] | None = None  # (source, entry)
    epss: tuple[float, float] | None = None  # probability, percentile
    links: tuple[str, ...] = ()


AnswerState = Literal["open", "affected", "not-affected", "fixed", "under-investigation"]


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One vulnerability in one component. `words` are the sources' statements, the surest first."""

    told: Told
    component: Component
    words: tuple[Word, ...]

    @property
    def vulnerability(self) -> str:
        """Its id: the CVE id where it has one."""
        return self.told.id

    @property
    def certainty(self) -> Certainty:
        """How sure the surest source is."""
        return self.words[0].certainty

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions in which it is mended, as the sources say."""
        return tuple(dict.fromkeys(version for word in self.words for version in word.fixed))
