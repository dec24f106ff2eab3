"""ESP-IDF's manifests: the software inside each release, and why a vulnerability does not apply there.

A reason speaks for that software as it is inside this release of ESP-IDF, not for the software
elsewhere: so ESP-IDF must be there too (`needs`). Source: espressif/esp-idf-sbom, manifest format.
"""

import re
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.cpe import cpe_name, order_of_product
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Needed, Record, Skipped
from mamoru.product.sbom.texts import inside, objects, texts, yaml_fields

_RELEASE = re.compile(r"v(\d+(?:\.\d+)+(?:-(?:rc|beta|dev)\d*)?)\.ya?ml")

_Told: TypeAlias = tuple[str, str, str, str]  # id, product, version, reason


class _Entry(msgspec.Struct, frozen=True):
    file: str
    yaml: str


def _mine(file: FeedFile) -> bool:
    first = file.head.partition(b"\n")[0]
    return b'"yaml"' in first and b'"file"' in first


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    told: dict[_Told, dict[str, None]] = {}
    for entry in entries(file, _Entry):
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _gathered(told, *entry)
    gathering = Gathering()
    for (id, product, version, why), releases in told.items():
        needed = Needed(tuple(_release_cpe(release) for release in releases))
        order = order_of_product(product)
        affected = Affected(
            product=product, order=order, exact=(version,), needs=(needed,), state="not-affected", why=why
        )
        gathering.add(id, affected)
    yield from gathering.records()


def _gathered(told: dict[_Told, dict[str, None]], place: str, entry: _Entry) -> Iterator[Skipped]:
    where = f"{place}: {entry.file}"[:200]
    release = _RELEASE.fullmatch(entry.file)
    if release is None:
        yield Skipped(where=where, why="which release it is for is not said in its name")
        return
    try:
        fields, _ = yaml_fields(entry.yaml.encode("utf-8", "replace"))
    except FormatError as error:
        yield Skipped(where=where, why=error.why)
        return
    for item in objects(fields.get("manifests")):
        manifest = inside(item.get("manifest"))
        names = _names(manifest)
        for excluded in objects(manifest.get("cve-exclude-list")):
            ids = cve_ids(str(excluded.get("cve", "")))
            why = " ".join(str(excluded.get("reason") or reason("esp-idf.excluded")).split())
            if not ids or not names:
                yield Skipped(
                    where=f"{where} {item.get('dest')}"[:200], why="no CVE id, or no CPE with a version"
                )
            for id in ids:
                for product, version in names:
                    told.setdefault((id, product, version, why), {})[release[1]] = None


def _names(manifest: dict[str, object]) -> list[tuple[str, str]]:
    """The products, with the version, that a manifest's CPEs name; `{}` stands for its version."""
    version, cpes = str(manifest.get("version") or ""), manifest.get("cpe")
    found = [cpe_name(cpe.replace("{}", version)) for cpe in texts(cpes) or [str(cpes or "")]]
    return [(name.product, name.version) for name in found if name is not None and name.version is not None]


def _release_cpe(release: str) -> str:
    version, _, update = release.partition("-")
    return f"cpe:2.3:a:espressif:esp-idf:{version}:{update or '*'}:*:*:*:*:*:*"


FEED = Feed(
    id="esp-idf",
    title=Text("ESP-IDF の SBOM マニフェスト", "ESP-IDF's SBOM manifests"),
    publisher="Espressif",
    terms="Apache-2.0",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=(),
)
