"""What is one piece of software in several places is told once; what differs is not thrown together."""

import msgspec
import pytest

from mamoru.operation.vulnerabilities.matching.places import MOST_PLACES, as_one
from mamoru.product.component import Answer, Component, Kernel, Occurrence

SSL = Component(name="libssl3", version="3.0.1", software="openssl", raw_version="3.0.1-1")


def place(path: str) -> Occurrence:
    return Occurrence(path=path, method="soname", value="x")


def bent(of: Component = SSL, **fields: object) -> Component:
    return msgspec.structs.replace(of, **fields)


@pytest.mark.parametrize(
    "other",
    [
        bent(version="3.0.2"),
        bent(raw_version="3.0.1-2"),
        bent(tool=True),
        bent(answered=(Answer(vulnerability="CVE-2022-0778", state="fixed", by="x"),)),
        bent(purl="pkg:deb/debian/libssl3@3.0.1-1?distro=debian-12"),
        bent(software="zlib"),
        bent(software=None),
    ],
)
def test_components_that_differ_in_what_a_source_could_say_stay_apart(other: Component) -> None:
    assert as_one([SSL, other]) == (SSL, other)


@pytest.mark.parametrize(
    ("one", "two", "count"),
    [
        ("pkg:deb/debian/libssl3@1?distro=debian-12", "pkg:deb/debian/libcrypto3@1?distro=debian-12", 1),
        ("pkg:deb/debian/libssl3@1?distro=debian-12", "pkg:deb/debian/libcrypto3@1?distro=debian-11", 2),
        ("pkg:deb/debian/libssl3@1", "pkg:deb/ubuntu/libssl3@1", 2),
        ("pkg:deb/debian/libssl3@1", "pkg:apk/debian/libssl3@1", 2),
    ],
)
def test_packages_of_one_recipe_are_one_in_one_distribution(one: str, two: str, count: int) -> None:
    assert len(as_one([bent(purl=one), bent(purl=two)])) == count


def test_the_many_packages_of_a_kernel_are_one_whatever_they_are_called() -> None:
    built = Kernel(release="5.10.223")
    kernel = Component(name="kmod-a", version="5.10.223", software="linux", raw_version="1")
    parts = [kernel, bent(kernel, name="kmod-b", raw_version="2"), bent(kernel, name="linux", kernel=built)]
    (one,) = as_one(parts)
    assert one.kernel == built
    assert len(as_one([kernel, bent(kernel, version="5.10.224")])) == 2
    assert len(as_one([bent(kernel, version=None), bent(kernel, version=None, raw_version="2")])) == 2


def test_parts_that_no_source_can_name_stay_apart_and_those_of_one_name_are_one() -> None:
    nameless = Component(name="x", version="1")
    assert len(as_one([nameless, bent(nameless, name="y")])) == 2
    named = Component(name="x", version="1", cpes=("cpe:2.3:a:acme:x:1:*:*:*:*:*:*:*",))
    assert len(as_one([named, bent(named, name="y")])) == 1
    assert len(as_one([named, bent(named, version="2")])) == 2


def test_what_is_joined_keeps_every_place_and_name_and_the_one_that_is_called_so() -> None:
    one = bent(occurrences=(place("/a"), place("/b")), cpes=("cpe:/a:x:y",))
    two = bent(name="libcrypto3", occurrences=(place("/b"), place("/c")), cpes=("cpe:/a:x:z",))
    (joined,) = as_one([one, two])
    assert joined.name == "libssl3"
    assert [each.path for each in joined.occurrences] == ["/a", "/b", "/c"]
    assert joined.cpes == ("cpe:/a:x:y", "cpe:/a:x:z")
    assert as_one([one, two, bent(name="openssl")])[0].name == "openssl"
    many = tuple(place(f"/{n}") for n in range(MOST_PLACES + 5))
    assert len(as_one([one, bent(occurrences=many)])[0].occurrences) == MOST_PLACES
    assert as_one([bent(occurrences=many)])[0].occurrences == many
