"""What holds of every match, whatever the components and the ranges."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.match import Certainty, Match
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.product.component import Component
from material.vulnerabilities import criterion, cve, part, store

IDS = ("curl", "openssl", "dnsmasq", "busybox", "zlib", "linux")
NAMES = {
    "curl": "a:haxx:curl",
    "openssl": "a:openssl:openssl",
    "dnsmasq": "a:thekelleys:dnsmasq",
    "busybox": "a:busybox:busybox",
    "zlib": "a:zlib:zlib",
    "linux": "o:linux:linux_kernel",
}
LOWEST, HIGHEST = 2, 8
VERSIONS = st.builds("{}.{}.{}".format, st.integers(0, 10), st.integers(0, 3), st.integers(0, 3))
COMPONENTS = st.lists(
    st.builds(part, st.sampled_from(IDS), st.none() | VERSIONS), max_size=6, unique_by=lambda c: c.name
)


def bounded(id: str, low: int, high: int) -> dict[str, Any]:
    return criterion(
        NAMES[id], versionStartIncluding=f"{low}.0.0", versionEndExcluding=f"{max(low, high)}.0.1"
    )


def records() -> Iterator[dict[str, Any]]:
    """Ranges between `LOWEST` and `HIGHEST` of each, alone, with what must run below, and for another system."""
    linux, windows = (criterion(name, vulnerable=False) for name in (NAMES["linux"], "o:microsoft:windows"))
    number = 1000
    for id in IDS:
        for low in range(LOWEST, HIGHEST, 2):
            number += 1
            said = [bounded(id, low, HIGHEST - 1)]
            yield cve(f"CVE-2024-{number}", said)
            if id != "linux":
                yield cve(f"CVE-2025-{number}", said, [linux], joined="AND")
                yield cve(f"CVE-2026-{number}", said, [windows], joined="AND")


@pytest.fixture(scope="module")
def ranges() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, store(Path(folder), *records()) as opened:
        yield opened


def sure(matches: tuple[Match, ...]) -> set[tuple[str, Component]]:
    return {(m.vulnerability, m.component) for m in matches if m.certainty is Certainty.AFFECTED}


def excluded_by_a_system(id: str, added: Component) -> bool:
    return id.startswith("CVE-2026") and added.software == "linux"


@given(components=COMPONENTS, added=st.builds(part, st.sampled_from(IDS), VERSIONS))
def test_one_component_more_takes_no_sure_match_from_another(
    ranges: Store, components: list[Component], added: Component
) -> None:
    before = sure(matched(components, ranges).matches)
    after = sure(matched([*components, added], ranges).matches)

    assert {each for each in before if not excluded_by_a_system(each[0], added)} <= after


@given(components=COMPONENTS, data=st.data())
def test_the_order_of_components_does_not_matter(
    ranges: Store, components: list[Component], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(components))

    one, other = matched(components, ranges), matched(shuffled, ranges)

    assert set(one.matches) == set(other.matches)
    assert set(one.ruled_out) == set(other.ruled_out)


@given(id=st.sampled_from(IDS), below=st.integers(0, LOWEST - 1), above=st.integers(HIGHEST, 99))
def test_a_version_below_or_above_every_range_is_never_affected(
    ranges: Store, id: str, below: int, above: int
) -> None:
    outside = [part(id, f"{below}.9.9"), part(id, f"{above}.0.0")]

    assert matched(outside, ranges).matches == ()


@given(components=COMPONENTS)
def test_every_match_names_its_source_and_says_why_in_both_languages(
    ranges: Store, components: list[Component]
) -> None:
    for match in matched(components, ranges).matches:
        assert match.words
        assert all(word.source == "nvd" and word.why.ja and word.why.en for word in match.words)
        assert match.component in components
