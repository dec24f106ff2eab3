"""Small files of feeds, in the forms in which their makers publish them, and what is read from them."""

import json
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from mamoru.operation.vulnerabilities.feeds import Feed
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Record, Skipped


def lines(*documents: Any) -> bytes:
    """The documents, one a line."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in documents)


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of `members`."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def written(folder: Path, data: bytes, name: str = "feed.jsonl") -> Path:
    """A file of `data` in `folder`."""
    path = folder / name
    path.write_bytes(data)
    return path


def read(feed: Feed, path: Path) -> tuple[list[Record], list[Skipped]]:
    """What `feed` reads from the file: its records, and what it skipped."""
    found = list(feed.read(opened(path)))
    return [r for r in found if isinstance(r, Record)], [s for s in found if isinstance(s, Skipped)]


def cve5(
    *affected: dict[str, Any], id: str = "CVE-2024-1234", adp: Sequence[dict[str, Any]] = (), **cna: Any
) -> dict[str, Any]:
    """A CVE record 5.1 with these products."""
    cna = {"affected": list(affected), "providerMetadata": {"orgId": "x", "shortName": "maker"}, **cna}
    return {
        "dataType": "CVE_RECORD",
        "dataVersion": "5.1",
        "cveMetadata": {"cveId": id, "state": "PUBLISHED", "datePublished": "2024-01-02T00:00:00Z"},
        "containers": {"cna": cna, "adp": list(adp)},
    }


def product(*versions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A product of a CVE record."""
    return {"vendor": "Maker", "product": "Thing", "versions": list(versions), **fields}


def osv(id: str, *affected: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """An OSV record."""
    return {
        "schema_version": "1.7.0",
        "id": id,
        "modified": "2024-01-02T00:00:00Z",
        "affected": list(affected),
        **fields,
    }


def packaged(
    ecosystem: str, name: str, *events: dict[str, str], kind: str = "ECOSYSTEM", **fields: Any
) -> dict[str, Any]:
    """An entry of `affected` of an OSV record, with one range."""
    ranges = [{"type": kind, "events": list(events)}] if events else []
    return {"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges, **fields}
