import hashlib
from pathlib import Path

import pytest

from mamoru.demo import Prepared
from mamoru.demo.wheels import UNREACHABLE, WHEELS, WRONG_HASH, Wheel, WheelSet, fetch


def wheel_set(content: bytes, version: str = "1.0") -> WheelSet:
    digest = hashlib.sha256(content).hexdigest()
    return WheelSet(python="3.9", wheels=(Wheel("mamoru-demo-example", version, digest),))


@pytest.mark.usefixtures("no_network")
def test_without_a_network_it_says_what_is_missing_and_why(tmp_path: Path) -> None:
    fetched = fetch(WHEELS["1.0"], tmp_path / "cache")
    assert fetched.paths == ()
    assert fetched.missing == WHEELS["1.0"].wheels
    assert fetched.why == UNREACHABLE


@pytest.mark.usefixtures("no_network")
def test_what_is_in_the_cache_is_not_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "example.whl").write_bytes(b"a wheel")
    fetched = fetch(wheel_set(b"a wheel"), tmp_path)
    assert fetched.paths == (tmp_path / "example.whl",)
    assert (fetched.missing, fetched.why) == ((), None)


@pytest.mark.usefixtures("no_network")
def test_a_file_with_another_hash_counts_as_missing(tmp_path: Path) -> None:
    (tmp_path / "example.whl").write_bytes(b"another wheel")
    fetched = fetch(wheel_set(b"a wheel"), tmp_path)
    assert fetched.paths == ()
    assert [wheel.name for wheel in fetched.missing] == ["mamoru-demo-example"]


@pytest.mark.usefixtures("no_network")
def test_what_pip_brings_under_a_pinned_name_is_refused_with_another_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = tmp_path / "links"
    links.mkdir()
    (links / "mamoru_demo_example-1.0-py3-none-any.whl").write_bytes(b"something else")
    monkeypatch.setenv("PIP_FIND_LINKS", str(links))
    fetched = fetch(wheel_set(b"a wheel"), tmp_path / "cache")
    assert (fetched.paths, fetched.why) == ((), WRONG_HASH)
    assert not list((tmp_path / "cache").iterdir())


def test_the_same_projects_are_pinned_for_both_releases() -> None:
    old, new = ({wheel.name.lower() for wheel in wanted.wheels} for wanted in WHEELS.values())
    assert old == new == {"cryptography", "lxml", "pillow", "pyzmq"}


@pytest.mark.network
def test_the_pinned_wheels_can_be_fetched(fetched: Prepared) -> None:
    assert [(image.missing, image.why) for image in fetched.images] == [((), None), ((), None)]
