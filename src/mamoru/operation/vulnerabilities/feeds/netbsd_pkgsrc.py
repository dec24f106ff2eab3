"""pkgsrc's list of vulnerable packages: a pattern of the package, the kind of exploit, an address.

A pattern is a name with bounds (`a>=1<2`), or with a version pattern (`a-[0-9]*`: every version); a
brace (`py{27,38}-a<1`) stands for several. Read are NetBSD's own file (a line each) and the same in
JSON. Source: pkg_install(1), pkg_info(1) "Package wildcards"; pkgsrc guide, "Security patches".
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.opening import lines
from mamoru.operation.vulnerabilities.feeds.upstream_bounds import Bound, upstream_bound
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_MOST_ALTERNATES = 64
_MARKED = re.compile(rb"pkg-vulnerabilities,v \S+ (\d{4}/\d\d/\d\d)")
_MOST_PATTERN = 300
_WORD = r"[^<>=\[\]{}*?\s]+"
_BOUNDED = re.compile(rf"(?P<name>{_WORD}?)(?P<bounds>>=?{_WORD}<=?{_WORD}|[<>]=?{_WORD})")
_EVERY = re.compile(r"(?P<name>[^<>=\[\]{}*?\s]+)-\[0-9\]\*")
_EXACT = re.compile(r"(?P<name>[^<>=\[\]{}*?\s]+)-(?P<version>\d[^<>=\[\]{}*?\s-]*)")
_BOUND = re.compile(r"(>=|<=|>|<)([^<>=]+)")
_BRACE = re.compile(r"\{([^{}]*)\}")
_ADDRESS = "https://cdn.netbsd.org/pub/NetBSD/packages/vulns/pkg-vulnerabilities.gz"


class _Entry(msgspec.Struct, frozen=True):
    package: str
    url: str


def _mine(file: FeedFile) -> bool:
    return (
        b'"type_of_exploit"' in file.head
        or b"pkg-vulnerabilities,v" in file.head
        or file.name == "pkg-vulnerabilities"
    )


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    gathering = Gathering()
    found = entries(file, _Entry) if b'"type_of_exploit"' in file.head else _plain(file)
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
            continue
        place, line = entry
        where = f"{place}: {line.package}"[:200]
        if not (ids := cve_ids(line.url)):
            yield Skipped(where=where, why="no CVE id in the address")
            continue
        try:
            _gathered(gathering, line.package, ids)
        except FormatError as error:
            yield Skipped(where=where, why=error.why)
    yield from gathering.records()


def _plain(file: FeedFile) -> Iterator[tuple[str, _Entry] | Skipped]:
    """NetBSD's own file: comments, a signature around it, and lines of three words."""
    for number, line in lines(file):
        text = line.decode("utf-8", "replace").strip()
        if text.startswith("-----BEGIN PGP SIGNATURE"):
            return
        if text.startswith(("#", "-----", "Hash:")):
            continue
        words = text.split()
        if len(words) < 3:
            yield Skipped(where=f"line {number}", why="not three words")
        else:
            yield f"line {number}", _Entry(package=words[0], url=words[2])


def _gathered(gathering: Gathering, pattern: str, ids: tuple[str, ...]) -> None:
    said = [_affected(each) for each in alternates(pattern)]
    for id in ids:
        for affected, bound in said:
            gathering.add(id, affected, bounds=[bound])


def alternates(pattern: str) -> list[str]:
    """The patterns without braces that a pattern stands for. Raises `FormatError`."""
    if len(pattern) > _MOST_PATTERN:
        raise FormatError(0, "the pattern is too long")
    found = [pattern]
    while any("{" in each for each in found):
        found = [each for one in found for each in _opened(one)]
        if len(found) > _MOST_ALTERNATES:
            raise FormatError(0, "too many alternates")
    return found


def _opened(pattern: str) -> list[str]:
    brace = _BRACE.search(pattern)
    if brace is None:
        if "{" in pattern:
            raise FormatError(0, "a brace is not closed")
        return [pattern]
    return [pattern[: brace.start()] + part + pattern[brace.end() :] for part in brace[1].split(",")]


def _affected(pattern: str) -> tuple[Affected, Bound | None]:
    if found := _EVERY.fullmatch(pattern):
        return Affected(product=f"pkg:pkgsrc/{found['name']}", order="pkgsrc", every=True), None
    if found := _BOUNDED.fullmatch(pattern):
        name, span = found["name"], _span(dict(_BOUND.findall(found["bounds"])))
        fixed = (span.high,) if span.high is not None and not span.high_closed else ()
        bound = None
        if fixed:
            bound = upstream_bound((name,), fixed[0], "pkgsrc", f"pkgsrc's {name}", low=span.low)
        return Affected(product=f"pkg:pkgsrc/{name}", order="pkgsrc", spans=(span,), fixed=fixed), bound
    if found := _EXACT.fullmatch(pattern):
        return Affected(
            product=f"pkg:pkgsrc/{found['name']}", order="pkgsrc", exact=(found["version"],)
        ), None
    raise FormatError(0, "not a pattern that is read")


def _span(bounds: dict[str, str]) -> Span:
    low, high = bounds.get(">=", bounds.get(">")), bounds.get("<", bounds.get("<="))
    return Span(low, high, low_open=">" in bounds, high_closed="<=" in bounds)


def _as_of(file: FeedFile) -> str | None:
    """The day in the file's own mark (`$NetBSD: pkg-vulnerabilities,v 1.1 2026/01/02 …$`)."""
    found = _MARKED.search(file.head)
    return found[1].decode("ascii").replace("/", "-") if found else None


FEED = Feed(
    id="netbsd-pkgsrc",
    title=Text("NetBSD pkgsrc の脆弱性一覧", "NetBSD pkgsrc vulnerabilities"),
    publisher="The NetBSD Foundation",
    terms="none stated; facts only",
    mine=_mine,
    read=_records,
    as_of=_as_of,
    whole=True,
    speaks=("pkg:pkgsrc/", "software:"),
    downloads=lambda since: (Download(url=_ADDRESS, name="pkg-vulnerabilities.gz"),),
)
