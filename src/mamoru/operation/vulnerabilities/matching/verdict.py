"""Whether a version is one that a source names, and by which of its words: pure, and never a guess."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from mamoru.language import Text
from mamoru.operation.vulnerabilities.store.kept import Kept, KeptSpan
from mamoru.operation.vulnerabilities.versions import key
from mamoru.operation.vulnerabilities.versions.schemes import of_another_scheme

IN_RANGE = Text("{version} は範囲 {range} に入ります", "{version} lies in the range {range}")
EXACT = Text("{version} が対象として挙げられています", "{version} is named")
EVERY = Text("すべての版が対象とされています", "Every version is named")
OUTSIDE = Text("{version} はどの範囲にも入りません（{ranges}）", "{version} lies in no range ({ranges})")
SPARED = Text("{version} は対象外とされています（{range}）", "{version} is said not to be affected ({range})")
NO_VERSION = Text(
    "版が分からないため、{ranges} と比べられません",
    "The version is not known, so it cannot be compared with {ranges}",
)
NO_ORDER = Text(
    "{version} を {ranges} と比べる順序が分かりません",
    "There is no known order to compare {version} with {ranges}",
)
COMMITS = Text(
    "範囲がコミットで書かれていて、版と比べられません",
    "The range is written in commits, which cannot be compared with a version",
)
UNREAD = Text(
    "版についての記述「{words}」を読み取れないため、決められません",
    "Its words on versions, “{words}”, are not understood, so nothing is decided",
)
BROKEN = Text(
    "範囲 {range} は上限と下限が食い違っているため、決められません",
    "The range {range} excludes itself, so nothing is decided",
)
ANOTHER_SCHEME = Text(
    "{version} と {ranges} は版の付け方が違うため、比べられません",
    "{version} and {ranges} are numbered in different ways and cannot be compared",
)
_ZEROS = re.compile(r"(?:\.0)+$")
MOST_RANGES = 4
MOST_WORDS = 200


class Where(StrEnum):
    """How a version stands to what is said."""

    INSIDE = "inside"
    EVERY = "every"
    OUTSIDE = "outside"
    UNORDERED = "unordered"
    UNREAD = "unread"
    UNVERSIONED = "unversioned"


class Verdict(NamedTuple):
    """How the version stands, by which span (None where by none), and the versions in which it is mended.
    `why` puts it into words."""

    where: Where
    version: str | None
    kept: Kept
    span: KeptSpan | None = None

    @property
    def fixed(self) -> tuple[str, ...]:
        """The bound of the span that mends it, else all that the source says."""
        span = self.span
        if self.where is Where.INSIDE and span is not None and span.high is not None and not span.high_closed:
            return (span.high,)
        return self.kept.fixed

    @property
    def why(self) -> Text:
        """The verdict in words."""
        version, kept, span = self.version, self.kept, self.span
        match self.where:
            case Where.EVERY:
                return EVERY
            case Where.UNVERSIONED:
                return NO_VERSION.fill(ranges=ranges(kept))
            case Where.UNREAD if span is not None:
                return BROKEN.fill(range=shown(span))
            case Where.UNREAD:
                return UNREAD.fill(words="; ".join(kept.unread)[:MOST_WORDS])
            case Where.UNORDERED if span is not None:
                return ANOTHER_SCHEME.fill(version=version, ranges=shown(span))
            case Where.UNORDERED if kept.spans:
                return NO_ORDER.fill(version=version, ranges=ranges(kept))
            case Where.UNORDERED:
                return COMMITS
            case Where.INSIDE:
                return (
                    IN_RANGE.fill(version=version, range=shown(span)) if span else EXACT.fill(version=version)
                )
        if span is not None:
            return SPARED.fill(version=version, range=shown(span))
        return OUTSIDE.fill(version=version, ranges=ranges(kept))


def verdict(version: str | None, kept: Kept) -> Verdict:
    """Whether `version` is one that `kept` names.

    Order is that of `kept`; what cannot be ordered is `UNORDERED`, what a source says and nobody understood
    `UNREAD`, never a guess.
    Source: CVE Record Format 5.1, "versions"; OSV schema 1.7, "affected[].ranges[]"; NVD `cpeMatch`.
    """
    if version is None:
        return Verdict(Where.EVERY if kept.every else Where.UNVERSIONED, version, kept)
    written = _key(kept.order, version)
    if written is not None and kept.spared and (span := _around(written, kept.spared)):
        return Verdict(Where.OUTSIDE, version, kept, span)
    if kept.exact and any([each in kept.exact for each in spellings(version)]):  # noqa: C419  (quicker)
        return Verdict(Where.INSIDE, version, kept)
    if written is not None and (span := _around(written, kept.spans)):
        alien = _strange(kept.order, version, span)
        return Verdict(Where.UNORDERED if alien else Where.INSIDE, version, kept, span)
    if kept.every:
        return Verdict(Where.EVERY, version, kept)
    if (kept.spans and written is None) or (kept.git and not kept.spans and not kept.exact):
        return Verdict(Where.UNORDERED, version, kept)
    return _beyond(version, kept)


def _beyond(version: str, kept: Kept) -> Verdict:
    """Of a version that is in no span: whether it is outside, or something about the spans leaves it open."""
    order, strange, broken = kept.order, None, None
    for span in kept.spans:  # told apart without a call: a kernel has tens of thousands
        low, high = span.low_key, span.high_key
        if low == b"" or high == b"":
            return Verdict(Where.UNORDERED, version, kept)
        if (span.low and of_another_scheme(order, version, span.low)) or (
            span.high and of_another_scheme(order, version, span.high)
        ):
            strange = strange or span
        if low is not None and high is not None and low >= high and span.broken:
            broken = broken or span
    if strange is not None:
        return Verdict(Where.UNORDERED, version, kept, strange)
    if kept.unread or broken is not None:
        return Verdict(Where.UNREAD, version, kept, broken)
    return Verdict(Where.OUTSIDE, version, kept)


_key = lru_cache(maxsize=4096)(key)


def _around(written: bytes, spans: tuple[KeptSpan, ...]) -> KeptSpan | None:
    for span in spans:
        low, high = span.low_key, span.high_key
        if low == b"" or high == b"":
            continue
        if low is not None and (written < low or (span.low_open and written == low)):
            continue
        if high is not None and (written > high or (not span.high_closed and written == high)):
            continue
        return span
    return None


def _strange(order: str, version: str, span: KeptSpan) -> bool:
    low, high = span.low, span.high
    return bool(low and of_another_scheme(order, version, low)) or bool(
        high and of_another_scheme(order, version, high)
    )


@lru_cache(maxsize=4096)
def spellings(version: str) -> tuple[str, ...]:
    """The ways in which a list (as `exact_text` keeps it) may write `version`, between line breaks as it does:
    `1.0` is also `1.0.0`."""
    low = version.lower().replace("-", "")
    bare = _ZEROS.sub("", low)
    return tuple(f"\n{each}\n" for each in dict.fromkeys((low, bare, f"{bare}.0", f"{bare}.0.0")))


def shown(span: KeptSpan) -> str:
    """A span as a reader writes it: `>= 1.0, < 1.2.4`."""
    parts = []
    if span.low is not None and span.low != "0":
        parts.append(f"{'>' if span.low_open else '>='} {span.low}")
    if span.high is not None:
        parts.append(f"{'<=' if span.high_closed else '<'} {span.high}")
    return ", ".join(parts) or "*"


def ranges(kept: Kept) -> str:
    """All that is named, shortened."""
    named = [shown(span) for span in kept.spans] + [f"= {each}" for each in kept.exact.split("\n") if each]
    rest = f" … +{len(named) - MOST_RANGES}" if len(named) > MOST_RANGES else ""
    return "; ".join(named[:MOST_RANGES]) + rest or "*"
