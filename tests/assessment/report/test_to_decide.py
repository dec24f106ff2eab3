"""What must be decided before it ships, equal findings told once, and the page over all products."""

from datetime import date

import msgspec

from mamoru.assessment.report.form import Listed, overviews
from mamoru.assessment.report.grouping import grouped
from mamoru.assessment.report.model import KnownVulnerability, Report, Vulnerabilities
from mamoru.assessment.report.to_decide import to_decide
from mamoru.evidence import Severity
from mamoru.language import Lang, both
from material.reports import DAY, FINDINGS, bare, camera


def known(id: str, *, score: float, exploited: bool = False) -> KnownVulnerability:
    """A vulnerability of OpenSSL."""
    return KnownVulnerability(
        id=id,
        component="openssl",
        version="1.1.1k",
        source="osv",
        why=both("in range"),
        urgency="immediate",
        score=score,
        exploited=exploited,
    )


def with_known(*every: KnownVulnerability) -> Report:
    """The camera with these known vulnerabilities."""
    told = Vulnerabilities(
        built_in=True, as_of="2026-11-01", known=every, undecided=0, ruled_out=0, uncovered=()
    )
    return msgspec.structs.replace(camera(), vulnerabilities=told)


def supported(until: date | None, name: str = "nc-100") -> Report:
    """The camera with its support ending then."""
    report = camera()
    assert report.product is not None
    product = msgspec.structs.replace(report.product, support_until=until, id=name, name=both(name))
    return msgspec.structs.replace(report, product=product)


def whats(report: Report) -> list[str]:
    """What is to be decided, in English."""
    return [each.what.en for each in to_decide(report)]


def test_an_exploited_vulnerability_is_named_and_comes_first() -> None:
    report = with_known(known("CVE-1999-0001", score=9.8), known("CVE-2022-0778", score=5.0, exploited=True))
    told = whats(report)
    assert told[0] == "What to do about CVE-2022-0778, which is exploited"
    assert "Known vulnerabilities (critical): what to do about 1" in told


def test_a_vulnerability_that_is_merely_moderate_is_nothing_to_decide_before_it_ships() -> None:
    assert not any("vulnerabilit" in what for what in whats(with_known(known("CVE-1999-0001", score=5.0))))


def test_many_exploited_ones_are_counted_and_none_is_lost() -> None:
    told = whats(with_known(*(known(f"CVE-2022-000{n}", score=5.0, exploited=True) for n in range(5))))
    assert sum("is exploited" in what for what in told) == 3
    assert "What to do about 2 more exploited vulnerabilities" in told


def test_grave_findings_are_counted_by_severity() -> None:
    told = {each.severity: each for each in to_decide(camera()) if each.anchor == "findings"}
    assert set(told) == {Severity.CRITICAL, Severity.HIGH}
    for severity, each in told.items():
        count = sum(finding.severity is severity for finding in camera().findings)
        assert each.what.en.endswith(f"whether to mend or accept {count}")


def test_support_is_to_be_decided_where_it_is_over_or_not_stated() -> None:
    assert any("support has ended" in what for what in whats(supported(date(2026, 11, 22))))
    assert any("The end of the support period" in what for what in whats(supported(None)))
    assert not any("upport" in what for what in whats(supported(DAY)))  # the day itself still belongs to it


def test_a_bare_image_has_nobody_who_could_decide() -> None:
    assert to_decide(bare()) == ()


def test_equal_findings_are_one_group_and_those_that_differ_in_a_word_are_two() -> None:
    first = FINDINGS[0]
    elsewhere = msgspec.structs.replace(
        first, location=msgspec.structs.replace(first.location, path="/etc/passwd"), proof="other"
    )
    worse = msgspec.structs.replace(first, remedy=both("another remedy"))
    several = grouped([first, FINDINGS[1], elsewhere, worse])
    assert [len(group.findings) for group in several] == [2, 1, 1]
    assert "/etc/passwd" in several[0].text
    assert grouped([]) == ()


def test_the_page_over_all_products_names_each_and_what_is_overdue() -> None:
    (overview,) = overviews()
    listed = [
        Listed(report=supported(date(2027, 12, 1), "quiet-one"), place="quiet-one/index.html"),
        Listed(report=with_known(known("CVE-2022-0778", score=5.0, exploited=True)), place="nc/index.html"),
    ]
    for lang in (Lang.JA, Lang.EN):
        page = overview.render_all(listed, lang)
        assert 'href="quiet-one/index.html"' in page
        assert 'href="nc/index.html"' in page
        assert "CVE-2022-0778" in page
        assert page.index("nc/index.html") < page.index("quiet-one/index.html")  # what is exploited first
    nothing = overview.render_all(listed[:1], Lang.EN)
    assert "CVE-2022-0778" not in nothing
