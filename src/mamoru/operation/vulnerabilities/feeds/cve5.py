"""CVE List v5: the records of the CVE Program, with what CISA and others add to them.

One record a file, a record a line, or the zip files that the CVE Program publishes at GitHub (all at
midnight, and what changed in the day until the hour). The addresses for downloads are those of its releases as
they are documented; they were not tried here.
Source: CVE Record Format 5.2 (CVEProject/cve-schema), CVEProject/cvelistV5; CISA Vulnrichment.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from mamoru.language import both
from mamoru.operation.vulnerabilities.feeds.cpe_nodes import applicable
from mamoru.operation.vulnerabilities.feeds.cve_ids import weaknesses
from mamoru.operation.vulnerabilities.feeds.cve_products import products
from mamoru.operation.vulnerabilities.feeds.cve_record import (
    Container,
    CveRecord,
    Kev,
    Metric,
    Other,
    Prose,
    Source,
    Ssvc,
)  # fmt: skip
from mamoru.operation.vulnerabilities.feeds.documents import UNREADABLE, documents, inner_head, read_each
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.record_parts import is_cve, links, time, vector
from mamoru.operation.vulnerabilities.record import Affected, Exploited, Points, Record, Score, Skipped

_MOST_SHOWN = 2000
_ADVISORY = re.compile(r"GHSA(?:-[0-9a-z]{4}){3}", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})_")
_EXPLOITATION = {"none": "none", "poc": "poc", "public poc": "poc", "active": "active"}
_IMPACT = {"partial": "partial", "total": "total"}
_AUTOMATABLE = {"yes": True, "no": False}
_RELEASES = "https://github.com/CVEProject/cvelistV5/releases/download"


def mine(file: FeedFile) -> bool:
    """Whether the first document is a CVE record."""
    head = inner_head(file, _wanted)
    if head.startswith(b"cves.zip\n"):
        return True
    return b'"cveMetadata"' in head or b'"CVE_RECORD"' in head or head.startswith(b'{"containers":{"cna"')


def read(file: FeedFile) -> Iterator[Record | Skipped]:
    """The records of the file."""
    decoder = msgspec.json.Decoder(CveRecord)
    return read_each(documents(file, _wanted), decoder.decode, record)


def record(found: CveRecord) -> Iterator[Record | Skipped]:
    """What a CVE record says, in our words."""
    metadata, cna = found.cve_metadata, found.containers.cna
    if not is_cve(metadata.cve_id):
        yield Skipped(where=metadata.cve_id[:64], why="it is no CVE id")
        return
    published = time(metadata.date_published)
    modified = time(metadata.date_updated or metadata.date_rejected)
    if metadata.state == "REJECTED":
        why = _first(cna.rejected_reasons, "en")
        yield Record(id=metadata.cve_id, published=published, modified=modified, withdrawn=True, title=why)
        return
    containers = (cna, *found.containers.adp[:64])
    affected: dict[Affected, None] = {}
    shown: dict[str, None] = {}
    for container in containers:
        for said, unclear in products(container.affected, own=container is cna):
            if said is not None and not (said.git and affected and container is not cna):
                affected[said] = None  # commits beside the CNA's own words are a copy of them
            if unclear is not None:
                shown[unclear] = None
        affected.update((each, None) for each in applicable(container.cpe_applicability))
    yield Record(
        id=metadata.cve_id,
        aliases=_advisory(cna.source),
        published=published,
        modified=modified,
        title=short(cna.title) or _first(cna.descriptions, "en"),
        title_ja=_first(cna.descriptions, "ja"),
        shown="\n".join(shown)[:_MOST_SHOWN] or None,
        scores=tuple(score for container in containers for score in _scores(container)),
        weaknesses=_weaknesses(containers),
        affected=tuple(affected),
        exploited=_exploited(containers),
        points=_points(containers),
        links=links(each.url for container in containers for each in container.references),
    )


def _scores(container: Container) -> Iterator[Score]:
    by = container.provider_metadata.short_name if container.provider_metadata else ""
    for metric in container.metrics[:64]:
        for cvss in (metric.v4, metric.v31, metric.v30, metric.v2):
            if cvss is not None and (found := vector(cvss.vector_string)) is not None:
                yield Score(found, cvss.base_score, by[:64] or "CNA")


def _others(containers: tuple[Container, ...], kind: str) -> Iterator[Other]:
    metrics: Iterator[Metric] = (metric for container in containers for metric in container.metrics[:64])
    others = (metric.other for metric in metrics)
    return (other for other in others if other is not None and other.type.lower() == kind)


def _points(containers: tuple[Container, ...]) -> Points | None:
    for other in _others(containers, "ssvc"):
        try:
            options = msgspec.json.decode(other.content, type=Ssvc).options
        except UNREADABLE:
            continue
        said = {name.lower(): value.lower() for option in options[:16] for name, value in option.items()}
        points = {
            "exploitation": _EXPLOITATION.get(said.get("exploitation", "")),
            "automatable": _AUTOMATABLE.get(said.get("automatable", "")),
            "technical_impact": _IMPACT.get(said.get("technical impact", "")),
        }
        return msgspec.convert(points, Points)
    return None


def _exploited(containers: tuple[Container, ...]) -> Exploited | None:
    for other in _others(containers, "kev"):
        try:
            return Exploited(added=msgspec.json.decode(other.content, type=Kev).date_added[:10])
        except UNREADABLE:
            continue
    return None


def _weaknesses(containers: tuple[Container, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for container in containers:
        for problem in container.problem_types[:64]:
            for each in problem.descriptions:
                text = each.cwe_id or each.description or ""
                found.update(dict.fromkeys(weaknesses(text[:_MOST_SHOWN])))
    return tuple(found)


def _advisory(source: msgspec.Raw) -> tuple[str, ...]:
    try:
        advisory = msgspec.json.decode(source, type=Source).advisory
    except UNREADABLE:
        return ()
    return (advisory,) if advisory and _ADVISORY.fullmatch(advisory) else ()


def _first(texts: list[Prose], language: str) -> str | None:
    return next((short(each.value) for each in texts if each.lang.lower().startswith(language)), None)


def _wanted(name: str) -> bool:
    return name.endswith(".json") and name.rpartition("/")[2].startswith("CVE-")


def _as_of(file: FeedFile) -> str | None:
    found = _DAY.match(file.name)
    return found[1] if found else None


def _downloads(since: str | None) -> tuple[Download, ...]:
    """All records at midnight; after a sync in the last days the deltas of those days."""
    today = datetime.now(UTC).date()
    days = (today - datetime.fromisoformat(since).date()).days if since else None
    if days is None or days > 14:
        name = f"{today}_all_CVEs_at_midnight.zip"
        return (Download(url=f"{_RELEASES}/cve_{today}_0000Z/{name}.zip", name=f"{name}.zip"),)
    names = [f"{today - timedelta(days=back)}_delta_CVEs_at_end_of_day.zip" for back in range(days, 0, -1)]
    ends = [f"cve_{today - timedelta(days=back)}_at_end_of_day" for back in range(days, 0, -1)]
    return tuple(
        Download(url=f"{_RELEASES}/{end}/{name}", name=name) for end, name in zip(ends, names, strict=True)
    )


FEED = Feed(
    id="cve5",
    title=both("CVE List v5"),
    publisher="CVE Program",
    terms="CVE Program terms of use; CISA Vulnrichment: CC0-1.0",
    mine=mine,
    read=read,
    as_of=_as_of,
    changes=lambda file: "_delta_" in file.name,
    speaks=("cna:", "software:", "cpe:", "pkg:"),
    downloads=_downloads,
)
