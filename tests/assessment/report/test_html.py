"""The HTML form as markup: both languages, no network, nothing that runs but our own script."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import msgspec
import pytest

from mamoru.assessment.report import words
from mamoru.assessment.report.html_form import render
from mamoru.assessment.report.signs import SEVERITIES, STATES
from mamoru.containment.cage import NO_FILES
from mamoru.language import Lang, Text
from material.reports import EVIL, bare, camera, hostile, mended

REPORTS = {"camera": camera, "bare": bare, "mended": mended, "hostile": hostile}
FOLLOWED = (
    "https://www.cve.org/CVERecord?id=CVE-",
    "https://jvndb.jvn.jp/ja/contents/",
    "https://github.com/advisories/GHSA-",
    "https://osv.dev/vulnerability/",
    "https://cwe.mitre.org/data/definitions/",
)  # a reader may follow these; nothing is loaded from them
VOID = {"meta", "input", "br", "img", "link", "hr"}
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
NAMES = (
    "青葉 健一",
    "佐藤 由美",
    "田中 誠",
    "次の版で対応します。",
)  # what the maker wrote, in its own language


def test_a_wall_that_the_system_could_not_give_is_told_beside_the_tool() -> None:
    assert NO_FILES.ja in render(msgspec.structs.replace(camera(), uncaged=(NO_FILES,)), Lang.JA)
    assert NO_FILES.ja not in render(camera(), Lang.JA)


class Element:
    """One element: its name, attributes, children and all text below."""

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element | str] = []

    def walk(self) -> "list[Element]":
        """This element and all below."""
        return [self, *(e for child in self.children if isinstance(child, Element) for e in child.walk())]

    def text(self, without: str | None = None) -> str:
        """All text below, save that in language `without` and in styles and scripts."""
        if self.name in ("style", "script") or (without and self.attributes.get("lang") == without):
            return ""
        return "".join(c if isinstance(c, str) else c.text(without) for c in self.children)


class Tree(HTMLParser):
    """A strict reader: every element must be closed by its own end tag."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(text)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


@pytest.fixture(scope="module", params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def text(name: str) -> str:
    return render(REPORTS[name](), Lang.JA)


@pytest.fixture(scope="module")
def elements(text: str) -> list[Element]:
    return Tree(text).root.walk()


def test_a_page_for_an_ordinary_product_is_under_a_megabyte(text: str) -> None:
    assert len(text.encode()) < 1_000_000


def test_what_is_said_in_one_language_is_said_in_the_other(elements: list[Element]) -> None:
    for element in elements:
        languages = [
            c.attributes["lang"]
            for c in element.children
            if isinstance(c, Element) and "lang" in c.attributes and c.name != "html"
        ]
        assert languages.count("ja") == languages.count("en")


def test_an_english_reader_meets_no_japanese_but_the_makers_own_words(elements: list[Element]) -> None:
    said = elements[0].text(without="ja")
    title = next(e for e in elements if e.name == "title").text()
    for own in (title, *NAMES):
        said = said.replace(own, "")
    assert JAPANESE.search(said) is None


def test_nothing_is_loaded_from_anywhere(text: str, elements: list[Element]) -> None:
    assert not [e for e in elements if e.name in ("link", "img", "iframe", "object", "embed", "base", "form")]
    assert not [e for e in elements if "src" in e.attributes or "srcset" in e.attributes]
    away = [e for e in elements if "href" in e.attributes and not e.attributes["href"].startswith("#")]
    assert [e.attributes["href"] for e in away if not e.attributes["href"].startswith(FOLLOWED)] == []
    assert all(e.name == "a" and e.attributes["rel"] == "noreferrer" for e in away)
    assert not re.search(r"@import|url\((?!#)", text)


def test_no_markup_carries_a_handler_or_a_style(elements: list[Element]) -> None:
    assert not [a for e in elements for a in e.attributes if a.startswith("on") or a == "style"]


def test_the_policy_names_the_digest_of_the_one_style_and_the_one_script(elements: list[Element]) -> None:
    policy = next(e.attributes["content"] for e in elements if "Policy" in e.attributes.get("http-equiv", ""))
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        (only,) = [e for e in elements if e.name == kind]
        body = "".join(str(child) for child in only.children)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_a_state_is_shown_with_its_sign_and_its_word(elements: list[Element]) -> None:
    marks = {state.value: mark for state, mark in STATES.items()}
    badges = [e for e in elements if e.attributes.get("class", "").startswith("state ")]
    assert badges
    for badge in badges:
        mark = marks[badge.attributes["class"].removeprefix("state s-")]
        assert mark.sign in badge.text()
        assert mark.word.ja in badge.text()
        assert mark.word.en in badge.text()


def test_a_severity_is_shown_with_its_word(elements: list[Element]) -> None:
    said = {level.value: word for level, word in SEVERITIES.items()}
    for mark in (e for e in elements if e.attributes.get("class", "").startswith("severity ")):
        word = said[mark.attributes["class"].removeprefix("severity v-")]
        assert mark.text() == word.ja + word.en


def test_every_link_leads_to_something_and_no_name_is_taken_twice(elements: list[Element]) -> None:
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    here = {e.attributes["href"] for e in elements if "href" in e.attributes}
    assert {each[1:] for each in here if each.startswith("#")} <= set(ids)


def test_names_from_an_image_cannot_break_out() -> None:
    text = render(hostile(), Lang.EN)
    elements = Tree(text).root.walk()
    assert not [e for e in elements if e.name == "img"]
    assert [e.name for e in elements].count("script") == 1
    assert EVIL not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "{{7*7}}" in text
    svg = next(e for e in elements if e.name == "svg" and e.attributes.get("role") == "img")
    assert {e.name for e in svg.walk()} <= {"svg", "defs", "pattern", "rect", "g", "text", "tspan"}


def test_the_first_language_is_the_one_asked_for() -> None:
    for lang in Lang:
        elements = Tree(render(camera(), lang)).root.walk()
        (checked,) = [e.attributes["id"] for e in elements if "checked" in e.attributes]
        assert checked == f"language-{lang.value}"
        assert next(e for e in elements if e.name == "html").attributes["lang"] == lang.value


def test_the_first_page_says_what_was_not_looked_at() -> None:
    first = next(e for e in Tree(render(camera(), Lang.EN)).root.walk() if e.attributes.get("id") == "top")
    assert camera().not_looked[0].en in first.text()


def test_all_seven_technical_measures_hang_under_the_second_phase() -> None:
    first = next(e for e in Tree(render(camera(), Lang.EN)).root.walk() if e.attributes.get("id") == "top")
    hang = next(e for e in first.walk() if e.attributes.get("class") == "hang")
    assert [e.text() for e in hang.walk() if e.name == "b"] == ["1A", "1B", "1C", "2A", "2B", "3A", "3B"]


def test_a_standard_whose_reading_is_unconfirmed_says_so() -> None:
    text = render(camera(), Lang.EN)
    assert words.UNCONFIRMED_MARK.en in text
    assert words.UNCONFIRMED_MARK.en not in render(bare(), Lang.EN)


def test_every_word_of_the_reports_is_in_both_languages() -> None:
    texts = [value for value in vars(words).values() if isinstance(value, Text)]
    for table in (value for value in vars(words).values() if isinstance(value, dict)):
        texts += [value for value in table.values() if isinstance(value, Text)]
    assert all(text.ja and text.en for text in texts)
    same = [text for text in texts if text.ja == text.en and JAPANESE.search(text.ja)]
    assert same == []
    places = re.compile(r"\{(\w+)\}")
    assert all(sorted(places.findall(text.ja)) == sorted(places.findall(text.en)) for text in texts)
