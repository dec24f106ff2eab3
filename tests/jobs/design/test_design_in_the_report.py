"""The design of a product in the report, and in what a product file may name."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.assessment.report.form import forms
from mamoru.assessment.report.model import DesignView, Report
from mamoru.jobs import Wish, examine_workspace
from mamoru.jobs.design.designing import designs
from mamoru.language import Lang
from mamoru.product.problems import ProductFileErrors
from material.designs import NETCAM

WISH = Wish(on=date(2026, 11, 23), at=datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The report on the example, whose images are not there."""
    folder = Path(shutil.copytree(NETCAM, tmp_path_factory.mktemp("design") / "netcam"))
    return examine_workspace(folder, WISH)[0]


def of(report: Report) -> DesignView:
    """The design in a report."""
    assert report.design is not None
    return report.design


def test_the_report_holds_the_picture_and_at_most_fifteen_threats_with_their_reasons(report: Report) -> None:
    assert of(report).diagram.ja.startswith("<svg")
    assert len(of(report).threats) <= 15
    assert all(threat.why.ja and threat.risk.ja and threat.countered_by for threat in of(report).threats)


def test_the_page_shows_both_pictures_and_every_threat(report: Report) -> None:
    page = next(form for form in forms() if form.format.id == "html").render(report, Lang.JA)
    assert page.count("<svg xmlns") == 2
    assert [t.id for t in of(report).threats if f'id="threat-{t.id}"' not in page] == []
    assert " style=" not in page.partition('id="design"')[2].partition("</section>")[0]


def test_a_threat_is_shown_only_where_every_claim_that_counters_it_is(report: Report) -> None:
    threats = {threat.id: threat for threat in of(report).threats}
    assert threats["guessable-password"].shown
    assert not threats["guessable-password"].lacking
    assert not threats["botnet"].shown
    assert threats["botnet"].lacking


def test_the_command_and_the_report_say_the_same_of_what_files_alone_show(
    report: Report, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(NETCAM, tmp_path / "netcam"))
    (designed,) = designs(folder, WISH)
    shown = {threat.id: threat.shown for threat in designed.told.threats if threat.first}
    assert shown == {threat.id: threat.shown for threat in of(report).threats}


def test_a_threat_that_the_library_does_not_know_is_told_with_the_nearest(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(NETCAM, tmp_path / "netcam"))
    file = folder / "products" / "nc-100" / "product.yaml"
    file.write_text(
        file.read_text("utf-8").replace("covers: [false-update]", "covers: [false-updat]"), "utf-8"
    )
    with pytest.raises(ProductFileErrors, match='did you mean "false-update"'):
        designs(folder, WISH)


def test_what_was_decided_not_to_apply_is_left_out_with_its_reason(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(NETCAM, tmp_path / "netcam"))
    file = folder / "products" / "nc-100" / "product.yaml"
    text = file.read_text("utf-8").replace(
        "covers: [port-abused], ",
        "covers: [port-abused], decision: not-applicable, why: 端子は封印されている, ",
    )
    file.write_text(text, "utf-8")
    (designed,) = designs(folder, WISH)
    assert designed.design.threat("port-abused") is None
    why = {each.id: each.why for each in designed.told.excluded}
    assert why["port-abused"].ja.startswith("端子は封印されている (r6")
