"""No English inside Japanese texts: the rule, its traps, and a whole check walked."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mamoru.assessment.report import json_form
from mamoru.jobs import Wish, examine
from mamoru.language import Lang
from mamoru.operation.vulnerabilities.reasons import REASONS, reason, several, told
from material.japanese import TABLE, english_in, japanese_of_ours, mixed, texts, words_in_one_language

EXAMPLE = Path(__file__).parents[2] / "examples" / "netcam"
DAY = date(2026, 11, 23)


@pytest.mark.parametrize("text", TABLE["examples"]["wrong"])
def test_an_english_sentence_is_found(text: str) -> None:
    assert english_in(text)


@pytest.mark.parametrize("text", TABLE["examples"]["right"])
def test_commands_ids_paths_and_quoted_words_are_left_alone(text: str) -> None:
    assert english_in(text) == []


def test_a_mixed_text_is_found_wherever_it_lies() -> None:
    found = mixed(
        {"a": [{"why": {"ja": "開けません: the header is damaged", "en": "The header is damaged"}}]}
    )
    assert found == [("/a/why", "開けません: the header is damaged")]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A whole check of the example, as JSON."""
    workspace = tmp_path_factory.mktemp("checked") / "netcam"
    for source in sorted(EXAMPLE.rglob("*")):
        if source.is_file() and source.suffix in (".yaml", ".md") and source.name != "truth.yaml":
            target = workspace / source.relative_to(EXAMPLE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    every = ("jc-star-1", "en-303-645", "cra", "psti", "nistir-8259", "iot-gl")
    wish = Wish(on=DAY, at=datetime(2026, 11, 23, 9, tzinfo=UTC), standards=every)
    return json.loads(json_form.render(examine(workspace, wish)[0], Lang.JA))


def test_no_japanese_text_of_a_whole_check_has_an_english_sentence(checked: Any) -> None:
    assert len(list(texts(checked))) > 1000
    assert mixed(checked) == []


def test_japanese_in_an_english_text_is_what_the_maker_wrote_in_that_language_alone(checked: Any) -> None:
    written = words_in_one_language(path.read_text("utf-8") for path in EXAMPLE.rglob("*.yaml"))
    assert list(japanese_of_ours(checked, written)) == []


def test_a_japanese_word_of_ours_and_a_name_that_has_an_english_twin_are_found_in_english() -> None:
    written = words_in_one_language(["name: {ja: 守り電機, en: Mamori Denki}\nby: 山田"])
    said = {"why": {"ja": "山田が確認", "en": "確認 by 山田 of 守り電機"}}
    assert list(japanese_of_ours(said, written)) == [("/why", "確認"), ("/why", "守り電機")]


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_of_the_store_speaks_both_languages(code: str) -> None:
    text = told(reason(code, "curl", "GLSA-202601-01", 3))
    assert english_in(text.ja) == []
    assert text.ja != text.en


def test_a_sources_own_sentence_is_a_quotation() -> None:
    assert (
        told("Resolved in the release of last year").ja
        == "情報源の言葉「Resolved in the release of last year」"
    )


def test_several_reasons_are_told_as_a_list() -> None:
    both = several(
        [reason("upper.alpine", "curl"), reason("upper.arch", "curl"), reason("upper.alpine", "curl")]
    )
    assert told(both).ja == "Alpineの curl で修正、Arch Linuxの curl で修正"


def test_a_reason_without_words_is_refused() -> None:
    with pytest.raises(KeyError):
        reason("upper.nobody")


def test_a_value_cannot_be_taken_for_the_next_one() -> None:
    assert told(reason("upper.alpine", "a|b\n@curl.lib")).en == "fixed in Alpine with a/b @curl.lib"
