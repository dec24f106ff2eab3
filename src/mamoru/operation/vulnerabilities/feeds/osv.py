"""OSV: the vulnerabilities of distributions, language packages and open source that osv.dev gathers.

A zip of an ecosystem (`all.zip`), a record a line, one record a file, or a tar of YAML records (OSS-Fuzz).
The addresses for downloads are those of OSV's public bucket as documented; they were not tried here.
Source: OSV schema 1.7 (ossf/osv-schema); google.github.io/osv.dev/data.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, ClassVar

import msgspec
import yaml

from mamoru.language import both
from mamoru.operation.vulnerabilities.feeds.cve_ids import weaknesses
from mamoru.operation.vulnerabilities.feeds.documents import (
    UNREADABLE,
    documents,
    inner_head,
    is_tar,
    json_name,
    read_each,
)  # fmt: skip
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.osv_names import Names, cpe_software, made_in, package_names
from mamoru.operation.vulnerabilities.feeds.osv_ranges import Ranges, package_ranges, tagged
from mamoru.operation.vulnerabilities.feeds.osv_record import (
    AffectedPackage,
    DatabaseSpecific,
    EcosystemSpecific,
    OsvRecord,
    Severity,
)
from mamoru.operation.vulnerabilities.feeds.record_parts import links, time, vector
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Score, Skipped
from mamoru.product.software import software

MOST_AFFECTED = 4096
_MOST_ID = 64
_MOST_IDS = 256
_ID = re.compile(r"[A-Za-z0-9][\w.:-]{2,63}", re.ASCII)
_CVE = re.compile(r"(?:[A-Z]+-)?(CVE-\d{4}-\d{4,19})", re.ASCII)
_ADVISORIES = ("DSA-", "DLA-", "DTSA-", "USN-", "RHSA-", "RHBA-", "RHEA-", "RLSA-", "RXSA-", "ALSA-", "ALBA-", "ALEA-",
               "SUSE-", "openSUSE-", "MGASA-", "OESA-", "BELL-", "LSN-", "ALPINE-", "UBUNTU-", "DEBIAN-")  # fmt: skip
_BUCKET = "https://osv-vulnerabilities.storage.googleapis.com"
_ECOSYSTEMS = (
    "Alpine", "Bitnami", "crates.io", "Debian", "Go", "GIT", "Linux", "npm", "OSS-Fuzz", "PyPI", "Ubuntu",
)  # fmt: skip


def mine(file: FeedFile) -> bool:
    """Whether the first document is an OSV record."""
    head = inner_head(file)
    if is_tar(file):
        return b"\nschema_version:" in head or b"\nid: OSV-" in head or b"/OSV-" in head[:100]
    if b'"CVE_RECORD"' in head or b'"cveMetadata"' in head or b'"$schema"' in head or b"{" not in head:
        return False
    affected = b'"affected"' in head and (
        b'"ranges"' in head or b'"ecosystem"' in head or b'"versions"' in head
    )
    return b'"schema_version"' in head or (affected and (b'"introduced"' in head or b'"ecosystem"' in head))


def read(file: FeedFile) -> Iterator[Record | Skipped]:
    """The records of the file."""
    json = msgspec.json.Decoder(OsvRecord).decode
    decode: Callable[[bytes | msgspec.Raw], OsvRecord] = _from_yaml if is_tar(file) else json
    return read_each(documents(file, _wanted), decode, records)


def records(found: OsvRecord) -> Iterator[Record | Skipped]:
    """What an OSV record says, as one record a CVE."""
    if _ID.fullmatch(found.id) is None:
        yield Skipped(where=found.id[:_MOST_ID] or "?", why="it has no id")
        return
    entries = found.affected or []
    if len(entries) > MOST_AFFECTED:
        yield Skipped(
            where=found.id, why=f"more than {MOST_AFFECTED} entries in affected; the others are left out"
        )
    affected: dict[Affected, None] = {}
    specific = _specific(found)
    called = cpe_software(specific.cpes[:64])
    for entry in entries[:MOST_AFFECTED]:
        affected.update((each, None) for each in _affected(entry, called))
    ids = _cves(found)
    aliases = (found.id, *(found.aliases or [])[:_MOST_IDS]) if len(ids) < 2 else (found.id,)
    others = dict.fromkeys(id for id in aliases if _ID.fullmatch(id) and id not in ids)
    headline = short(found.summary) or short(found.details)
    for id in ids or (found.id,):
        yield Record(
            id=id,
            origin=found.id if found.id != id else None,
            aliases=tuple(other for other in others if other != id),
            published=time(found.published),
            modified=time(found.modified),
            withdrawn=found.withdrawn is not None,
            title=headline,
            scores=_scores(found),
            weaknesses=weaknesses(*specific.cwe_ids[:64]),
            affected=tuple(affected),
            links=links(each.url for each in found.references or []),
        )


def _cves(found: OsvRecord) -> tuple[str, ...]:
    """The CVEs that a record speaks of: its own id, what it copies (`DEBIAN-CVE-…`), its aliases; an
    advisory's upstream or, in older files, related ones."""
    if own := _CVE.fullmatch(found.id):
        return (own[1],)
    named = [*(found.aliases or [])[:_MOST_IDS], *(found.upstream or [])[:_MOST_IDS]]
    ids = [id for id in named if _CVE.fullmatch(id)]
    if not ids and found.id.startswith(_ADVISORIES):
        ids = [id for id in (found.related or [])[:_MOST_IDS] if _CVE.fullmatch(id)]
    return tuple(dict.fromkeys(match[1] for id in ids if (match := _CVE.fullmatch(id))))


def _affected(entry: AffectedPackage, by_cpe: Names) -> Iterator[Affected]:
    """What one entry says, under each of its names; Bitnami's name software by its CPE too."""
    package = entry.package
    named = package_names(package.ecosystem, package.name) if package else ()
    if package and package.ecosystem == "Bitnami":
        named = (*named, *by_cpe)
    of_commits = any(each.type == "GIT" for each in entry.ranges)
    of_releases = any(each.type in ("ECOSYSTEM", "SEMVER") for each in entry.ranges)
    fuzzed = package is not None and package.ecosystem.lower() == "oss-fuzz"
    if named and not fuzzed and (of_releases or not of_commits):
        why = _why(entry)
        for product, order in named:
            yield from _stated(product, order, package_ranges(entry, order), why)
    else:
        yield from _by_tags(entry, named)


def _by_tags(entry: AffectedPackage, named: Names) -> Iterator[Affected]:
    """What the tags of an entry say, under the package's names and those of its repositories."""
    urls = tuple(dict.fromkeys(each.repo for each in entry.ranges[:16] if each.repo))
    names = made_in(named, urls)
    called = [url.rstrip("/").removesuffix(".git").rpartition("/")[2] for url in urls]
    prefixes = tuple(dict.fromkeys((*([entry.package.name] if entry.package else []), *called)))
    read: dict[tuple[str, bool], Ranges] = {}
    for product, order in names:
        known = software(product.removeprefix("software:")) if product.startswith("software:") else None
        way = (order, known is not None and bool(known.plain))
        if way not in read:
            read[way] = tagged(entry, order, prefixes, known)
        yield from _stated(product, order, read[way])


def _stated(product: str, order: str, ranges: Ranges, why: str | None = None) -> Iterator[Affected]:
    if ranges.spans or ranges.exact or ranges.git:
        yield Affected(
            product=product,
            order=order,
            spans=ranges.spans,
            exact=ranges.exact,
            fixed=ranges.fixed,
            git=ranges.git,
            why=why,
        )


def _why(entry: AffectedPackage) -> str | None:
    """Debian's word that a weakness does not matter there, or that the release is no longer looked after."""
    if b"urgency" not in bytes(entry.ecosystem_specific):
        return None
    try:
        urgency = msgspec.json.decode(entry.ecosystem_specific, type=EcosystemSpecific).urgency
    except UNREADABLE:
        return None
    return reason(f"debian.{urgency}") if urgency in ("unimportant", "end-of-life") else None


def _scores(found: OsvRecord) -> tuple[Score, ...]:
    severities: list[Severity] = list((found.severity or [])[:16])
    for entry in (found.affected or [])[:16]:
        severities += entry.severity[:16]
    vectors = (vector(each.score) for each in severities if each.type.startswith("CVSS_"))
    by = "OSV" if found.id.startswith("CVE-") else found.id.partition("-")[0]
    return tuple(Score(each, None, by) for each in dict.fromkeys(vectors) if each is not None)


def _specific(found: OsvRecord) -> DatabaseSpecific:
    try:
        return msgspec.json.decode(found.database_specific, type=DatabaseSpecific)
    except UNREADABLE:
        return DatabaseSpecific()


def _wanted(name: str) -> bool:
    return json_name(name) or name.endswith((".yaml", ".yml"))


@cache
def _loader() -> Any:
    """The YAML loader that reads times as the text they are, in C where it was built."""

    class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # one of two classes
        yaml_implicit_resolvers: ClassVar = {
            first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
            for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Plain


def _from_yaml(data: bytes | msgspec.Raw) -> OsvRecord:
    """A record written in YAML; aliases are refused, since a few lines of them can grow without end."""
    text = bytes(data)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_loader())):
            raise ValueError("it uses aliases of YAML")
        found = yaml.load(text, Loader=_loader())  # noqa: S506 # a safe loader's child
        return msgspec.json.decode(msgspec.json.encode(found), type=OsvRecord)
    except (yaml.YAMLError, TypeError) as error:
        raise ValueError(str(error).replace("\n", " ")) from None


def _downloads(since: str | None) -> tuple[Download, ...]:
    """Each ecosystem's zip, whole: OSV publishes no deltas of it."""
    return tuple(
        Download(url=f"{_BUCKET}/{ecosystem}/all.zip", name=f"osv-{ecosystem.lower()}-all.zip")
        for ecosystem in _ECOSYSTEMS
    )


FEED = Feed(
    id="osv",
    title=both("OSV"),
    publisher="OSV.dev",
    terms="per database: CC-BY-4.0, CC0-1.0, Apache-2.0, MIT",
    mine=mine,
    read=read,
    speaks=("pkg:", "software:"),
    downloads=_downloads,
)
