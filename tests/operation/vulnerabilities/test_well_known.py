"""Well-known vulnerabilities for which the NVD's cut has no range are found through the other sources."""

from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.product.component import Component
from material.vulnerabilities import AT, WELL_KNOWN, part

pytestmark = pytest.mark.shared
KERNEL = "kernel"  # its lists are large and hold none of these


@pytest.fixture(scope="module")
def advisories(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of the makers' and distributions' own lists, without the NVD's feeds."""
    target = tmp_path_factory.mktemp("advisories") / "store.db"
    lists = [path for path in (shared_data / "advisories").glob("*.xz") if not path.name.startswith(KERNEL)]
    built = build(lists, target, at=AT, workers=0)
    assert built.unknown == ()
    return Store(target)


def affecting(component: Component, store: Store) -> set[str]:
    return {
        match.vulnerability
        for match in matched([component], store).matches
        if match.certainty is Certainty.AFFECTED
    }


@pytest.mark.parametrize(("id", "software", "hit", "mended"), WELL_KNOWN, ids=[row[0] for row in WELL_KNOWN])
def test_it_is_found_in_the_version_before_its_fix_and_not_in_the_fix(
    advisories: Store, id: str, software: str, hit: str, mended: str
) -> None:
    assert id in affecting(part(software, hit), advisories)
    assert id not in affecting(part(software, mended), advisories)


def debian(version: str) -> Component:
    return part("openssl", "1.1.1n", purl=f"pkg:deb/debian/openssl@{version}?distro=debian-11")


def alpine(version: str) -> Component:
    return part("openssl", "1.1.1k", purl=f"pkg:apk/alpine/openssl@{version}?distro=alpine-3.12")


def test_debians_backport_is_not_reported_and_the_package_before_it_is(advisories: Store) -> None:
    assert "CVE-2023-0286" in affecting(debian("1.1.1n-0%2Bdeb11u3"), advisories)
    assert "CVE-2023-0286" not in affecting(debian("1.1.1n-0%2Bdeb11u4"), advisories)


def test_alpines_fixed_revision_is_not_reported_and_the_one_before_it_is(advisories: Store) -> None:
    assert "CVE-2021-3711" in affecting(alpine("1.1.1k-r0"), advisories)
    assert "CVE-2021-3711" not in affecting(alpine("1.1.1l-r0"), advisories)
