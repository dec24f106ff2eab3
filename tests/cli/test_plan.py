"""The commands `mamoru plan` and `mamoru plan record`."""

import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import jsonschema_rs
import pytest

from mamoru.evidence import Severity
from mamoru.exit_status import Exit
from mamoru.exit_status import ended as ended_as
from mamoru.language import both
from mamoru.verification.plan import Plan, PlannedTest, Standing
from material.command import mamoru
from material.records import sheet

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
PRODUCT = """\
id: nc-100
name: {ja: みまもりカメラ, en: "Camera <b>"}
interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password}]
data: [{id: video, kind: privacy, description: 映像, stored: SDカード}]
decisions: [{measure: 2B, how: 鍵を破棄する}]
releases: [{version: "1.1"}]
"""
MAKER = "id: mimamori\nname: {en: Mimamori}\nroles: [{role: quality, name: 高橋実}]\n"
RESET = ("TC-DEL-01", "--by", "高橋実", "--on", "2026-11-20")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "maker.yaml").write_text(MAKER, encoding="utf-8")
    (tmp_path / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    return tmp_path


def passed(workspace: Path, device: str = "SN-1") -> tuple[object, ...]:
    """What is typed of a pass that is recorded."""
    record = sheet(workspace, "TC-DEL-01", name=f"{device}.txt")
    return "--result", "pass", "--device", device, "--attach", record


def plan(workspace: Path, *more: object, lang: str = "ja") -> str:
    told = mamoru("plan", workspace, "--on", "2026-11-23", *more, lang=lang)
    assert told.returncode == 1, told.stderr  # tests are open
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
    mamoru("plan", "record", workspace, *RESET, *passed(workspace))

    told = json.loads(plan(workspace, "--format", "json"))

    jsonschema_rs.validate(json.loads((SCHEMAS / "plan.schema.json").read_bytes()), told)
    test = next(test for test in told["plan"]["tests"] if test["id"] == "TC-DEL-01")
    assert (test["standing"], test["history"][0]["by"]) == ("passed", "高橋実")


def test_the_page_is_one_file_without_script_and_foreign_text_stays_text(workspace: Path) -> None:
    page = plan(workspace, "--format", "html", lang="en")
    tags: list[str] = []
    attributes: set[str] = set()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: [tags.append(tag), attributes.update(k for k, _ in attrs)]  # type: ignore[method-assign,func-returns-value,assignment]
    reader.feed(page)

    assert "script" not in tags
    assert "Camera &lt;b&gt;" in page
    assert not attributes & {"src", "href", "srcset", "action", "data", "style"}
    assert not re.search(r"url\(|@import", page[: page.index("</style>")])


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


IMAGES = PRODUCT.replace(
    'releases: [{version: "1.1"}]',
    'models: [NC-100W]\nreleases: [{version: "1.1", images: [{file: fw.bin}]}]',
)


@pytest.mark.parametrize(
    ("lang", "named"),
    [
        ("ja", ["実機の型番・シリアル番号", "試験日", "試験者", "署名", "□ 合格　□ 不合格", "終わりと中止"]),
        ("en", ["Model and serial number", "Day", "Tester", "Signature", "□ pass   □ fail", "When to stop"]),
    ],
)
def test_a_sheet_names_what_is_tested_and_has_places_for_who_and_how_it_ended(
    workspace: Path, lang: str, named: list[str]
) -> None:
    (workspace / "product.yaml").write_text(IMAGES, encoding="utf-8")
    (workspace / "fw.bin").write_bytes(b"firmware")

    page = plan(workspace, "--format", "html", lang=lang)

    begin = page.index("<h3>TC-DEL-01")
    sheet = page[begin : page.index("<h3>", begin + 4)]
    assert [
        word
        for word in (*named, hashlib.sha256(b"firmware").hexdigest(), "NC-100W", "1.1")
        if word not in sheet
    ] == []


def test_an_image_that_is_not_there_is_to_be_read_from_the_device(workspace: Path) -> None:
    (workspace / "product.yaml").write_text(IMAGES, encoding="utf-8")

    assert "fw.bin: （試験した機器から読んで書く）" in plan(workspace, "--format", "html")


def test_results_of_two_devices_are_both_on_the_screen(workspace: Path) -> None:
    mamoru("plan", "record", workspace, *RESET, "--result", "fail", "--device", "SN-1")
    mamoru("plan", "record", workspace, *RESET, *passed(workspace, "SN-2"))

    told = plan(workspace, lang="en")

    assert "2026-11-20 failed, 高橋実, SN-1" in told
    assert "2026-11-20 passed, 高橋実, SN-2" in told


def test_the_matrix_tells_the_state_of_a_requirement_and_how_its_tests_stand(workspace: Path) -> None:
    mamoru("plan", "record", workspace, *RESET, "--result", "fail")

    rows = json.loads(plan(workspace, "--format", "json"))["plan"]["matrix"]

    row = next(row for row in rows if row["target"]["id"] == "guide:2B.1")
    assert (row["state"], row["standing"]) == ("falls-short", "failed")


def ended(*tests: PlannedTest) -> Exit:
    whole = Plan(tests=tests, matrix=(), left_out=())
    return ended_as("plan", found=bool(whole.wanting()), looked=whole.looked)


def one(standing: Standing) -> PlannedTest:
    return PlannedTest(
        id="TC-X-01",
        kind="by-hand",
        title=both("x"),
        claims=(),
        targets=(),
        standing=standing,
        severity=Severity.LOW,
    )


@pytest.mark.parametrize(
    ("standings", "status"),
    [
        ((), Exit.UNSEEN),
        ((Standing.PASSED, Standing.NOT_APPLICABLE), Exit.FINE),
        ((Standing.PASSED, Standing.FAILED), Exit.FOUND),
        ((Standing.PASSED, Standing.OPEN), Exit.FOUND),
        ((Standing.PASSED, Standing.RETEST), Exit.FOUND),
        ((Standing.PASSED, Standing.NOT_SHOWN), Exit.FOUND),
        ((Standing.PASSED, Standing.INCONCLUSIVE), Exit.UNSEEN),
        ((Standing.INCONCLUSIVE, Standing.FAILED), Exit.FOUND),
    ],
)
def test_plan_ends_as_its_tests_stand(standings: tuple[Standing, ...], status: Exit) -> None:
    assert ended(*(one(standing) for standing in standings)) is status


def recorded(workspace: Path, *more: object) -> str:
    ended = mamoru("plan", "record", workspace, *RESET, "--result", "pass", *more, lang="en")
    assert ended.returncode == 0, ended.stderr
    return " ".join(ended.stdout.decode().split())


def test_a_pass_says_whether_it_counts_as_attested_and_what_it_lacks(workspace: Path) -> None:
    sheet_of_another = sheet(workspace, "TC-AUTH-01")
    photo = workspace / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + bytes(range(256)) * 8)
    device = ("--device", "SN-1")

    assert "without the serial number of the device (--device), a record of the test" in recorded(workspace)
    assert "does not speak of this test" in recorded(workspace, *device, "--attach", sheet_of_another)
    assert "does not speak of release 1.1" in recorded(
        workspace, *device, "--attach", sheet(workspace, "TC-DEL-01", "1.0")
    )
    assert "among the roles or stakeholders" in recorded(
        workspace, *device, "--attach", sheet(workspace, "TC-DEL-01"), "--by", "Nobody"
    )
    assert "It counts as attested" in recorded(workspace, *device, "--attach", photo)
    assert "It counts as attested" in recorded(workspace, *passed(workspace)[2:])


def test_one_photo_is_the_record_of_one_test(workspace: Path) -> None:
    photo = workspace / "photo.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + bytes(range(256)) * 8)
    mamoru("plan", "record", workspace, *RESET, "--result", "pass", "--device", "SN-1", "--attach", photo)

    told = mamoru(
        "plan", "record", workspace, "TC-AUTH-01", "--by", "高橋実", "--on", "2026-11-20", "--result", "pass",
        "--device", "SN-1", "--attach", photo, lang="en",
    )  # fmt: skip

    assert "photo.jpg is the record of TC-DEL-01" in " ".join(told.stdout.decode().split())


def test_a_pass_without_a_record_leaves_the_test_open(workspace: Path) -> None:
    recorded(workspace)

    test = next(t for t in json.loads(plan(workspace, "--format", "json"))["plan"]["tests"] if t["id"] == "TC-DEL-01")  # fmt: skip

    assert test["standing"] == "not-shown"
