"""What files showed is kept between runs; with and without it, the same result."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.verification.firmware import Limits
from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.components.memory import Memory
from mamoru.verification.firmware.image import Index, OpenedImage
from mamoru.verification.firmware.opening.inspecting import inspect_image, kept_memory
from material.trees import image

_PADDING = b"\0" * 5000
BANNER = b"Linux version 5.10.0-32-armmp (x@y) #1 SMP Debian 5.10.223-1 (2024-08-10)\n"
FILES: dict[str, bytes | str] = {
    "/bin/busybox": b"\x7fELF\x01\x01\x01\0" + _PADDING + b"BusyBox v1.30.1 (Debian 1:1.30.1-6+b3)\0",
    "/usr/lib/libcurl.so.4": b"\x7fELF\x01\x01\x01\0" + _PADDING + b"libcurl/7.64.0\0CLIENT libcurl 7.64.0\0",
    "/opt/app": b"\x7fELF\x01\x01\x01\0" + _PADDING + b" deflate 1.2.11 Copyright 1995-2017 Mark Adler \0",
    "/boot/vmlinux": b"\x7fELF\x01\x01\x01\0" + _PADDING + BANNER + b"IKCFG_ST\x1f\x8b broken",
    "/lib/libssl.so.1.1": b"\x7fELF\x01\x01\x01\0" + _PADDING + b"OpenSSL 1.1.1d  10 Sep 2019\0",
    "/etc/os-release": "ID=debian\n",
}  # fmt: skip


def told(opened: OpenedImage, path: Path | None = None) -> bytes:
    memory = Memory(path) if path else None
    named = components(opened, memory=memory)
    if memory:
        memory.close()
    return msgspec.json.encode(named)


def rows(path: Path) -> list[tuple[bytes, int, bytes]]:
    store = sqlite3.connect(path)
    found = store.execute("SELECT key, used, told FROM told ORDER BY key").fetchall()
    store.close()
    return found


def changed(path: Path, order: str, *values: object) -> None:
    store = sqlite3.connect(path)
    store.execute(order, values)
    store.commit()
    store.close()


def test_first_and_later_runs_tell_byte_for_byte_what_a_run_without_cache_tells(tmp_path):
    opened = image(FILES)
    plain = told(opened)

    assert told(opened, tmp_path / "c") == plain
    kept = rows(tmp_path / "c")
    assert len(kept) >= 5
    assert told(opened, tmp_path / "c") == plain
    assert rows(tmp_path / "c") == kept


def test_the_next_release_costs_only_what_changed(tmp_path):
    told(image(FILES), tmp_path / "c")
    before = {key for key, _, _ in rows(tmp_path / "c")}
    release = image({**FILES, "/opt/app": FILES["/opt/app"] + b"libpng version 1.6.37\0"})

    assert told(release, tmp_path / "c") == told(release)
    assert len({key for key, _, _ in rows(tmp_path / "c")} - before) == 1


def test_the_same_bytes_under_another_name_and_place_are_told_of_there(tmp_path):
    told(image({"/bin/busybox": FILES["/bin/busybox"]}), tmp_path / "c")
    moved = image({"/sbin/busybox": FILES["/bin/busybox"], "/bin/toolbox": FILES["/bin/busybox"]})

    assert told(moved, tmp_path / "c") == told(moved)


def test_the_kernel_s_configuration_is_recalled_with_its_banner(tmp_path, shared_kernel):
    opened = image({"/boot/zImage": shared_kernel})
    plain = told(opened)

    assert b'"kernel":{' in plain
    assert [told(opened, tmp_path / "c") for _ in range(2)] == [plain, plain]


@pytest.fixture
def shared_kernel() -> bytes:
    """A kernel image in the form of a zImage: a packed kernel with its configuration behind some code."""
    import gzip

    configuration = gzip.compress(b"CONFIG_NET=y\nCONFIG_USB=m\n# CONFIG_BT is not set\n", mtime=0)
    kernel = b"\x7fELF" + _PADDING + BANNER + b"IKCFG_ST" + configuration + b"IKCFG_ED" + _PADDING
    return b"\0" * 5000 + gzip.compress(kernel, mtime=0)


@given(st.data())
def test_whatever_a_row_holds_the_result_is_the_same(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("cache") / "c"
    opened = image(FILES)
    plain = told(opened, path)
    body = data.draw(
        st.one_of(st.binary(max_size=64), st.text(max_size=8), st.just(msgspec.msgpack.encode([[None]])))
    )
    changed(path, "UPDATE told SET told = ?", body)

    assert told(opened, path) == plain
    assert all(row[2] != body for row in rows(path) if row[2])


def test_a_well_sealed_row_of_nonsense_is_looked_at_again(tmp_path):
    opened = image(FILES)
    plain = told(opened, tmp_path / "c")
    from mamoru.verification.firmware.components.memory import _sealed

    odd = msgspec.msgpack.encode([["no-such-software", "guess", "v", "1", "1", 0, 0.9, True, None]])
    for key, _, _ in rows(tmp_path / "c"):
        changed(tmp_path / "c", "UPDATE told SET told = ? WHERE key = ?", _sealed(key, odd) + odd, key)

    assert told(opened, tmp_path / "c") == plain


@pytest.mark.parametrize("damage", ["not a database", "cut", "other tables", "a view", "a folder", "flipped"])
def test_a_damaged_or_foreign_file_costs_the_cache_and_nothing_else(tmp_path, damage):
    opened = image(FILES)
    path = tmp_path / "c"
    plain = told(opened, path)
    body = bytearray(path.read_bytes())
    if damage == "not a database":
        path.write_bytes(b"#!/bin/sh\n" * 999)
    elif damage == "cut":
        path.write_bytes(body[: len(body) // 2])
    elif damage == "flipped":
        path.write_bytes(body[:100] + bytes(b ^ 0x55 for b in body[100:]))
    elif damage == "other tables":
        changed(path, "CREATE TABLE more (x)")
    elif damage == "a view":
        changed(path, "DROP TABLE told")
        changed(path, "CREATE VIEW told AS SELECT x'00' AS key, 1 AS used, x'00' AS told")
    else:
        path.unlink()
        path.mkdir()

    assert [told(opened, path) for _ in range(3)] == [plain] * 3
    assert damage == "a folder" or len(rows(path)) >= 5


def test_the_oldest_goes_where_the_file_grows_beyond_its_bound(tmp_path):
    path, bound = tmp_path / "c", 256 << 10
    for session in range(12):
        memory = Memory(path, most_bytes=bound)
        memory.recall(b"first")
        for number in range(60):
            memory.keep(f"{session}-{number}".encode(), bytes(1000))
        memory.close()

    memory = Memory(path, most_bytes=bound)
    assert path.stat().st_size <= 2 * bound
    assert memory.recall(b"11-0") == bytes(1000)
    assert memory.recall(b"0-0") is None


LEARNING = """
import sys
from pathlib import Path
from mamoru.verification.firmware.components.memory import Memory

memory = Memory(Path(sys.argv[1]))
for number in range(500):
    memory.keep(f"{sys.argv[2]}-{number}".encode(), b"told")
memory.close()
"""


def test_two_processes_at_once_lose_nothing(tmp_path):
    both = [
        subprocess.Popen([sys.executable, "-c", LEARNING, str(tmp_path / "c"), name]) for name in ("a", "b")
    ]

    assert [process.wait() for process in both] == [0, 0]
    assert len(rows(tmp_path / "c")) == 1000


def test_a_folder_that_cannot_be_made_costs_the_cache_and_nothing_else(tmp_path):
    (tmp_path / "file").touch()
    opened = image(FILES)

    assert told(opened, tmp_path / "file" / "below" / "c") == told(opened)


def test_the_cache_lies_in_the_data_folder_and_can_be_switched_off(tmp_path, monkeypatch):
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MAMORU_CACHE", "off")
    assert kept_memory() is None
    monkeypatch.delenv("MAMORU_CACHE")

    memory = kept_memory()
    assert memory is not None
    memory.close()
    assert [p.name for p in (tmp_path / "data").rglob("*.sqlite")] == ["firmware-files.sqlite"]


@pytest.mark.shared
def test_a_real_image_is_told_alike_with_a_cold_and_a_warm_cache(tmp_path, shared_data):
    import lzma

    path = tmp_path / "mini.bin"
    path.write_bytes(lzma.decompress((shared_data / "firmware" / "mini.bin.xz").read_bytes()))

    def index(memory: Memory | None) -> Index:
        found = inspect_image(path, tmp_path / "work", Limits(), memory=memory)
        if memory:
            memory.close()
        return found

    plain = index(None)
    assert index(Memory(tmp_path / "c")) == plain
    assert index(Memory(tmp_path / "c")) == plain
