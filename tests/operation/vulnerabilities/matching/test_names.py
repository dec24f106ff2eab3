"""The names of a component: package URLs taken apart, releases of distributions known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.matching.releases import release_of
from mamoru.product.component import Component
from mamoru.product.purl import read_purl
from material.vulnerabilities import part


def products(component: Component) -> list[str]:
    return [known.product for known in names_of(component)]


def test_a_debian_package_is_looked_up_by_source_and_release_first() -> None:
    names = names_of(
        part(
            "openssl", "1.1.1n", purl="pkg:deb/debian/libssl1.1@1.1.1n-0%2Bdeb11u4?arch=arm&upstream=openssl"
        )
    )

    assert names[0].product == "pkg:deb/debian/openssl#11"
    assert (names[0].version, names[0].order, names[0].distribution) == ("1.1.1n-0+deb11u4", "dpkg", True)


def test_known_software_is_looked_up_by_all_its_names() -> None:
    assert {"software:dnsmasq", "cpe:a:thekelleys:dnsmasq", "cpe:a:dnsmasq:dnsmasq"} <= set(
        products(part("dnsmasq", "2.80"))
    )


def test_a_python_package_is_looked_up_by_its_normal_name() -> None:
    assert products(Component(name="Flask_Login", version="0.6", purl="pkg:pypi/Flask_Login@0.6")) == [
        "pkg:pypi/flask-login"
    ]


@pytest.mark.parametrize(
    ("distribution", "said", "version", "release"),
    [
        ("debian", "debian-11", None, "11"),
        ("debian", "bullseye", None, "11"),
        ("debian", None, "2.31-13+deb11u5", "11"),
        ("debian", None, "2.31-13", None),
        ("alpine", "alpine-3.18.4", None, "3.18"),
        ("alpine", "3.18", None, "3.18"),
        ("ubuntu", "ubuntu-20.04", None, "20.04"),
        ("ubuntu", "focal", None, "20.04"),
    ],
)
def test_the_release_of_a_distribution_is_read_from_where_it_stands(
    distribution: str, said: str | None, version: str | None, release: str | None
) -> None:
    assert release_of(distribution, said, version) == release


@given(st.text(max_size=80))
def test_no_text_that_claims_to_be_a_package_url_breaks_the_reader(text: str) -> None:
    read_purl("pkg:" + text)
    read_purl(text)
