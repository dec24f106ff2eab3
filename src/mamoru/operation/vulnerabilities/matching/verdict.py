"""Whether a version is one that a source names, and by which of its words: pure, and never a guess."""

import re
from enum import StrEnum
from typing import NamedTuple

from mamoru.language import Text
from mamoru.operation.vulnerabilities.store.kept import Kept, KeptSpan
from mamoru.operation.vulnerabilities.versions import key

IN_RANGE = Text("{version} は範囲 {range} に入ります", "{version} lies in the range {range}")
EXACT = Text("{version} が名指しされています", "{version} is named")
EVERY = Text("すべての版が対象とされています", "Every version is named")
OUTSIDE = Text("{version} はどの範囲にも入りません（{ranges}）", "{version} lies in no range ({ranges})")
SPARED = Text("{version} は対象外とされています（{range}）", "{version} is said not to be affected ({range})")
NO_VERSION = Text(
    "版がわからないため、{ranges} と比べられません",
    "The version is not known, so it cannot be compared with {ranges}",
)
NO_ORDER = Text(
    "{version} を {ranges} と比べる順序がわかりません",
    "There is no known order to compare {version} with {ranges}",
)
COMMITS = Text(
    "範囲がコミットで書かれていて、版と比べられません",
    "The range is written in commits, which cannot be compared with a version",
)
_ZEROS = re.compile(r"(?:\.0)+$")
MOST_RANGES = 4


class Where(StrEnum):
    """How a version stands to what is said."""

    INSIDE = "inside"
    EVERY = "every"
    OUTSIDE = "outside"
    UNORDERED = "unordered"
    UNVERSIONED = "unversioned"


class Verdict(NamedTuple):
    """How the version stands, why in words, and which bound mended it (of the range it lies in)."""

    where: Where
    why: Text
    fixed: tuple[str, ...] = ()


def verdict(version: str | None, kept: Kept) -> Verdict:
    """Whether `version` is one that `kept` names.

    Order is that of `kept`; what cannot be ordered is `UNORDERED`, never a guess.
    Source: CVE Record Format 5.1, "versions"; OSV schema 1.7, "affected[].ranges[]"; NVD `cpeMatch`.
    """
    if version is None:
        if kept.every:
            return Verdict(Where.EVERY, EVERY)
        return Verdict(Where.UNVERSIONED, NO_VERSION.fill(ranges=ranges(kept)), kept.fixed)
    written = key(kept.order, version)
    if written is not None and (spared := _around(written, kept.spared)):
        return Verdict(Where.OUTSIDE, SPARED.fill(version=version, range=shown(spared)), kept.fixed)
    if kept.exact and any(f"\n{each}\n" in kept.exact for each in spellings(version)):
        return Verdict(Where.INSIDE, EXACT.fill(version=version), kept.fixed)
    if written is not None and (span := _around(written, kept.spans)):
        fixed = (span.high,) if span.high is not None and not span.high_closed else kept.fixed
        return Verdict(Where.INSIDE, IN_RANGE.fill(version=version, range=shown(span)), fixed)
    if kept.every:
        return Verdict(Where.EVERY, EVERY, kept.fixed)
    if kept.spans and (written is None or any(s.low_key == b"" or s.high_key == b"" for s in kept.spans)):
        return Verdict(Where.UNORDERED, NO_ORDER.fill(version=version, ranges=ranges(kept)), kept.fixed)
    if kept.git and not kept.spans and not kept.exact:
        return Verdict(Where.UNORDERED, COMMITS, kept.fixed)
    return Verdict(Where.OUTSIDE, OUTSIDE.fill(version=version, ranges=ranges(kept)), kept.fixed)


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


def spellings(version: str) -> tuple[str, ...]:
    """The ways in which a list may write `version`: `1.0` is also `1.0.0`."""
    low = version.lower()
    bare = _ZEROS.sub("", low)
    return tuple(dict.fromkeys((low, bare, f"{bare}.0", f"{bare}.0.0")))


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
