"""Each name of a component, with the version, the order and the field that belong to it."""

import pytest

from mamoru.operation.vulnerabilities.matching.names import Known, names_of
from mamoru.operation.vulnerabilities.matching.releases import distribution_of, release_of
from mamoru.product.component import Component
from mamoru.product.software import packaged_as, software
from material.vulnerabilities import part


def component(**fields: object) -> Component:
    return Component(**{"name": "x", **fields})


def test_known_software_has_its_own_order_under_every_name() -> None:
    assert names_of(part("openssl", "1.1.1k")) == (
        Known("software:openssl", "1.1.1k", "openssl", "software"),
        Known("cpe:a:openssl:openssl", "1.1.1k", "openssl", "software"),
        Known("cna:openssl:openssl", "1.1.1k", "openssl", "software"),
    )
    ssh = {known.product for known in names_of(part("openssh", "9.5p1"))}
    assert all(product == product.lower() for product in ssh)


@pytest.mark.parametrize(
    ("cpe", "version", "expected"),
    [
        ("cpe:2.3:a:acme:thing:2.0:*:*:*:*:*:*:*", None, "2.0"),
        ("cpe:2.3:a:acme:thing:2.0:*:*:*:*:*:*:*", "2.1", "2.1"),
        ("cpe:2.3:a:acme:thing:*:*:*:*:*:*:*:*", "2.1", "2.1"),
    ],
)
def test_a_cpe_names_the_product_in_two_ways_in_a_generic_order(
    cpe: str, version: str | None, expected: str
) -> None:
    assert names_of(component(cpes=("no cpe", cpe), version=version)) == (
        Known("cpe:a:acme:thing", expected, "generic", "cpe"),
        Known("cna:acme:thing", expected, "generic", "cpe"),
    )


def test_a_cpe_of_known_software_is_ordered_as_that_software_is() -> None:
    other = component(software="openssl", version="1.1.1k", cpes=("cpe:2.3:a:acme:ssl:1.1.1k:*:*:*:*:*:*:*",))
    assert [(each.product, each.order, each.field) for each in names_of(other)[-2:]] == [
        ("cpe:a:acme:ssl", "openssl", "cpe"),
        ("cna:acme:ssl", "openssl", "cpe"),
    ]


def test_a_product_whose_cpe_has_a_colon_in_its_name_keeps_it() -> None:
    (first, second) = names_of(component(cpes=(r"cpe:2.3:a:acme:a\:b:1:*:*:*:*:*:*:*",)))
    assert first.product.startswith("cpe:a:acme:")
    assert second.product.removeprefix("cna:acme:") == first.product.removeprefix("cpe:a:acme:")


@pytest.mark.parametrize(
    ("purl", "version", "expected", "order"),
    [
        ("pkg:npm/%40a/b@1.0", None, "1.0", "semver"),
        ("pkg:npm/%40a/b@1.0", "2.0", "1.0", "semver"),
        ("pkg:npm/%40a/b", "2.0", "2.0", "semver"),
        ("pkg:pypi/b@1.0", None, "1.0", "pep440"),
    ],
)
def test_a_package_of_a_language_has_the_version_of_its_package_url(
    purl: str, version: str | None, expected: str, order: str
) -> None:
    (only,) = names_of(component(purl=purl, version=version))
    assert (only.version, only.order, only.field, only.distribution) == (expected, order, "purl", False)


@pytest.mark.parametrize(
    ("purl", "raw", "version"),
    [
        ("pkg:rpm/redhat/curl@7.76-14.el9?epoch=1", None, "1:7.76-14.el9"),
        ("pkg:rpm/redhat/curl@2:7.76-14.el9?epoch=1", None, "2:7.76-14.el9"),
        ("pkg:rpm/redhat/curl@7.76-14.el9?epoch=x", None, "7.76-14.el9"),
        ("pkg:rpm/redhat/curl@7.76-14.el9", None, "7.76-14.el9"),
        ("pkg:rpm/redhat/curl?epoch=1", "7.76-14.el9", "1:7.76-14.el9"),
        ("pkg:rpm/redhat/curl?epoch=1", None, None),
    ],
)
def test_a_package_of_a_distribution_has_its_epoch_in_its_version(
    purl: str, raw: str | None, version: str | None
) -> None:
    names = names_of(component(purl=purl, raw_version=raw))
    assert {(each.version, each.order, each.field, each.distribution) for each in names} == {
        (version, "rpm", "purl", True)
    }


def test_a_package_is_looked_up_by_its_recipe_first_then_by_itself_with_and_without_the_release() -> None:
    purl = "pkg:deb/debian/libfoo1@1.0-1?distro=debian-12&upstream=foo%401.0"
    assert [each.product for each in names_of(component(purl=purl))] == [
        "pkg:deb/debian/foo#12",
        "pkg:deb/debian/foo",
        "pkg:deb/debian/libfoo1#12",
        "pkg:deb/debian/libfoo1",
    ]
    bare = [each.product for each in names_of(component(purl="pkg:deb/libfoo1@1.0-1"))]
    assert bare == ["pkg:deb/libfoo1"]
    assert [e.product for e in names_of(component(purl="pkg:deb/debian/libfoo1@1.0-1"))] == [
        "pkg:deb/debian/libfoo1"
    ]


def test_known_software_is_also_looked_up_by_the_packages_that_distributions_make_of_it() -> None:
    purl = "pkg:deb/debian/libssl3@3.0.1-1"
    found = {each.product.removeprefix("pkg:deb/debian/") for each in names_of(component(purl=purl, software="openssl", version="3.0.1"))}  # fmt: skip
    known = software("openssl")
    assert known is not None
    asked = {name for name in known.packages if not set(name) & set("*?[") and packaged_as(name) is known}
    assert asked
    assert asked <= found
    assert not any(set(name) & set("*?[") for name in found)
    assert "openssl" not in {
        e.product.removeprefix("pkg:deb/debian/") for e in names_of(component(purl=purl))
    }


@pytest.mark.parametrize(
    ("distribution", "said", "version", "release"),
    [
        ("alpine", "alpine-3.18.4", None, "3.18"),
        ("alpine", "alpine-edge", None, None),
        ("wolfi", "wolfi-3.18.4", None, "3.18"),
        ("ubuntu", "ubuntu-20.04.6", None, "20.04"),
        ("redhat", "rhel-9.2", None, "9"),
        ("debian", "Bookworm", None, "12"),
        ("debian", "debian-12.5", None, "12"),
        ("rocky", None, "1.9.5p2-1.el9", "9"),
        ("ubuntu", None, "1.9.5p2-1.el9", None),
        ("debian", None, "1.0+deb9u1", "9"),
        ("ubuntu", None, "1.0+deb9u1", None),
        ("amazon", None, "1.0-1.amzn2023", "2023"),
        ("opensuse", "opensuse-leap-15.5", None, "15.5"),
    ],
)
def test_the_release_in_the_terms_of_its_distribution(
    distribution: str, said: str | None, version: str | None, release: str | None
) -> None:
    assert release_of(distribution, said, version) == release


@pytest.mark.parametrize(
    ("written", "called"), [("RHEL", "redhat"), ("alma", "almalinux"), ("Debian", "debian")]
)
def test_a_distribution_has_one_name(written: str, called: str) -> None:
    assert distribution_of(written) == called
