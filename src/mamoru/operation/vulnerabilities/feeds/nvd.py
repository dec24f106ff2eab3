"""NVD: the JSON 2.0 feeds and the answers of the API 2.0, which have one shape.

Source: NVD CVE API 2.0 schema; CPE Applicability Language as in `configurations`: configurations are
alternatives; in one, nodes are joined by its operator; in a node, names by the node's.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.cpe import Name, named, order_of_product
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.opening import lines, whole
from mamoru.operation.vulnerabilities.record import MOST_TITLE, Affected, Needed, Record, Score, Skipped, Span

YEARLY = "https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-{name}.json.gz"
FIRST_YEAR = 2002  # the feed of this year holds the older ones too
MODIFIED_DAYS = 7  # the feed of changes reaches back eight days
API = "https://services.nvd.nist.gov/rest/json/cves/2.0"
API_DAYS = 119  # a window of the API may be 120 days
API_PAUSE_S = {"with a key": 0.7, "without": 6.5}  # 50 and 5 requests in 30 seconds are allowed
_FIELD = "invalid or missing field"


class _Text(msgspec.Struct, gc=False):
    lang: str = ""
    value: str = ""


class _Criterion(msgspec.Struct, gc=False):
    criteria: str
    vulnerable: bool = True
    versionStartIncluding: str | None = None
    versionStartExcluding: str | None = None
    versionEndIncluding: str | None = None
    versionEndExcluding: str | None = None


class _Node(msgspec.Struct, gc=False):
    operator: str = "OR"
    negate: bool = False
    cpeMatch: list[_Criterion] = []


class _Configuration(msgspec.Struct, gc=False):
    nodes: list[_Node] = []
    operator: str | None = None
    negate: bool | None = False


class _Cvss(msgspec.Struct, gc=False):
    vectorString: str = ""
    baseScore: float | None = None


class _Metric(msgspec.Struct, gc=False):
    cvssData: _Cvss | None = None
    source: str = ""


class _Weakness(msgspec.Struct, gc=False):
    description: list[_Text] = []


class _Cve(msgspec.Struct, gc=False):
    id: str
    published: str | None = None
    lastModified: str | None = None
    vulnStatus: str | None = None
    descriptions: list[_Text] = []
    metrics: dict[str, list[_Metric]] = {}
    weaknesses: list[_Weakness] = []
    configurations: list[_Configuration] = []


class _Item(msgspec.Struct, gc=False):
    cve: _Cve


class _File(msgspec.Struct, gc=False):
    vulnerabilities: list[msgspec.Raw]


_ITEM = msgspec.json.Decoder(_Item)
_WHOLE = msgspec.json.Decoder(_File)


def mine(file: FeedFile) -> bool:
    """A feed or an answer of the API (`format` NVD_CVE), or lines of its records."""
    start = file.head[:1024]
    return b'"NVD_CVE"' in start or start.lstrip().startswith(b'{"cve":{"id":"CVE-')


def read(file: FeedFile) -> Iterator[Record | Skipped]:
    """The records of the file."""
    if b'"NVD_CVE"' in file.head[:1024]:
        try:
            items = _WHOLE.decode(whole(file)).vulnerabilities
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise FormatError(0, f"no feed of the NVD: {error}") from None
        yield from (_read(item, f"#{n}") for n, item in enumerate(items, 1))
    else:
        yield from (_read(line, f"line {n}") for n, line in lines(file))


def _read(raw: msgspec.Raw | bytes, where: str) -> Record | Skipped:
    try:
        return record(_ITEM.decode(raw).cve)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
        return Skipped(where=where, why=str(error)[:200] or _FIELD)


def record(cve: _Cve) -> Record:
    """One CVE. Raises `ValueError` where its id or a CPE name is none."""
    if not cve.id.startswith("CVE-") or len(cve.id) > 32:
        raise ValueError(f"not a CVE id: {cve.id[:40]}")
    return Record(
        id=cve.id,
        published=cve.published,
        modified=cve.lastModified,
        withdrawn=cve.vulnStatus == "Rejected",
        title=next((text.value[:MOST_TITLE] for text in cve.descriptions if text.lang == "en"), None),
        scores=_scores(cve.metrics),
        weaknesses=tuple(
            dict.fromkeys(
                t.value for w in cve.weaknesses for t in w.description if t.value.startswith("CWE-")
            )
        ),
        affected=_affected(cve.configurations),
    )


def _scores(metrics: dict[str, list[_Metric]]) -> tuple[Score, ...]:
    return tuple(
        Score(metric.cvssData.vectorString, metric.cvssData.baseScore, metric.source)
        for kind, given in metrics.items()
        if kind.startswith("cvssMetric")
        for metric in given
        if metric.cvssData is not None and metric.cvssData.vectorString
    )


def _affected(configurations: list[_Configuration]) -> tuple[Affected, ...]:
    found: dict[tuple[str, str | None, int], _Gathered] = {}
    conditions: dict[tuple[Needed, ...], int] = {}  # by number: they are long, and hashed once a node
    for configuration in configurations:
        joined = configuration.operator == "AND"
        for node in configuration.nodes:
            if node.negate:
                continue  # "everything but": names no product that could be looked up
            hit = [criterion for criterion in node.cpeMatch if criterion.vulnerable]
            if not hit:
                continue
            needs = _needs(configuration.nodes, node) if joined else ()
            number = conditions.setdefault(needs, len(conditions))
            all_of = node.operator == "AND" and len(node.cpeMatch) > 1
            for criterion in hit:
                if all_of:
                    others = tuple(_needed([c]) for c in node.cpeMatch if c is not criterion)
                    number = conditions.setdefault((*needs, *others), len(conditions))
                name = named(criterion.criteria)
                key = (name.product, name.on, number)
                gathered = found.get(key)
                if gathered is None:
                    gathered = found[key] = _Gathered()
                gathered.add(name, criterion)
    every = tuple(conditions)
    return tuple(each.affected(product, on, every[n]) for (product, on, n), each in found.items())


def _needs(nodes: list[_Node], node: _Node) -> tuple[Needed, ...]:
    return tuple(
        _needed(other.cpeMatch)
        for other in nodes
        if other is not node and not other.negate and other.cpeMatch
    )


def _needed(criteria: list[_Criterion]) -> Needed:
    bounds = tuple(_span(c) for c in criteria)
    return Needed(tuple(c.criteria for c in criteria), bounds if any(bounds) else ())


def _span(criterion: _Criterion) -> Span | None:
    low = criterion.versionStartIncluding or criterion.versionStartExcluding
    high = criterion.versionEndExcluding or criterion.versionEndIncluding
    if low is None and high is None:
        return None
    return Span(
        low,
        high,
        criterion.versionStartIncluding is None and low is not None,
        criterion.versionEndExcluding is None and high is not None,
    )


class _Gathered:
    """The versions of one product in one record, gathered from its criteria."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.exact: list[str] = []
        self.every = False

    def add(self, name: Name, criterion: _Criterion) -> None:
        """One criterion more."""
        span = _span(criterion)
        if span is not None:
            self.spans.append(span)
        elif name.version == "*":
            self.every = True
        else:
            self.exact.append(name.version)

    def affected(self, product: str, on: str | None, needs: tuple[Needed, ...]) -> Affected:
        """What was gathered."""
        return Affected(
            product=product,
            order=order_of_product(product),
            spans=tuple(self.spans),
            exact=tuple(self.exact),
            every=self.every,
            fixed=tuple(
                dict.fromkeys(s.high for s in self.spans if s.high is not None and not s.high_closed)
            ),
            needs=needs,
            on=on,
        )


def as_of(file: FeedFile) -> str | None:
    """The feed's own time."""
    start = file.head[:1024]
    at = start.find(b'"timestamp"')
    if at < 0:
        return None
    return start[at + 11 : at + 60].decode("ascii", "replace").partition('"')[2].partition('"')[0] or None


def downloads(since: str | None) -> tuple[Download, ...]:
    """The feed of changes where the last sync is not older than it reaches, the API for what is older and
    within its window, else every yearly feed."""
    now = datetime.now(UTC)
    last = datetime.fromisoformat(since) if since is not None else None
    if last is None or last < now - timedelta(days=API_DAYS):
        names = [str(year) for year in range(FIRST_YEAR, now.year + 1)]
    elif last < now - timedelta(days=MODIFIED_DAYS):
        return (_changed(last, now),)
    else:
        names = ["modified"]
    return tuple(Download(url=YEARLY.format(name=name), name=f"nvdcve-2.0-{name}.json.gz") for name in names)


def _changed(last: datetime, now: datetime) -> Download:
    key = os.environ.get("NVD_API_KEY")
    window = {"lastModStartDate": last.isoformat(), "lastModEndDate": now.isoformat()}
    return Download(
        url=f"{API}?{urlencode(window)}",
        name="nvd-api-changes.json",
        headers=(("apiKey", key),) if key else (),
        pages=True,
        pause_s=API_PAUSE_S["with a key" if key else "without"],
    )


FEED = Feed(
    id="nvd",
    title=Text("NVD（米国の脆弱性データベース）", "NVD, the US National Vulnerability Database"),
    publisher="NIST",
    terms="public domain",
    mine=mine,
    read=read,
    as_of=as_of,
    changes=lambda file: any(word in file.name for word in ("modified", "recent", "changes")),
    speaks=("cpe:",),
    downloads=downloads,
)
