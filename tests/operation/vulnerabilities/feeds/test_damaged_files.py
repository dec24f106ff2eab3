"""Real files, damaged at random: a feed reads on or refuses the whole, and never fails otherwise."""

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds import feed, feeds
from mamoru.operation.vulnerabilities.feeds.opening import opened, whole
from material.feed_files import NAMES, held, survives

MOST_BYTES = 12_000
REAL = {
    "advisories/alpine-secdb.jsonl.xz": "alpine-secdb",
    "advisories/arch-avg.jsonl.xz": "arch",
    "advisories/curl.jsonl.xz": "curl",
    "advisories/esp-idf.jsonl.xz": "esp-idf",
    "advisories/freebsd-vuxml.jsonl.xz": "freebsd-vuxml",
    "advisories/gentoo-glsa.jsonl.xz": "gentoo-glsa",
    "advisories/mbedtls.jsonl.xz": "mbedtls",
    "advisories/netbsd-pkgsrc.jsonl.xz": "netbsd-pkgsrc",
    "advisories/nginx.jsonl.xz": "nginx",
    "advisories/node.jsonl.xz": "node",
    "advisories/ubuntu-tracker.jsonl.xz": "ubuntu-tracker",
    "advisories/yocto-meta-oe.jsonl.xz": "yocto",
    "advisories/zephyr.jsonl.xz": "zephyr",
    "csaf/csaf_2.0/examples/csaf/csaf_vex/2022-evd-uc-08-001.json": "csaf",
    "csaf/csaf_2.1/examples/csaf/appendix/oasis_csaf_tc-csaf_2_1-2024-d-13.json": "csaf",
    "epss/epss_scores-2021-04-14.csv.gz": "epss",
    "jvn/examples/hnd/dataFeed_jvndb_detail_hnd.xml": "jvn",
    "jvn/examples/hnd/getVulnOverviewList_hnd.xml": "jvn",
    "jvn/examples/oka/dataFeed_jvndb_detail_oka.json": "jvn",
    "kev/known_exploited_vulnerabilities.json.xz": "kev",
}
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b'"', b"\\", b"{", b"}", b"[", b"]", b"null", b"0", b"-1", b"1e999", b"NaN", b"\n", b"\0", b"\xff",
         b'"\\ud800"', b"<", b"</", b"&x;", b"<!DOCTYPE a [", b"9" * 24, b"a" * 300, b"||", b">=", b"{a,{b,c}}"]
    ),
)  # fmt: skip
DAMAGE = st.lists(st.tuples(st.integers(0, MOST_BYTES), st.integers(0, 40), PIECES), min_size=1, max_size=6)


@cache
def beginning(path: Path) -> bytes:
    """The first bytes of a real file, decompressed; an object of its own is taken whole."""
    data = whole(opened(path))
    return data if data.lstrip().startswith((b"{\n", b"<")) else data[: data.rfind(b"\n", 0, MOST_BYTES) + 1]


@pytest.mark.shared
@pytest.mark.parametrize("path", REAL)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(damage=DAMAGE, cut=st.integers(0, MOST_BYTES) | st.none())
def test_a_damaged_real_file_is_read_or_refused(
    path: str, damage: list[tuple[int, int, bytes]], cut: int | None, shared_data: Path, tmp_path: Path
) -> None:
    data = bytearray(beginning(shared_data / path))
    for at, length, piece in damage:
        data[at % (len(data) + 1) : at % (len(data) + 1) + length] = piece
    found = feed(REAL[path])
    assert found is not None

    assert survives(found, held(tmp_path, bytes(data[:cut])))


@pytest.mark.parametrize("id", sorted(NAMES))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300) | st.text(alphabet='{}[]":,0n\\\n<>', max_size=200).map(str.encode))
def test_any_bytes_are_refused_or_read(id: str, data: bytes, tmp_path: Path) -> None:
    [found] = [each for each in feeds() if each.id == id]

    assert survives(found, held(tmp_path, data))


@pytest.mark.parametrize("name", ["a.xz", "a.gz"])
@pytest.mark.parametrize("id", sorted(NAMES))
def test_a_broken_compression_is_refused(id: str, name: str, tmp_path: Path) -> None:
    [found] = [each for each in feeds() if each.id == id]
    magic = b"\xfd7zXZ\0" if name.endswith("xz") else b"\x1f\x8b\x08\0"

    assert not found.mine(held(tmp_path, magic + b"broken", name))
    assert survives(found, held(tmp_path, magic + b"broken", name))
