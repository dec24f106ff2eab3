"""The published JSON Schemas of what the jobs tell beside the report."""

import msgspec

from mamoru.design.telling import DesignTold
from mamoru.jobs.firmware.diff import Difference
from mamoru.jobs.firmware.tree import Outline
from mamoru.jobs.mud.traffic import TrafficCheck
from mamoru.jobs.plan.testing import PlanTold, Recorded
from mamoru.jobs.vulns.bundle import BundleTold
from mamoru.jobs.vulns.sync import StatusTold, SyncTold
from mamoru.json_schema import published
from mamoru.operation.vulnerabilities.deciding import DecideTold
from mamoru.operation.vulnerabilities.telling import MatchesTold
from mamoru.operation.vulnerabilities.watching.shapes import WatchTold
from mamoru.product.bill import Quality

_PUBLISHED: dict[str, tuple[type[msgspec.Struct], str]] = {
    "firmware-tree.schema.json": (
        Outline,
        "Mamoru: what lies where in an image (mamoru firmware tree --format json)",
    ),
    "firmware-diff.schema.json": (
        Difference,
        "Mamoru: what changed between two images (mamoru firmware diff --format json)",
    ),
    "mud-check.schema.json": (
        TrafficCheck,
        "Mamoru: a capture held against a MUD file (mamoru mud check --format json)",
    ),
    "plan.schema.json": (PlanTold, "Mamoru: the verification plan (mamoru plan --format json)"),
    "plan-record.schema.json": (
        Recorded,
        "Mamoru: a result by hand that was kept (mamoru plan record --format json)",
    ),
    "sbom-check.schema.json": (
        Quality,
        "Mamoru: how good a bill of materials is (mamoru sbom check --format json)",
    ),
    "design.schema.json": (
        DesignTold,
        "Mamoru: what must be protected, from what, and by what (mamoru design --format json)",
    ),
    "vulns-sync.schema.json": (
        SyncTold,
        "Mamoru: what a sync of the vulnerability data read (mamoru vulns sync --format json)",
    ),
    "vulns-status.schema.json": (
        StatusTold,
        "Mamoru: what the vulnerability data holds (mamoru vulns status --format json)",
    ),
    "vulns-match.schema.json": (
        MatchesTold,
        "Mamoru: the vulnerabilities of a list of parts or an image (mamoru vulns match --format json)",
    ),
    "vulns-bundle.schema.json": (
        BundleTold,
        "Mamoru: a signed copy of the vulnerability data (mamoru vulns bundle --format json)",
    ),
    "watch.schema.json": (
        WatchTold,
        "Mamoru: what is new since the last watch (mamoru watch --format json)",
    ),
    "vulns-decide.schema.json": (
        DecideTold,
        "Mamoru: what was decided on vulnerabilities (mamoru vulns decide --format json)",
    ),
}


def schemas() -> dict[str, bytes]:
    """Each schema (JSON Schema 2020-12, indented UTF-8 JSON) by its file name."""
    return {name: published(shape, title) for name, (shape, title) in _PUBLISHED.items()}
