"""The firmware checks on a real image with planted weaknesses: all found, and nothing else that is wrong."""

import json
import lzma
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mamoru.evidence import Finding, SubjectKind
from mamoru.evidence.registry import load as load_check
from mamoru.evidence.registry import registry
from mamoru.verification.firmware import Limits, load
from mamoru.verification.firmware.opening.opening import open_image

pytestmark = pytest.mark.shared
GOLDEN = Path(__file__).parent / "golden" / "mini.txt"


@pytest.fixture(scope="module")
def found(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """Every finding of the firmware checks on mini.bin, on the day of these tests."""
    folder = tmp_path_factory.mktemp("mini")
    packed = (shared_data / "firmware" / "mini.bin.xz").read_bytes()
    (folder / "mini.bin").write_bytes(lzma.decompress(packed))
    (folder / "work").mkdir()
    open_image(folder / "mini.bin", folder / "work", Limits())
    return list(_findings(folder / "work"))


def _findings(work: Path) -> Iterator[Finding]:
    image = load(work)
    for entry in registry().checks:
        if entry.check.subject is SubjectKind.FIRMWARE and entry.module.startswith("mamoru.verification"):
            _, run = load_check(entry.module)
            dated = {"on": date(2026, 11, 23)} if entry.check.dated else {}
            yield from (seen for seen in run(image, **dated) if isinstance(seen, Finding))


def test_every_planted_weakness_is_found_at_its_path_with_its_kind(
    found: list[Finding], shared_data: Path
) -> None:
    truth = json.loads((shared_data / "firmware" / "mini.truth.json").read_text())["weaknesses"]
    missed = [
        weakness["id"]
        for weakness in truth
        if not any(f.location.path == weakness["path"] and weakness["cwe"] in f.cwe for f in found)
    ]
    assert missed == []


def test_the_findings_are_those_that_were_reviewed(found: list[Finding]) -> None:
    told = sorted(
        f"{finding.check} {finding.severity} {finding.location} {finding.proof}" for finding in found
    )
    assert told == GOLDEN.read_text("utf-8").splitlines()


def test_no_secret_is_told_in_clear(found: list[Finding]) -> None:
    secrets = (
        "acme2019",
        "acme12345",
        "Acm3!Factory",
        "mqttS3cret",
        "wJalrXUtnFEMI",
        "l/LAqC8oJERu7",
        "abWMpd9uBwR",
    )
    assert [f.proof for f in found if any(secret in f.proof for secret in secrets)] == []
