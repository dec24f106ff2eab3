"""The forms of the report: found by themselves, each a function of a report."""

import msgspec
import pytest

from mamoru.assessment.report import Form, forms
from mamoru.language import Lang
from material.reports import AT, bare, camera, hostile, mended

REPORTS = {"camera": camera, "bare": bare, "mended": mended, "hostile": hostile}


def test_the_forms_that_a_maker_is_promised_are_there() -> None:
    assert {"html", "json", "sarif", "terminal"} <= {form.format.id for form in forms()}


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.format.id)
def test_a_form_has_a_title_in_both_languages_and_a_file_name(form: Form) -> None:
    assert form.format.title.ja
    assert form.format.title.en
    assert "/" not in form.format.file_name


@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", forms(), ids=lambda form: form.format.id)
def test_a_form_presents_every_report_and_says_the_same_twice(form: Form, name: str, lang: Lang) -> None:
    report = REPORTS[name]()
    first, second = form.render(report, lang), form.render(report, lang)
    assert first == second
    assert first.endswith("\n")


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.format.id)
def test_a_report_of_nothing_but_a_day_can_be_presented(form: Form) -> None:
    report = camera()
    empty = msgspec.structs.replace(
        report,
        images=(),
        assessment=msgspec.structs.replace(report.assessment, standards=(), next_actions=()),
        findings=(),
        evidence=(),
        checks=(),
        inputs=(),
        not_looked=(),
        catalog=None,
    )
    assert form.render(empty, Lang.JA)


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.format.id)
def test_no_form_calls_a_product_safe(form: Form) -> None:
    text = form.render(camera(), Lang.JA)
    assert "安全です" not in text


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.format.id)
def test_two_runs_of_one_day_differ_only_in_the_time(form: Form) -> None:
    later = AT.replace(hour=17, minute=45)
    first = form.render(camera(), Lang.EN)
    second = form.render(camera(at=later), Lang.EN)
    for time in ("2026-11-23T17:45:00Z", "2026-11-23 17:45 UTC"):
        second = second.replace(time, time.replace("17:45", "09:30"))
    assert first == second


@pytest.mark.parametrize("id", ["html", "json", "sarif"])
def test_what_no_run_looks_at_yet_is_told_even_where_nothing_stayed_out_of_sight(id: str) -> None:
    (form,) = [form for form in forms() if form.format.id == id]
    assert "live device" in form.render(camera(not_looked=()), Lang.EN)
