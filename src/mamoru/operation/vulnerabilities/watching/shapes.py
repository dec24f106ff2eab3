"""The published shape of a watch: `mamoru watch --format json`, and what a webhook gets."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

import msgspec

from mamoru.language import Text
from mamoru.looked import Looked
from mamoru.operation.vulnerabilities.telling import MatchTold
from mamoru.operation.vulnerabilities.watching import News


class ReleaseTold(msgspec.Struct, frozen=True, kw_only=True):
    """A release of which something is not known, and what."""

    product: str
    release: str
    why: tuple[Text, ...]


class FirstTold(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a release that is watched for the first time: how many vulnerabilities want an answer,
    how many of those are known to be exploited, how many are undecided, how many are answered."""

    product: str
    release: str
    wants_answer: int
    exploited: int
    undecided: int
    answered: int


class SentTold(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent to one target, which is named without its URL; `why` says that it did not arrive (it is
    sent again with the next), None where it did or there was nothing to send."""

    target: str
    news: int
    why: Text | None


class WatchTold(msgspec.Struct, frozen=True, kw_only=True):
    """What is new since the last watch. `matched` says whether all vulnerabilities were matched or only the
    `vulnerabilities` that had changed. `as_of` is the day of the vulnerability data, `stale` says that it is
    old. `looked` is what all rests on: of the releases watched, those whose parts are known. `unknown` are releases whose parts are not known, `ended` products whose support has ended."""

    on: date
    at: datetime
    as_of: str | None
    stale: Text | None
    releases: int
    components: int
    matched: Literal["all", "changed"]
    vulnerabilities: int | None
    first: tuple[FirstTold, ...]
    news: tuple[News, ...]
    unknown: tuple[ReleaseTold, ...]
    ended: tuple[str, ...]
    sent: tuple[SentTold, ...]
    looked: Looked
    schema: str = "mamoru/watch/1"

    @property
    def tells(self) -> bool:
        """Whether there is anything new."""
        return bool(self.first or self.news)

    @property
    def wants_answer(self) -> bool:
        """Whether anything new wants an answer."""
        return any(each.wants_answer for each in self.news) or any(each.wants_answer for each in self.first)


def sum_of(product: str, release: str, matches: Iterable[MatchTold]) -> FirstTold:
    """What stands in a release, in sum."""
    several = list(matches)
    wanting = [match for match in several if match.wants_answer]
    undecided = sum(match.state == "open" and not match.sure for match in several)
    return FirstTold(
        product=product,
        release=release,
        wants_answer=len(wanting),
        exploited=sum(match.kev for match in wanting),
        undecided=undecided,
        answered=len(several) - len(wanting) - undecided,
    )
