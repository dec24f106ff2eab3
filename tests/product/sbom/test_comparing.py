"""Declared beside observed: agreement, conflict, and what only one side knows."""

from hypothesis import given
from hypothesis import strategies as st

from mamoru.product import Component, Occurrence
from mamoru.product.sbom import Comparison, compared


def part(name: str, version: str | None = None, **more: object) -> Component:
    place = Occurrence(path="/lib/x", method="version-string", value=name)
    return Component(name=name, version=version, occurrences=(place,), **more)  # type: ignore[arg-type]


def names(comparison: Comparison) -> tuple[list[str], list[str], list[str], list[str]]:
    """Agreed, conflicting, unlisted, unseen."""
    return (
        [c.name for c in comparison.agreed],
        [c.observed[0].name for c in comparison.conflicts],
        [f"{c.name} {c.version}" for c in comparison.unlisted],
        [entries[0].name for entries in comparison.unseen],
    )


def test_the_same_version_agrees_and_another_conflicts() -> None:
    listed = [part("zlib", "1.3", software="zlib"), part("lwip", "2.1.2", software="lwip")]
    seen = [part("zlib", "1.3", software="zlib"), part("lwip", "2.1.3", software="lwip")]
    assert names(compared(listed, seen)) == (["zlib"], ["lwip"], [], [])


def test_a_distributions_version_agrees_with_that_of_upstream() -> None:
    listed = [part("linux", "5.10.223-1", software="linux")]
    assert names(compared(listed, [part("linux", "5.10.223", software="linux")]))[0] == ["linux"]


def test_what_only_one_side_knows_is_told_for_that_side() -> None:
    assert names(compared([part("lwip")], [part("zlib", "1.3")])) == ([], [], ["zlib 1.3"], ["lwip"])


def test_a_side_without_a_version_does_not_contradict() -> None:
    assert names(compared([part("lwip")], [part("lwip", "2.1.3")])) == (["lwip"], [], [], [])
    assert names(compared([part("lwip", "2.1.3")], [part("lwip")])) == (["lwip"], [], [], [])


def test_a_second_version_in_the_image_is_not_covered_by_the_listed_one() -> None:
    seen = [part("openssl", "1.1.1k"), part("openssl", "3.0.2")]
    assert names(compared([part("openssl", "1.1.1k")], seen)) == (["openssl"], [], ["openssl 3.0.2"], [])


def test_two_lists_with_the_same_part_agree_once() -> None:
    assert names(compared([part("zlib", "1.3"), part("zlib", None)], [part("zlib", "1.3")])) == (
        ["zlib"],
        [],
        [],
        [],
    )


def test_names_are_compared_without_case_and_signs() -> None:
    assert names(compared([part("Our-Own Library", "1")], [part("our_own_library", "1")]))[0] == [
        "our_own_library"
    ]


def test_packages_of_two_languages_with_one_name_are_two_components() -> None:
    listed = [part("ws", "8.0", purl="pkg:npm/ws@8.0")]
    assert names(compared(listed, [part("ws", "1.0", purl="pkg:cargo/ws@1.0")])) == (
        [],
        [],
        ["ws 1.0"],
        ["ws"],
    )


def test_a_package_is_found_by_its_plain_name_where_the_list_has_no_package_url() -> None:
    seen = [part("requests", "2.31.0", purl="pkg:pypi/requests@2.31.0")]
    assert names(compared([part("requests", "2.31.0")], seen))[0] == ["requests"]
    assert names(compared(seen, [part("requests", "2.31.0")]))[0] == ["requests"]


PARTS = st.lists(
    st.builds(part, st.sampled_from(["zlib", "lwip", "own"]), st.sampled_from([None, "1.0", "1.0-2", "2.0"])),
    max_size=6,
)


@given(PARTS, PARTS)
def test_each_component_seen_is_told_exactly_once(listed: list[Component], seen: list[Component]) -> None:
    told = compared(listed, seen)
    assert len(told.agreed) + len(told.unlisted) + sum(len(c.observed) for c in told.conflicts) == len(seen)


@given(PARTS)
def test_an_image_beside_its_own_list_agrees_wholly(seen: list[Component]) -> None:
    told = compared(seen, seen)
    assert (told.conflicts, told.unlisted, told.unseen) == ((), (), ())
