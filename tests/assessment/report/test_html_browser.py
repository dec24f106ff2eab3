"""The HTML form in a real browser: language, filter, paper, and all of it without script."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from mamoru.assessment.report.html_form import render
from mamoru.language import Lang
from material.reports import FINDINGS, bare, camera, hostile, mended

pytestmark = pytest.mark.browser
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MOST_SHEETS = 12
A4_WIDTH, A4_HEIGHT = 688, 1020  # CSS pixels inside the margins
REPORTS = {"camera": camera, "bare": bare, "mended": mended, "hostile": hostile}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = os.environ.get("MAMORU_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    addresses = {}
    for name, report in REPORTS.items():
        path: Path = folder / f"{name}.html"
        path.write_text(render(report(), Lang.JA), "utf-8", newline="\n")
        addresses[name] = path.as_uri()
    return addresses


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def still(browser: Browser) -> Iterator[Page]:
    """A page of a browser whose script is off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_opens_without_a_word_from_the_console_or_a_request(
    page: Page, pages: dict[str, str], name: str
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(pages[name])
    assert said == []
    assert asked == [pages[name]]


def test_the_language_is_changed_by_one_click(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["camera"])
    assert page.locator("h1").inner_text().startswith("みまもりカメラ")
    page.locator("label", has_text="English").click()
    assert page.locator("h1").inner_text().startswith("Network camera")
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_language_is_changed_without_script(still: Page, pages: dict[str, str]) -> None:
    still.goto(pages["camera"])
    still.locator("label", has_text="English").click()
    assert still.locator("h1").inner_text().startswith("Network camera")


def test_the_filter_keeps_what_was_asked_for(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["camera"])
    shown = page.locator(".finding:visible")
    assert shown.count() == len(FINDINGS)
    page.locator("#filter button[data-severity=critical]").click()
    assert shown.count() == 3
    page.locator("#filter button[data-measure='1B']").click()
    assert shown.count() == 1
    assert page.locator("#filter-count").inner_text() == "1"


def test_the_filter_finds_a_file_name(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["camera"])
    page.locator("#filter-text").fill("SHADOW")
    assert page.locator(".finding:visible").count() == 2


def test_without_script_the_filter_is_not_there_and_everything_else_is(
    still: Page, pages: dict[str, str]
) -> None:
    still.goto(pages["camera"])
    assert not still.locator("#filter").is_visible()
    assert still.locator(".finding:visible").count() == len(FINDINGS)
    first = still.locator(".finding").first
    first.locator("summary").click()
    assert first.locator("pre").is_visible()


def test_a_link_opens_the_point_that_it_leads_to(page: Page, pages: dict[str, str]) -> None:
    page.goto(pages["camera"])
    page.locator(".next .where a").first.click()
    assert page.locator("details.point[open]").count() == 1


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", REPORTS)
def test_the_executives_page_fits_one_sheet_with_its_foot(
    page: Page, pages: dict[str, str], name: str, lang: Lang
) -> None:
    page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
    page.goto(pages[name])
    page.locator(f"label[for=language-{lang.value}]").click()
    page.emulate_media(media="print")
    first, foot = page.locator(".first").bounding_box(), page.locator(".first .foot").bounding_box()
    assert first is not None
    assert foot is not None
    assert first["y"] == 0
    assert first["height"] <= A4_HEIGHT
    assert foot["y"] + foot["height"] <= first["height"] + 1


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_wider_than_the_screen(page: Page, pages: dict[str, str], name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(pages[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", ["camera", "mended", "bare"])
def test_the_printed_report_is_short_and_its_appendices_come_when_chosen(
    page: Page, pages: dict[str, str], name: str, lang: Lang
) -> None:
    page.goto(pages[name])
    page.locator(f"label[for=language-{lang.value}]").click()
    short = sheets(page.pdf(prefer_css_page_size=True))
    page.locator("label[for=print-all]").click()
    assert short <= MOST_SHEETS
    assert sheets(page.pdf(prefer_css_page_size=True)) > short


def sheets(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_english_menu_is_not_cut_on_a_desk(page: Page, pages: dict[str, str]) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(pages["camera"])
    page.locator("label", has_text="English").click()
    links = page.locator("nav .links")
    assert links.evaluate("e => e.scrollWidth <= e.clientWidth")
