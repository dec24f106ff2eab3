"""How a version stands to what a source says, row by row, and in which words."""

import pytest

from mamoru.operation.vulnerabilities.matching.verdict import MOST_RANGES, Where, ranges, verdict
from mamoru.operation.vulnerabilities.record import Span
from material.vulnerabilities import kept_row

SPAN = Span(low="1.0", high="2.0")
BROKEN = Span(low="2.0", high="1.0")
NO_KEY = Span(low="1.0", high="xx")


def said(version: str | None, order: str = "generic", **fields: object) -> tuple[Where, str]:
    found = verdict(version, kept_row(order, **fields))
    return found.where, found.why.en


@pytest.mark.parametrize(
    ("version", "where"),
    [("0.9", "outside"), ("1.0", "inside"), ("1.5", "inside"), ("2.0", "outside"), ("2.1", "outside")],
)
def test_a_range_holds_its_beginning_and_not_its_end(version: str, where: str) -> None:
    assert said(version, spans=(SPAN,))[0] == where


@pytest.mark.parametrize(("version", "where"), [("1.0", "outside"), ("1.5", "inside"), ("2.0", "inside")])
def test_an_open_beginning_and_a_closed_end(version: str, where: str) -> None:
    assert said(version, spans=(Span(low="1.0", high="2.0", low_open=True, high_closed=True),))[0] == where


def test_the_words_of_each_verdict() -> None:
    assert said("1.5", spans=(SPAN,)) == (Where.INSIDE, "1.5 lies in the range >= 1.0, < 2.0")
    assert said("1.5", exact=("1.5",)) == (Where.INSIDE, "1.5 is named")
    assert said("3.0", spans=(SPAN,)) == (Where.OUTSIDE, "3.0 lies in no range (>= 1.0, < 2.0)")
    assert said("1.5", every=True) == (Where.EVERY, "Every version is named")
    assert said(None, every=True) == (Where.EVERY, "Every version is named")
    assert said(None, spans=(SPAN,)) == (
        Where.UNVERSIONED,
        "The version is not known, so it cannot be compared with >= 1.0, < 2.0",
    )
    assert said("1.5", git=True) == (
        Where.UNORDERED,
        "The range is written in commits, which cannot be compared with a version",
    )
    assert said("1.5", spans=(BROKEN,)) == (
        Where.UNREAD,
        "The range >= 2.0, < 1.0 excludes itself, so nothing is decided",
    )
    assert said("1.5", unread=("before long", "later")) == (
        Where.UNREAD,
        "Its words on versions, “before long; later”, are not understood, so nothing is decided",
    )


def test_what_is_spared_goes_before_every_other_word() -> None:
    spared = {"spared": (Span(low="1.4", high="1.6"),)}
    assert said("1.5", spans=(SPAN,), **spared) == (
        Where.OUTSIDE,
        "1.5 is said not to be affected (>= 1.4, < 1.6)",
    )
    assert said("1.5", exact=("1.5",), **spared)[0] is Where.OUTSIDE
    assert said("1.5", every=True, **spared)[0] is Where.OUTSIDE
    assert said("1.6", spans=(SPAN,), **spared)[0] is Where.INSIDE
    assert said("1.5", spans=(SPAN,))[0] is Where.INSIDE


def test_a_version_that_has_no_place_in_the_order_is_never_guessed() -> None:
    assert said("not a version", "semver", spans=(SPAN,)) == (
        Where.UNORDERED,
        "There is no known order to compare not a version with >= 1.0, < 2.0",
    )
    assert said("not a version", "semver", spans=(SPAN,), spared=(SPAN,))[0] is Where.UNORDERED
    assert said("not a version", "semver", exact=("1.0",))[0] is Where.OUTSIDE


def test_a_bound_that_has_no_place_leaves_it_open_unless_another_range_has_the_version() -> None:
    assert said("1.5", "semver", spans=(NO_KEY,))[0] is Where.UNORDERED
    assert said("1.5", "semver", spans=(Span(low="xx", high="2.0"),))[0] is Where.UNORDERED
    assert said("1.5", "semver", spans=(NO_KEY, SPAN))[0] is Where.INSIDE
    assert said("1.5", "semver", spans=(NO_KEY, SPAN))[1].endswith("< 2.0")
    assert said("3.0", "semver", spans=(SPAN, NO_KEY)) == (
        Where.UNORDERED,
        "There is no known order to compare 3.0 with >= 1.0, < 2.0; >= 1.0, < xx",
    )


def test_a_range_that_excludes_itself_is_told_also_beside_a_good_one() -> None:
    assert said("3.0", spans=(SPAN, BROKEN)) == (
        Where.UNREAD,
        "The range >= 2.0, < 1.0 excludes itself, so nothing is decided",
    )
    assert said("1.5", spans=(BROKEN, SPAN))[0] is Where.INSIDE
    assert said("1.5", spans=(Span(low="1.0", high="1.0"),))[0] is Where.UNREAD
    assert said("1.5", spans=(Span(low="1.0", high="1.0", high_closed=True),))[0] is Where.OUTSIDE


def test_commits_beside_a_list_or_a_range_leave_nothing_open() -> None:
    assert said("3.0", git=True, spans=(SPAN,))[0] is Where.OUTSIDE
    assert said("3.0", git=True, exact=("1.0",))[0] is Where.OUTSIDE


DATED = Span(low="20210701", high="20220101")


@pytest.mark.parametrize(
    ("version", "order", "spans", "where"),
    [
        ("1.5", "generic", (Span(high="2021-07-01"),), "unordered"),
        ("1.5", "generic", (Span(low="20210701"),), "unordered"),
        ("1.5", "generic", (DATED,), "unordered"),
        ("3.5", "generic", (SPAN, DATED), "unordered"),
        ("3.5", "generic", (DATED, SPAN), "unordered"),
        ("1.5", "generic", (SPAN, DATED), "inside"),
        ("1.5", "calendar", (Span(high="20210701"),), "inside"),
        ("9.5", "generic", (Span(low="1-1.10", high="2-1.5"),), "unordered"),
        ("9.5", "dpkg", (Span(low="1-1.10", high="2-1.5"),), "outside"),
        ("0.5", "generic", (Span(high="2-1.5"),), "unordered"),
        ("0.5", "dpkg", (Span(high="2-1.5"),), "inside"),
    ],
)
def test_numbers_of_another_scheme_are_not_compared(
    version: str, order: str, spans: tuple[Span, ...], where: str
) -> None:
    """A day beside a number; a generation before a hyphen, which dpkg counts as it stands."""
    found, why = said(version, order, spans=spans)
    assert found == where
    assert ("numbered in different ways" in why) == (where == "unordered")


def test_the_range_that_is_numbered_in_another_way_is_the_one_that_is_told() -> None:
    later = Span(low="20230101", high="20240101")
    assert said("3.5", spans=(SPAN, DATED, later))[1] == (
        "3.5 and >= 20210701, < 20220101 are numbered in different ways and cannot be compared"
    )


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.0.0", "1-.0", "1.0"])
def test_a_version_that_is_named_is_named_with_any_number_of_zeros(version: str) -> None:
    assert said(version, exact=("0.9", "1.0", "1.1"))[0] is Where.INSIDE
    assert said("1.0.1", exact=("0.9", "1.0", "1.1"))[0] is Where.OUTSIDE


def test_what_is_named_is_shortened_and_counted() -> None:
    assert ranges(kept_row()) == "*"
    assert ranges(kept_row(spans=(Span(low="0", high="2.0"),))) == "< 2.0"
    assert ranges(kept_row(spans=(Span(low="0"),))) == "*"
    assert ranges(kept_row(spans=(Span(low="1.0", low_open=True),))) == "> 1.0"
    assert ranges(kept_row(spans=(Span(high="1.0", high_closed=True),))) == "<= 1.0"
    four = tuple(f"1.{n}" for n in range(MOST_RANGES))
    assert ranges(kept_row(exact=four)) == "= 1.0; = 1.1; = 1.2; = 1.3"
    assert ranges(kept_row(spans=(SPAN,), exact=(*four, "2.9"))) == (
        ">= 1.0, < 2.0; = 1.0; = 1.1; = 1.2 … +2"
    )


def test_where_it_is_mended_is_the_end_of_the_range_else_what_the_source_says() -> None:
    fixed = {"fixed": ("9.9",)}
    assert verdict("1.5", kept_row(spans=(SPAN,), **fixed)).fixed == ("2.0",)
    closed = Span(low="1.0", high="2.0", high_closed=True)
    assert verdict("1.5", kept_row(spans=(closed,), **fixed)).fixed == ("9.9",)
    assert verdict("1.5", kept_row(spans=(Span(low="1.0"),), **fixed)).fixed == ("9.9",)
    assert verdict("1.5", kept_row(exact=("1.5",), **fixed)).fixed == ("9.9",)


def test_a_verdict_keeps_the_version_and_the_row_that_it_is_about() -> None:
    for version, fields in [
        ("1.5", {"spans": (SPAN,)}),
        ("3.0", {"spans": (SPAN,)}),
        ("1.5", {"exact": ("1.5",)}),
        ("1.5", {"every": True}),
        ("1.5", {"git": True}),
        ("1.5", {"spans": (BROKEN,)}),
        ("1.5", {"spans": (SPAN,), "spared": (SPAN,)}),
        (None, {"spans": (SPAN,)}),
    ]:
        row = kept_row(**fields)
        found = verdict(version, row)
        assert (found.version, found.kept) == (version, row)
