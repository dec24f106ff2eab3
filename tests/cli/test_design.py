"""`mamoru design`, as a user runs it on the shipped example."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import pytest

from mamoru.assessment.report.plain_text import cells
from mamoru.jobs.schema import schemas
from material.designs import NETCAM


def mamoru(*arguments: object, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mamoru", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"MAMORU_LANG": lang, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        timeout=100,
        check=False,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the example, without images."""
    return Path(shutil.copytree(NETCAM, tmp_path / "netcam"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_screen_tells_assets_threats_with_reasons_and_measures(
    workspace: Path, lang: str, golden: Callable[[str, str], None]
) -> None:
    told = mamoru("design", workspace, "--on", "2026-11-23", lang=lang)
    assert told.returncode == 1
    assert max(cells(line) for line in told.stdout.splitlines()) <= 80
    golden(f"design-{lang}.txt", told.stdout)


def test_json_is_as_its_published_schema_says_and_holds_the_contract(workspace: Path) -> None:
    told = json.loads(mamoru("design", workspace, "--format", "json", "--on", "2026-11-23").stdout)
    jsonschema_rs.validator_for(json.loads(schemas()["design.schema.json"])).validate(told)
    threat = next(each for each in told["threats"] if each["id"] == "guessable-password")
    assert threat["risk"].keys() >= {"impact", "likelihood", "level"}
    assert threat["shown"] is True
    assert threat["why"]["ja"].startswith("通信を通じてパスワードで認証する（web, rtsp）。")
    assert "risks[r1]" in threat["why"]["ja"]  # a grave one names what makes it so
    assert sum(each["first"] for each in told["threats"]) <= 15
    assert [need["id"] for need in told["measures"]] == ["1A", "1B", "1C", "2A", "2B", "3A", "3B"]


def test_the_same_files_and_day_give_the_same_bytes(workspace: Path) -> None:
    one, other = (mamoru("design", workspace, "--format", "json", "--on", "2026-11-23") for _ in range(2))
    assert one.stdout == other.stdout


def test_the_picture_is_written_as_svg(workspace: Path, tmp_path: Path) -> None:
    mamoru("design", workspace, "--format", "svg", "-o", tmp_path / "flow.svg")
    assert ElementTree.parse(tmp_path / "flow.svg").getroot().tag.endswith("svg")


def test_an_older_file_beside_it_tells_what_changed(workspace: Path, tmp_path: Path) -> None:
    file = workspace / "products" / "nc-100" / "product.yaml"
    older = tmp_path / "older.yaml"
    older.write_text("".join(line for line in file.open(encoding="utf-8") if "id: sd," not in line), "utf-8")
    told = json.loads(mamoru("design", workspace, "--since", older, "--format", "json").stdout)["changes"]
    assert [(e["list"], e["id"], e["change"]) for e in told["entries"]] == [("interfaces", "sd", "new")]
    assert ("port-abused", "new") in [(t["id"], t["change"]) for t in told["threats"]]
    assert "physical-ports-guarded" in told["retest"]


def test_a_threat_of_ones_own_appears_without_code(workspace: Path) -> None:
    (workspace / "threats.yaml").write_text(
        "threats: [{id: lens, title: レンズをふさがれる, applies: {fact: senses-surroundings}, claims: [anomaly-detected]}]\n",
        "utf-8",
    )
    assert "レンズをふさがれる" in mamoru("design", workspace, "-v", lang="ja").stdout


def test_a_mistake_in_ones_own_threats_is_one_line_with_its_place(workspace: Path) -> None:
    (workspace / "threats.yaml").write_text("threats: [{id: lens}]\n", "utf-8")
    told = mamoru("design", workspace)
    assert told.returncode == 2
    assert "threats.yaml:1: " in told.stderr
    assert "Traceback" not in told.stderr


def test_a_pack_goes_out_and_its_answers_come_back_as_evidence(workspace: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    assert mamoru("design", workspace, "--pack", pack, "--redact", "people,peers").returncode == 0
    with zipfile.ZipFile(pack) as archive:
        form = archive.read("answers.yaml").decode()
        assert "鈴木" not in archive.read("product.yaml").decode()
    answered = form.replace("adviser: ''", "adviser: 高木").replace("'on': ''", "on: 2026-11-20")
    answered = answered.replace("opinion: unsure", "opinion: disagree", 1)
    (tmp_path / "answers.yaml").write_text(answered, "utf-8")

    kept = mamoru("design", workspace, "--answers", tmp_path / "answers.yaml", "--on", "2026-11-23")

    assert (kept.returncode, "高木" in kept.stdout) == (1, True)
    (run,) = (workspace / ".mamoru" / "evidence").glob("*.json")
    assert '"EXPERT-001"' in run.read_text("utf-8")


def test_what_cannot_be_taken_out_is_refused(workspace: Path, tmp_path: Path) -> None:
    refused = mamoru("design", workspace, "--pack", tmp_path / "pack.zip", "--redact", "everything")
    assert refused.returncode == 2
    assert not (tmp_path / "pack.zip").exists()


def test_a_threat_can_be_explained(workspace: Path) -> None:
    told = mamoru("explain", "botnet", workspace)
    assert told.returncode == 0
    assert "no-needless-service" in told.stdout
