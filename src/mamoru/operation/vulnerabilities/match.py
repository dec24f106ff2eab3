"""A match: a published vulnerability that one component of a release has, or may have, and why."""

from enum import StrEnum
from typing import Literal, Protocol

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


class Saying(Protocol):
    """What one source says that makes a match. The sentence is made where somebody reads it: of a kernel's
    thousands nobody does."""

    @property
    def source(self) -> str:
        """Whose it is."""

    @property
    def certainty(self) -> Certainty:
        """How sure it is."""

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions in which it is mended."""

    @property
    def files(self) -> tuple[str, ...]:
        """The source files that hold the weakness."""

    @property
    def word(self) -> "Word":
        """The same with its sentence."""


class Word(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one source says that makes the match: its range in words, which name of the component it met."""

    source: str
    certainty: Certainty
    why: Text
    fixed: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def word(self) -> "Word":
        """Itself: the sentence is there."""
        return self


class Told(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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
    """One vulnerability in one component. `said` is what the sources say, the surest first."""

    told: Told
    component: Component
    said: tuple[Saying, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """The sources' statements in words, the surest first, each once."""
        return tuple(dict.fromkeys(each.word for each in self.said))

    @property
    def vulnerability(self) -> str:
        """Its id: the CVE id where it has one."""
        return self.told.id

    @property
    def certainty(self) -> Certainty:
        """How sure the surest source is."""
        return self.said[0].certainty

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions in which it is mended, as the sources say."""
        if len(self.said) == 1:
            return self.said[0].fixed
        return tuple(dict.fromkeys([version for each in self.said for version in each.fixed]))

    @property
    def files(self) -> tuple[str, ...]:
        """The source files that hold the weakness, as the surest source that names some tells them."""
        for each in self.said:
            if files := each.files:
                return files
        return ()
