"""Records, feed files and stores for tests: a feed's own form, as small as it can be."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from mamoru.operation.vulnerabilities.record import Affected
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.kept import Kept, affects, kept_in
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling import MatchesTold, matches_told
from mamoru.product.component import Component
from mamoru.product.software import software

AT = "2026-11-23T00:00:00+00:00"
WELL_KNOWN = [  # a vulnerability, known software, a version that has it, the one that mends it
    ("CVE-2022-0778", "openssl", "1.1.1k", "1.1.1n"),
    ("CVE-2021-3711", "openssl", "1.1.1k", "1.1.1l"),
    ("CVE-2023-0286", "openssl", "1.1.1s", "1.1.1t"),
    ("CVE-2023-4863", "libwebp", "1.3.1", "1.3.2"),
    ("CVE-2022-25235", "expat", "2.4.4", "2.4.5"),
    ("CVE-2022-40674", "expat", "2.4.8", "2.4.9"),
    ("CVE-2022-23852", "expat", "2.4.3", "2.4.4"),
    ("CVE-2021-42377", "busybox", "1.33.1", "1.34.0"),
    ("CVE-2023-38545", "curl", "8.3.0", "8.4.0"),
    ("CVE-2023-48795", "openssh", "9.5p1", "9.6p1"),
]


def criterion(name: str, *, vulnerable: bool = True, **bounds: str) -> dict[str, Any]:
    """A `cpeMatch` of the NVD. `name` is `part:vendor:product[:version[:update]]`, `*` where it ends;
    `bounds` are the NVD's own (`versionEndExcluding` …)."""
    parts = name.split(":")
    whole = ":".join(["cpe", "2.3", *parts, *["*"] * (11 - len(parts))])
    return {"vulnerable": vulnerable, "criteria": whole, **bounds}


def cve(id: str, *nodes: Sequence[dict[str, Any]], joined: str = "OR", **fields: Any) -> dict[str, Any]:
    """A record of the NVD with one configuration of `nodes`, each a list of criteria."""
    configuration = {
        "operator": joined,
        "nodes": [{"operator": "OR", "negate": False, "cpeMatch": list(node)} for node in nodes],
    }
    return {
        "cve": {
            "id": id,
            "published": "2024-01-02T00:00:00.000",
            "lastModified": "2024-01-03T00:00:00.000",
            "vulnStatus": "Analyzed",
            "descriptions": [{"lang": "en", "value": f"What {id} is."}],
            "configurations": [configuration] if nodes else [],
            **fields,
        }
    }


def nvd_feed(folder: Path, *records: dict[str, Any], name: str = "nvdcve-2.0-2024.json") -> Path:
    """A feed file of the NVD with `records`."""
    body = {"format": "NVD_CVE", "version": "2.0", "timestamp": "2026-11-23T00:00:00.000"}
    path = folder / name
    path.write_text(json.dumps({**body, "vulnerabilities": list(records)}))
    return path


def store(folder: Path, *records: dict[str, Any], files: Sequence[Path] = ()) -> Store:
    """A store of `records` of the NVD and of `files`, in `folder`."""
    target = folder / "store.db"
    build([nvd_feed(folder, *records), *files], target, at=AT, workers=0)
    return Store(target)


def part(id: str, version: str | None, **fields: Any) -> Component:
    """A component that is known software."""
    known = software(id)
    assert known is not None, id
    return Component(name=id, version=version, software=id, cpes=known.cpe_names(version), **fields)


def told(
    folder: Path,
    components: Sequence[Component],
    *records: dict[str, Any],
    on: date = date(2026, 11, 23),
    **fields: Any,
) -> MatchesTold:
    """What a store of `records` says of `components` on the day `on`; `fields` go to `matches_told`."""
    with store(folder, *records, files=fields.pop("files", ())) as opened:
        return matches_told(components, opened, on=on, path="nc-100 1.0", **fields)


def exploited(folder: Path, *ids: str) -> Path:
    """A catalogue of exploited vulnerabilities with `ids`, as CISA publishes it."""
    entries = [
        {"cveID": id, "vendorProject": "x", "product": "x", "vulnerabilityName": id, "dateAdded": "2026-11-01",
         "shortDescription": "x", "requiredAction": "x", "dueDate": "2026-11-21", "knownRansomwareCampaignUse": "Unknown"}
        for id in ids
    ]  # fmt: skip
    path = folder / "known_exploited_vulnerabilities.json"
    body = {
        "title": "CISA Catalog of Known Exploited Vulnerabilities",
        "catalogVersion": "2026.11.01",
        "dateReleased": "2026-11-01T00:00:00.0000Z",
        "count": len(entries),
        "vulnerabilities": entries,
    }
    path.write_text(json.dumps(body))
    return path


def kept_row(order: str = "generic", **fields: Any) -> Kept:
    """What the store keeps of what a source says of one product; `fields` as of `Affected`."""
    (row,) = affects((Affected(product="software:x", order=order, **fields),)).values()
    (kept,) = kept_in(row.body)
    return kept
