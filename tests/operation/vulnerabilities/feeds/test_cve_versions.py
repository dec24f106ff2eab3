"""What the versions of a CVE record say, under each way in which makers write them."""

from typing import Any

import msgspec
import pytest

from mamoru.operation.vulnerabilities.feeds.cve_record import Version
from mamoru.operation.vulnerabilities.feeds.cve_versions import MOST_VERSIONS, Said, said
from mamoru.operation.vulnerabilities.record import Span

V67 = "8e8542437bb4070423c9754d5ba270ffdbae8c8d"
V68 = "df77fbd8c5b222c680444801ffd20e8bbc90a56e"


def read(*entries: dict[str, Any], default: Any = None, order: str = "generic") -> Said:
    return said(msgspec.convert(list(entries), list[Version]), default, order)


def affected(version: str, **fields: Any) -> dict[str, Any]:
    return {"version": version, "status": "affected", **fields}


def unaffected(version: str, **fields: Any) -> dict[str, Any]:
    return {"version": version, "status": "unaffected", **fields}


def test_a_range_ends_before_its_bound_which_is_the_fix() -> None:
    assert read(affected("1.0.2", lessThan="1.0.2zd")) == Said(
        spans=(Span("1.0.2", "1.0.2zd"),), fixed=("1.0.2zd",)
    )


def test_a_range_may_include_its_bound() -> None:
    assert read(affected("3.0.0", lessThanOrEqual="3.0.7")) == Said(
        spans=(Span("3.0.0", "3.0.7", high_closed=True),)
    )


@pytest.mark.parametrize("start", ["0", "n/a", "unspecified", "*", "earlier"])
def test_a_range_may_begin_with_the_first_version(start: str) -> None:
    assert read(affected(start, lessThan="2.0")).spans == (Span(None, "2.0"),)


def test_a_lone_range_that_ends_where_it_begins_is_all_before_it_as_chrome_writes() -> None:
    assert read(affected("111.0.5563.64", lessThan="111.0.5563.64", versionType="custom")).spans == (
        Span(None, "111.0.5563.64"),
    )


def test_elsewhere_a_range_that_ends_where_it_begins_stays_the_nonsense_that_it_is() -> None:
    nonsense = affected("3.1.1", lessThan="3.1.1", versionType="semver")

    assert read(nonsense).spans == (Span("3.1.1", "3.1.1"),)
    assert read(nonsense, affected("2.0", lessThan="2.0.9")).spans == (
        Span("3.1.1", "3.1.1"), Span("2.0", "2.0.9"),
    )  # fmt: skip


def test_a_bound_with_a_star_is_the_end_of_its_series() -> None:
    found = read(affected("6.6.3", lessThanOrEqual="6.6.*"))

    assert (found.spans, found.fixed) == ((Span("6.6.3", "6.7"),), ())


def test_a_single_version_is_named() -> None:
    assert read(affected("V12L.0"), affected("v2.1")).exact == ("12l.0", "2.1")


def test_a_star_is_every_version() -> None:
    assert read(affected("*")).every
    assert read(affected("0", lessThanOrEqual="*")).every


@pytest.mark.parametrize("text", ["n/a", "unspecified", "See reference"])
def test_a_product_without_versions_may_be_hit_in_every_one(text: str) -> None:
    assert read(affected(text)).every


def test_a_bound_inside_the_version_is_read() -> None:
    found = read(affected(">= 1.2, < 1.4"))

    assert (found.spans, found.fixed) == ((Span("1.2", "1.4"),), ("1.4",))


def test_words_that_cannot_be_read_for_sure_are_shown_and_decide_nothing() -> None:
    found = read(affected("1.0", lessThan="Patch 5.2.10.094"), affected("< 1.5, < 2.3"))
    words = ("1.0 < Patch 5.2.10.094", "< 1.5, < 2.3")

    assert found == Said(shown=words, unread=words)


@pytest.mark.parametrize(
    "words",
    ["2021-05-18 onwards", "builds since March", "all but 2.3", "v1.x or newer firmware", "5.0 以前のすべて"],
)
def test_prose_about_versions_is_neither_a_version_nor_dropped(words: str) -> None:
    assert read(affected(words)) == Said(shown=(words,), unread=(words,))


@pytest.mark.parametrize("words", ["r118", "Build 12", "FW-2 Gold", "9.0 SP1"])
def test_a_strange_name_of_one_version_stays_a_version(words: str) -> None:
    assert read(affected(words)).unread == ()
    assert read(affected(words)).exact != ()


def test_what_is_not_understood_of_spared_versions_leaves_nothing_open() -> None:
    assert read(affected("1.0"), unaffected("everything since spring")).unread == ()


def test_exceptions_are_spared() -> None:
    found = read(affected("1.0", lessThan="2.0"), unaffected("1.5.3"), default="unaffected")

    assert found.spared == (Span("1.5.3", "1.5.3", high_closed=True),)


def test_a_default_of_affected_leaves_what_is_not_excepted() -> None:
    found = read(
        affected("6.4"), unaffected("0", lessThan="6.4"), unaffected("6.6.23", lessThanOrEqual="6.6.*"),
        unaffected("6.7.11", lessThanOrEqual="6.7.*"), unaffected("6.8.2", lessThanOrEqual="6.8.*"),
        unaffected("6.9", lessThanOrEqual="*", versionType="original_commit_for_fix"),
        default="affected", order="kernel",
    )  # fmt: skip

    assert found == Said(
        spans=(Span("6.4", "6.6.23"), Span("6.7", "6.7.11"), Span("6.8", "6.8.2")),
        fixed=("6.6.23", "6.7.11", "6.8.2", "6.9"),
    )


def test_a_default_of_affected_beside_affected_versions_alone_means_those() -> None:
    assert read(affected("0", lessThan="1.35.12"), default="affected").spans == (Span(None, "1.35.12"),)


def test_a_default_of_affected_without_any_version_is_every_version() -> None:
    assert read(default="affected").every
    assert not read(default="unknown").ranges


def test_exceptions_in_an_unknown_order_are_kept_as_they_stand() -> None:
    found = read(unaffected("1:2.0", lessThan="*"), default="affected", order="nobody-knows")

    assert (found.every, found.spared) == (True, (Span("1:2.0", None),))


def test_a_status_that_changes_on_the_way_cuts_the_range() -> None:
    changes = [
        {"at": "5.4.1", "status": "unaffected"},
        {"at": "5.5", "status": "affected"},
        {"at": "5.5.3", "status": "unaffected"},
    ]

    found = read(affected("0", lessThan="*", changes=changes))

    assert found.spans == (Span(None, "5.4.1"), Span("5.5", "5.5.3"))
    assert found.fixed == ("5.4.1", "5.5.3")


def test_a_change_beyond_the_range_only_tells_the_fix() -> None:
    found = read(affected("n/a", lessThanOrEqual="2.2.3", changes=[{"at": "2.2.4", "status": "unaffected"}]))

    assert (found.spans, found.fixed) == ((Span(None, "2.2.3", high_closed=True),), ("2.2.4",))


def test_only_unaffected_versions_say_what_is_not_affected() -> None:
    found = read(unaffected("5.10.219", lessThanOrEqual="5.11"), default="unknown")

    assert (found.state, found.spans) == ("not-affected", (Span("5.10.219", "5.11", high_closed=True),))


def test_commits_are_kept_where_nothing_else_is_said() -> None:
    found = read(affected(V67, lessThan=V68, versionType="git"))

    assert (found.git, found.spans) == (True, (Span(V67, V68),))


def test_commits_are_left_out_beside_releases() -> None:
    found = read(affected(V67, lessThan=V68, versionType="git"), affected("1.0", lessThan="1.2"))

    assert (found.git, found.spans) == (False, (Span("1.0", "1.2"),))


def test_releases_that_are_called_git_are_releases() -> None:
    found = read(affected("*", lessThanOrEqual="3.5", versionType="git"))

    assert (found.git, found.spans) == (False, (Span(None, "3.5", high_closed=True),))


def test_a_record_of_endless_versions_is_read_in_part_and_says_so() -> None:
    found = read(*(affected(f"1.{n}") for n in range(MOST_VERSIONS + 1)))

    assert (len(found.exact), len(found.shown)) == (MOST_VERSIONS, 1)
