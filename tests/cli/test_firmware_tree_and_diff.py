"""`firmware tree` and `firmware diff`, as a user runs them: they tell, with status 0."""

import gzip
import json
import lzma
import os
import random
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from mamoru.assessment.report.plain_text import cells
from mamoru.jobs.schema import schemas
from material import firmware as make

SECRETS = ("acme2019", "Acm3!Factory", "acme12345", "mqttS3cret", "wJalrXUtnFEMI", "AKIAIOSFODNN7EXAMPLE")
WEAK = make.ROOT | {
    "etc/inittab": make.File(b"::sysinit:/etc/init.d/rcS\n"),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\ntelnetd -l /bin/sh\n", 0o100755),
    "etc/evil\x1b[2J\u202ename": make.File(b"x"),
}
MENDED = WEAK | {
    "etc/shadow": make.File(b"root:*:19000:0:99999:7:::\n", 0o100600),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\nmount -a\n", 0o100755),
    "bin/busybox": make.File(b"\x7fELF" + b"BusyBox v1.36.1 (2024-01-01)\0" * 200, 0o104755),
}


def mamoru(*arguments: object, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mamoru", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"MAMORU_LANG": lang, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        timeout=100,
        check=False,
    )


def built(path: Path, tree: dict[str, make.File]) -> Path:
    path.write_bytes(make.flash((0x10000, make.uimage(gzip.compress(make.cpio(tree), mtime=0)))))
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("old") / "camera-1.0.bin", WEAK)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("new") / "camera-1.1.bin", MENDED)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_tree_shows_what_lies_within_what_in_80_columns(old: Path, lang: str) -> None:
    told = mamoru("firmware", "tree", old, lang=lang)

    lines = told.stdout.splitlines()
    assert told.returncode == 0
    assert max(cells(line) for line in lines) <= 80
    places = [line.split()[0] for line in lines if any(name in line for name in ("uimage", "gzip", "rootfs"))]
    assert places == ["0x00010000", "+0x40", "+0x0"]


def test_a_hostile_file_name_is_harmless_in_the_tree(old: Path) -> None:
    told = mamoru("firmware", "tree", old, "-v")

    assert "\x1b" not in told.stdout
    assert "\u202e" not in told.stdout
    assert r"evil\x1b[2J\u202ename" in told.stdout
    assert "-rwsr-xr-x" in told.stdout


def test_an_image_that_nobody_can_open_is_told_with_its_reason_and_status_3(tmp_path: Path) -> None:
    unknown = tmp_path / "encrypted.bin"
    unknown.write_bytes(random.Random(1).randbytes(300_000))

    told = mamoru("firmware", "tree", unknown)

    assert told.returncode == 3
    assert "not opened" in told.stdout


def test_the_difference_counts_first_and_fits_a_screen(old: Path, new: Path) -> None:
    told = mamoru("firmware", "diff", old, new)

    lines = told.stdout.splitlines()
    assert told.returncode == 0
    assert "camera-1.0.bin → camera-1.1.bin" in lines[0]
    assert "Weaknesses: new 0" in lines[2]
    assert "busybox 1.30.1 → 1.36.1" in told.stdout
    assert len(lines) <= 50
    assert max(cells(line) for line in lines) <= 80


def test_the_difference_as_json_follows_its_published_schema(old: Path, new: Path) -> None:
    told = json.loads(mamoru("firmware", "diff", old, new, "--format", "json").stdout)

    schema = json.loads(schemas()["firmware-diff.schema.json"])
    assert list(jsonschema_rs.validator_for(schema).iter_errors(told)) == []
    assert "FW-ACCT-002" in {finding["check"] for finding in told["weaknesses"]["gone"]}
    assert told["weaknesses"]["new"] == []
    changed = {change["path"]: change["aspects"] for change in told["files"]["changed"]}
    assert changed["/etc/init.d/rcS"] == ["contents"]


def test_two_folders_can_be_compared(tmp_path: Path) -> None:
    for side, text in (("old", "one"), ("new", "two")):
        (tmp_path / side / "etc").mkdir(parents=True)
        (tmp_path / side / "etc" / "a.conf").write_text(text)

    told = json.loads(
        mamoru("firmware", "diff", tmp_path / "old", tmp_path / "new", "--format", "json").stdout
    )

    assert [change["path"] for change in told["files"]["changed"]] == ["/etc/a.conf"]


def test_an_image_beside_itself_is_said_to_be_the_same(old: Path) -> None:
    told = mamoru("firmware", "diff", old, old)

    assert told.returncode == 0
    assert "The two are the same" in told.stdout


def test_what_neither_image_lets_see_is_not_called_unchanged(tmp_path: Path) -> None:
    for name, seed in (("a.bin", 1), ("b.bin", 2)):
        (tmp_path / name).write_bytes(random.Random(seed).randbytes(300_000))

    told = mamoru("firmware", "diff", tmp_path / "a.bin", tmp_path / "b.bin")

    assert "Opened in neither" in told.stdout or "not opened" in told.stdout


def test_a_missing_image_is_one_line_with_status_2(old: Path) -> None:
    told = mamoru("firmware", "diff", old, "no-such.bin")

    assert (told.returncode, told.stdout) == (2, "")
    assert len(told.stderr.strip().splitlines()) == 1


@pytest.mark.shared
def test_no_secret_of_a_real_image_is_told_by_either(shared_data: Path, old: Path, tmp_path: Path) -> None:
    image = tmp_path / "mini.bin"
    image.write_bytes(lzma.decompress((shared_data / "firmware" / "mini.bin.xz").read_bytes()))

    told = "".join(
        mamoru("firmware", *arguments, "-v", "--format", form).stdout
        for arguments in (("tree", image), ("diff", old, image))
        for form in ("text", "json")
    )

    assert len(told) > 100_000
    assert [secret for secret in SECRETS if secret in told] == []
