"""What was looked at: the share of what was asked that answered, as a value of every engine's answer.

Silence is never green: where nothing answered, nothing can be said, and where a part could not be looked
at, the answer says so. Neither member of `Looked` has a default, so an engine that forgets it is no program.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from mamoru.language import Text, joined


class Seen(StrEnum):
    """What can be looked at, in the unit in which it is counted."""

    BYTES = "bytes"
    CHECKS = "checks"
    COMPONENTS = "components"
    FILES = "files"
    FLOWS = "flows"
    IMAGES = "images"
    PACKETS = "packets"
    PARTS = "parts"
    PEERS = "peers"
    POINTS = "points"
    RECORDS = "records"
    RELEASES = "releases"
    SOURCES = "sources"
    TESTS = "tests"
    THREATS = "threats"


WORDS = {
    Seen.BYTES: Text("{answered:,} / {asked:,} バイト", "{answered:,} of {asked:,} bytes"),
    Seen.CHECKS: Text("検査 {answered} / {asked} 件", "{answered} of {asked} checks"),
    Seen.COMPONENTS: Text("部品 {answered} / {asked} 点", "{answered} of {asked} components"),
    Seen.FILES: Text("ファイル {answered} / {asked} 点", "{answered} of {asked} files"),
    Seen.FLOWS: Text("通信 {answered} / {asked} 件", "{answered} of {asked} flows"),
    Seen.IMAGES: Text("イメージ {answered} / {asked} 点", "{answered} of {asked} images"),
    Seen.PACKETS: Text("パケット {answered} / {asked} 件", "{answered} of {asked} packets"),
    Seen.PARTS: Text("区画 {answered} / {asked} か所", "{answered} of {asked} parts"),
    Seen.PEERS: Text("通信の相手 {answered} / {asked} 件", "{answered} of {asked} peers"),
    Seen.POINTS: Text("項目 {answered} / {asked} 件", "{answered} of {asked} points"),
    Seen.RECORDS: Text("記録 {answered} / {asked} 件", "{answered} of {asked} records"),
    Seen.RELEASES: Text("版 {answered} / {asked} 件", "{answered} of {asked} releases"),
    Seen.SOURCES: Text("情報源 {answered} / {asked} 件", "{answered} of {asked} sources"),
    Seen.TESTS: Text("試験 {answered} / {asked} 件", "{answered} of {asked} tests"),
    Seen.THREATS: Text("脅威 {answered} / {asked} 件", "{answered} of {asked} threats"),
}


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """Of `asked` things, `answered` could be looked at."""

    what: Seen
    asked: int
    answered: int

    def __post_init__(self) -> None:
        if not 0 <= self.answered <= self.asked:
            raise ValueError(f"{self.answered} of {self.asked} {self.what}")

    @property
    def text(self) -> Text:
        """The share in words: "12 of 15 components"."""
        return WORDS[self.what].fill(asked=self.asked, answered=self.answered)


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer rests on. The first of `shares` is what it is about: where none of that answered,
    nothing was looked at. `unseen` says what could change the answer and was out of sight; a share that is
    merely not whole (a component that no source knows) is told and does not make an answer uncertain."""

    shares: tuple[Share, ...]
    unseen: tuple[Text, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing was looked at, so that no word about it can be good."""
        return not self.shares or self.shares[0].answered == 0

    @property
    def whole(self) -> bool:
        """Whether everything asked was looked at: only then may silence be called good."""
        return not self.nothing and not self.unseen

    @property
    def text(self) -> Text:
        """All shares in words."""
        return joined([share.text for share in self.shares])


def looked_at(what: Seen, asked: int, answered: int, unseen: Iterable[Text]) -> Looked:
    """One share, and what was out of sight."""
    return Looked(shares=(Share(what=what, asked=asked, answered=answered),), unseen=tuple(unseen))


def together(several: Sequence[Looked]) -> Looked:
    """What several answers rest on, as one: shares of the same things added up, in the order of the first."""
    counts: dict[Seen, tuple[int, int]] = {}
    for share in (share for each in several for share in each.shares):
        asked, answered = counts.get(share.what, (0, 0))
        counts[share.what] = (asked + share.asked, answered + share.answered)
    return Looked(
        shares=tuple(Share(what=what, asked=asked, answered=n) for what, (asked, n) in counts.items()),
        unseen=tuple(dict.fromkeys(text for each in several for text in each.unseen)),
    )
