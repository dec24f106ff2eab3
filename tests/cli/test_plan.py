"""The commands `mamoru plan` and `mamoru plan record`."""

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import jsonschema_rs
import pytest

from material.command import mamoru

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
PRODUCT = """\
id: nc-100
name: {ja: みまもりカメラ, en: "Camera <b>"}
interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password}]
data: [{id: video, kind: privacy, description: 映像, stored: SDカード}]
decisions: [{measure: 2B, how: 鍵を破棄する}]
releases: [{version: "1.1"}]
"""
RESET = ("TC-DEL-01", "--by", "高橋実", "--on", "2026-11-20")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "maker.yaml").write_text("id: mimamori\nname: {en: Mimamori}\n", encoding="utf-8")
    (tmp_path / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    return tmp_path


def plan(workspace: Path, *more: object, lang: str = "ja") -> str:
    told = mamoru("plan", workspace, "--on", "2026-11-23", *more, lang=lang)
    assert told.returncode == 0, told.stderr
    return told.stdout.decode()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_screen_reads_as_it_should(
    workspace: Path, lang: str, golden: Callable[[str, str], None]
) -> None:
    mamoru(
        "plan", "record", workspace, *RESET, "--result", "fail", "--device", "SN-1", "--note", "録画が残った"
    )

    golden(f"plan.{lang}.txt", plan(workspace, lang=lang))


def test_the_sheet_of_a_test_reads_as_it_should(workspace: Path, golden: Callable[[str, str], None]) -> None:
    page = plan(workspace, "--format", "markdown")
    begin = page.index("### TC-DEL-01")

    golden("plan-sheet.ja.md", page[begin : page.index("### ", begin + 4)])


def test_the_json_keeps_to_its_published_schema(workspace: Path) -> None:
    mamoru("plan", "record", workspace, *RESET, "--result", "pass")

    told = json.loads(plan(workspace, "--format", "json"))

    jsonschema_rs.validate(json.loads((SCHEMAS / "plan.schema.json").read_bytes()), told)
    test = next(test for test in told["plan"]["tests"] if test["id"] == "TC-DEL-01")
    assert (test["standing"], test["history"][0]["by"]) == ("passed", "高橋実")


def test_the_page_is_one_file_without_script_and_foreign_text_stays_text(workspace: Path) -> None:
    page = plan(workspace, "--format", "html", lang="en")
    tags: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: tags.append(tag)  # type: ignore[method-assign]
    reader.feed(page)

    assert "script" not in tags
    assert "Camera &lt;b&gt;" in page
    assert "http" not in page.replace("http-equiv", "").replace("https 443", "").replace("https", "")


def test_a_record_is_told_with_its_attachments(workspace: Path) -> None:
    (workspace / "photo.jpg").write_bytes(b"\xff\xd8")

    told = mamoru(
        "plan",
        "record",
        workspace,
        *RESET,
        "--result",
        "pass",
        "--attach",
        workspace / "photo.jpg",
        "--format",
        "json",
    )

    kept = json.loads(told.stdout)
    jsonschema_rs.validate(json.loads((SCHEMAS / "plan-record.schema.json").read_bytes()), kept)
    (attached,) = kept["evidence"]["by_hand"]["attachments"]
    assert (workspace / ".mamoru" / "attachments" / attached["sha256"]).read_bytes() == b"\xff\xd8"


def test_a_lost_attachment_is_a_fault_of_the_evidence(workspace: Path) -> None:
    (workspace / "photo.jpg").write_bytes(b"\xff\xd8")
    mamoru("plan", "record", workspace, *RESET, "--result", "pass", "--attach", workspace / "photo.jpg")
    assert mamoru("evidence", "verify", workspace).returncode == 0

    for kept in (workspace / ".mamoru" / "attachments").iterdir():
        kept.unlink()

    told = mamoru("evidence", "verify", workspace)
    assert told.returncode == 1
    assert "photo.jpg" in told.stdout.decode()


@pytest.mark.parametrize(
    "more",
    [
        ("TC-XXX-99", "--by", "x", "--result", "pass"),
        ("TC-DEL-01", "--by", "x", "--result", "na"),
        ("TC-DEL-01", "--by", "x", "--result", "maybe"),
        ("TC-DEL-01", "--result", "pass"),
        ("TC-DEL-01", "--by", "x", "--result", "pass", "--on", "2999-01-01"),
        ("TC-DEL-01", "--by", "x", "--result", "pass", "--attach", "no-such-file"),
    ],
)
def test_what_cannot_be_recorded_is_one_line_with_status_2(more: tuple[str, ...], workspace: Path) -> None:
    told = mamoru("plan", "record", workspace, *more)

    assert (told.returncode, told.stdout) == (2, b"")
    assert len(told.stderr.decode().strip().splitlines()) == 1


def test_a_test_by_hand_can_be_explained(workspace: Path) -> None:
    told = mamoru("explain", "TC-DEL-01", workspace)

    assert told.returncode == 0
    assert b"Procedure" in told.stdout
