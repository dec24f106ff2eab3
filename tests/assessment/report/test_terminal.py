"""The terminal form: three lines that say the result, within 80 cells, in letters where it must."""

import re
from collections.abc import Callable

import msgspec
import pytest

from mamoru.assessment.report.model import Report, Vulnerabilities
from mamoru.assessment.report.plain_text import cells
from mamoru.assessment.report.terminal import Style, render
from mamoru.assessment.report.terminal.pen import Pen
from mamoru.assessment.report.verdict import in_firmware
from mamoru.language import Lang
from material.reports import bare, camera, hostile, mended

REPORTS = {"product": camera, "image": bare, "mended": mended, "hostile": hostile}


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", ["product", "image", "mended"])
def test_the_screen_reads_as_reviewed(name: str, lang: Lang, golden: Callable[[str, str], None]) -> None:
    golden(f"{name}-{lang.value}.txt", render(REPORTS[name](), lang, Style(written="report/index.html")))


@pytest.mark.parametrize("lang", Lang)
def test_the_screen_of_letters_reads_as_reviewed(lang: Lang, golden: Callable[[str, str], None]) -> None:
    golden(f"product-letters-{lang.value}.txt", render(camera(("guide",)), lang, Style(unicode=False)))


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", REPORTS)
def test_no_line_is_wider_than_the_terminal(name: str, lang: Lang, width: int) -> None:
    for style in (Style(width=width, verbose=True), Style(width=width, unicode=False, verbose=True)):
        wide = [line for line in render(REPORTS[name](), lang, style).splitlines() if cells(line) > width]
        assert wide == []


@pytest.mark.parametrize("lang", Lang)
def test_the_first_three_lines_say_product_day_points_and_weaknesses(lang: Lang) -> None:
    first, second, third = render(camera(), lang).splitlines()[:3]
    assert "NC-100" in first
    assert "2026-11-23" in first
    assert "✕" in second
    assert "31" in second
    assert "12" in third


@pytest.mark.parametrize("name", REPORTS)
def test_a_pipe_gets_no_colour(name: str) -> None:
    assert "\x1b" not in render(REPORTS[name](), Lang.JA)


@pytest.mark.parametrize("name", REPORTS)
def test_colour_only_adds_to_the_plain_lines(name: str) -> None:
    coloured = render(REPORTS[name](), Lang.JA, Style(colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(REPORTS[name](), Lang.JA)
    assert "\x1b[" in coloured


def test_a_name_in_an_image_cannot_steer_the_terminal() -> None:
    text = render(hostile(), Lang.EN, Style(verbose=True))
    assert all(line.isprintable() for line in text.splitlines())


def test_without_unicode_english_is_ascii() -> None:
    assert render(bare(), Lang.EN, Style(unicode=False, verbose=True)).isascii()


@pytest.mark.parametrize("name", ["product", "image"])
def test_without_unicode_japanese_can_be_written_in_the_old_windows_code_page(name: str) -> None:
    assert render(REPORTS[name](), Lang.JA, Style(unicode=False)).encode("cp932")


def test_the_long_form_names_every_requirement() -> None:
    text = render(camera(), Lang.EN, Style(verbose=True))
    for standing in camera().assessment.standards:
        assert all(requirement.id.partition(":")[2] in text for requirement in standing.requirements)


def test_an_image_alone_says_how_to_go_on() -> None:
    assert "mamoru init --from images/nc100-1.0.bin" in render(bare(), Lang.EN)


def test_a_command_to_copy_is_never_cut_and_never_hostile() -> None:
    lines = render(hostile(product=None), Lang.EN).splitlines()
    assert "   mamoru init --from IMAGE" in lines


LONG = "/usr/lib/python3.9/site-packages/cryptography/hazmat/bindings/of/a/very/long/name/_openssl.abi3.so"


@pytest.mark.parametrize("width", [60, 80])
def test_a_long_place_gives_way_and_ids_stay_whole(width: int) -> None:
    pen = Pen(Lang.EN, Style(width=width))

    line = pen.beside(LONG, "1A.1 2A.2 · FW-SVC-001", width)

    assert cells(line) <= width
    assert line.endswith("_openssl.abi3.so · 1A.1 2A.2 · FW-SVC-001")
    assert pen.beside("/etc/passwd:2", "FW-1", width) == "/etc/passwd:2 · FW-1"
    assert pen.beside("", "FW-1", width) == "FW-1"


def of_vulnerabilities(**changed: object) -> Report:
    found = {
        "built_in": True,
        "as_of": "2026-08-01",
        "known": (),
        "undecided": 0,
        "ruled_out": 0,
        "uncovered": (),
    }
    return msgspec.structs.replace(camera(), vulnerabilities=Vulnerabilities(**{**found, **changed}))  # type: ignore[arg-type]


def test_what_was_answered_stays_in_sight_when_nothing_is_open() -> None:
    assert "Known vulnerabilities: none open, 4 answered" in render(of_vulnerabilities(answered=4), Lang.EN)
    assert "Known vulnerabilities" not in render(of_vulnerabilities(), Lang.EN)


def test_a_bare_image_counts_weaknesses_in_the_image_and_not_what_is_published_of_its_parts() -> None:
    report = bare()
    image = next(item for item in report.evidence if item.subject.kind == "image" and item.findings)
    published = msgspec.structs.replace(image.findings[0], check="VUL-KNOWN-001", proof="openssl 1.1.1k")
    known = msgspec.structs.replace(image, check="VUL-KNOWN-001", findings=(published,))
    both = msgspec.structs.replace(
        report, evidence=(*report.evidence, known), findings=(*report.findings, published)
    )

    counted = re.search(r"weaknesses: (\d+)", render(both, Lang.EN))

    assert counted is not None
    assert int(counted[1]) == len(in_firmware(report)) == len(in_firmware(both))
