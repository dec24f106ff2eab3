"""Japanese words about versions (`2.0 から 2.4.1 まで`, `1.05およびそれ以前`), read where they are sure.

A text is read only where all of it is understood: what stands beside the numbers (a platform, a build
number, a series in words) makes it unsure, and then it is shown as it stands.
Source: IPA, JVN iPedia, how entries word their versions; 以上・以下・以前・以降 take the bound in,
未満・より前 do not (JIS Z 8301).
"""

import re
import unicodedata
from functools import lru_cache

import msgspec

from mamoru.operation.vulnerabilities.feeds.side_series import after
from mamoru.operation.vulnerabilities.record import Span

_V = r"(?:version|ver|v|バージョン)?\.? ?((?!\d+(?:\.\d+)*\.x)\d[0-9a-z]*(?:[._-][0-9a-z]+)*)"
_OF = r"(?: ?の)?(?: ?(?:バージョン|version|リリース|製品|ファームウェア))?"
_LEAD = re.compile(
    r"^(?:(?:ファームウェア|firmware|ソフトウェア|f/w|fw)(?: ?の)? ?)?(?:(?:バージョン|version|ver)[. ]*)?",
    re.IGNORECASE,
)
_THROUGH = r"(?:(?:および|及び|と|または|又は|、)? ?それ ?以前|以前|以下|まで)"
_BELOW = r"(?:より ?(?:も)? ?(?:前|古い|以前)|未満)"
_FROM = r"(?:から|以降|以上|より)"
_ONWARDS = r"(?:(?:および|及び|と|または|又は|、)? ?それ ?以降|以降|以上)"
_BEYOND = r"(?:より ?(?:も)? ?(?:後|新しい)|を超える)"
_JOIN = r" ?(?:かつ|、|,|で)? ?"

_BETWEEN = re.compile(rf"{_V} ?{_FROM}{_JOIN}{_V} ?(?P<end>{_THROUGH}|{_BELOW}){_OF}")
_TILDE = re.compile(rf"{_V} ?~ ?{_V}{_OF}| ?{_V} - {_V}{_OF}")
_UP_TO = re.compile(rf"{_V} ?{_THROUGH}{_OF}")
_BEFORE = re.compile(rf"{_V} ?{_BELOW}{_OF}")
_SINCE = re.compile(rf"{_V} ?{_ONWARDS}{_OF}")
_AFTER = re.compile(rf"{_V} ?{_BEYOND}{_OF}")
_SERIES = re.compile(rf"(?:version|ver|v)?\.? ?(\d{{1,9}}(?:\.\d{{1,9}})*)(?:\.x(?: ?系)?| ?系){_OF}")
_EVERY = re.compile(r"(?:(?:すべて|全て|全)(?:の)? ?(?:バージョン|version)|(?:バージョン)? ?(?:すべて|全て))")
_ALL = r"(?:すべて|全て|全)(?:の)? ?(?:バージョン|version|製品)?"
_EVERY_BUT = re.compile(rf"(?P<spared>.+?) ?(?:を除く|以外の?) ?{_ALL}")
_UNTIL = re.compile(rf"~ ?{_V}{_OF}")
_ONWARDS_TILDE = re.compile(rf"{_V} ?~")
_IN_SERIES = re.compile(
    rf"(?:version|ver|v)?\.? ?(?P<series>\d{{1,9}}(?:\.\d{{1,9}})*)(?:\.x(?: ?系)?| ?系)(?: ?(?:の|で|では|における|,|、))? ?{_V} ?"
    rf"(?P<end>{_THROUGH}|{_BELOW}|{_ONWARDS}){_OF}"
)
_ONE = re.compile(rf"{_V}(?: ?のみ)?")
_LIST = re.compile(r" ?(?:、|,|および|及び|ならびに|並びに|または|又は| と |/) ?")
_CVES = re.compile(
    r"\((?:CVE-\d{4}-\d{4,19})(?:[、,・ および及び]+CVE-\d{4}-\d{4,19})*(?:のみ)?\)", re.IGNORECASE
)
_MOST = 500


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a text says: spans, single versions, or every version but those of `spared`."""

    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()
    every: bool = False
    spared: tuple[Span, ...] = ()


@lru_cache(1 << 14)
def read(text: str) -> Read | None:
    """The versions that `text` names; None where that is not sure."""
    plain = _plain(text)
    if not plain or len(plain) > _MOST:
        return None
    if _EVERY.fullmatch(plain):
        return Read(every=True)
    if (span := _span(plain)) is not None:
        return Read(spans=(span,))
    if (but := _EVERY_BUT.fullmatch(plain)) is not None:
        spared = _spared(but["spared"])
        return None if spared is None else Read(every=True, spared=spared)
    spans, exact = [], []
    for part in _LIST.split(plain):
        part = _LEAD.sub("", part)
        if (span := _span(part)) is not None:
            spans.append(span)
        elif found := _ONE.fullmatch(part):
            exact.append(found[1])
        else:
            return None
    return Read(spans=tuple(spans), exact=tuple(exact))


def _spared(text: str) -> tuple[Span, ...] | None:
    """The versions that an exception names; None where one of them is not understood."""
    found = [_span(part) or _alone(part) for part in _LIST.split(text)]
    return None if any(span is None for span in found) else tuple(span for span in found if span is not None)


def _alone(text: str) -> Span | None:
    found = _ONE.fullmatch(_LEAD.sub("", text))
    return Span(found[1], found[1], high_closed=True) if found else None


def without_cves(text: str) -> str:
    """`text` without a bracket at its end that only names the CVEs that it holds for."""
    return _CVES.sub("", unicodedata.normalize("NFKC", text)).strip()


def _plain(text: str) -> str:
    plain = (
        unicodedata.normalize("NFKC", text).replace("〜", "~").replace("\u2015", "-").replace("\u2013", "-")
    )
    plain = " ".join(plain.lower().split()).strip("。 ")
    return _LEAD.sub("", plain)


def _span(text: str) -> Span | None:
    if found := _BETWEEN.fullmatch(text):
        return Span(found[1], found[2], high_closed=re.fullmatch(_BELOW, found["end"]) is None)
    if found := _TILDE.fullmatch(text):
        return Span(found[1] or found[3], found[2] or found[4], high_closed=True)
    if found := _IN_SERIES.fullmatch(text):
        return _within(found["series"], found[2], found["end"])
    if found := _UNTIL.fullmatch(text):
        return Span(None, found[1], high_closed=True)
    if found := _ONWARDS_TILDE.fullmatch(text):
        return Span(found[1])
    if found := _BEFORE.fullmatch(text):
        return Span(None, found[1])
    if found := _UP_TO.fullmatch(text):
        return Span(None, found[1], high_closed=True)
    if found := _SINCE.fullmatch(text):
        return Span(found[1])
    if found := _AFTER.fullmatch(text):
        return Span(found[1], low_open=True)
    if found := _SERIES.fullmatch(text):
        return Span(found[1], after(found[1]))
    return None


def _within(series: str, bound: str, end: str) -> Span:
    """A bound within a series: `2.0.x 系の 2.0.5 以前` begins where 2.0 does."""
    if re.fullmatch(_ONWARDS, end):
        return Span(bound, after(series))
    return Span(series, bound, high_closed=re.fullmatch(_BELOW, end) is None)
