"""Where output goes: the stream, a file, a pipe, a device; in an encoding that the reader can use."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from mamoru.cli.output import emit
from material.command import mamoru
from material.designs import NETCAM

posix = pytest.mark.skipif(os.name == "nt", reason="named pipes and closed streams of POSIX")


def test_a_file_in_a_folder_that_is_not_there_yet_is_written(tmp_path: Path) -> None:
    emit("text", tmp_path / "new" / "out.txt")

    assert (tmp_path / "new" / "out.txt").read_text("utf-8") == "text\n"


@posix
def test_a_pipe_or_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    emit("text", pipe)

    assert os.read(reader, 100) == b"text\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)


def test_a_dash_is_standard_output(tmp_path: Path) -> None:
    result = mamoru("catalog", "list", "--format", "json", "-o", "-", cwd=tmp_path)

    assert json.loads(result.stdout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["", ".", "folder"])
def test_a_folder_as_output_is_refused_before_any_work_is_done(where: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    result = mamoru("catalog", "list", "-o", where, cwd=tmp_path)

    assert result.returncode == 2
    assert result.stdout == b""
    assert len(result.stderr.splitlines()) == 1
    assert b"Unexpected" not in result.stderr


def test_json_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    result = mamoru(
        "catalog", "list", "--format", "json", environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp932"}
    )

    assert "ガイド" in result.stdout.decode("utf-8")


def test_where_japanese_cannot_be_shown_english_is() -> None:
    result = mamoru(
        "catalog", "list", lang="ja", environment={"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    )

    assert b"\\u" not in result.stdout
    assert b"points" in result.stdout


@posix
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_changes_nothing_but_what_is_heard(closed: str, tmp_path: Path) -> None:
    result = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m mamoru init here --product-name Camera {closed}', sys.executable],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )

    assert result.returncode == 0
    assert b"Traceback" not in result.stderr
    assert (tmp_path / "here" / "maker.yaml").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_is_told_in_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "mamoru", "catalog", "list", "--lang", "en"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

    assert result.returncode == 2
    assert result.stderr.decode().splitlines() == [
        "mamoru: Standard output cannot be used: no space is left. Free some space."
    ]


def test_signs_become_letters_where_the_encoding_does_not_have_them(tmp_path: Path) -> None:
    shutil.copytree(NETCAM, tmp_path / "ws")
    mamoru("check", tmp_path / "ws")
    told = mamoru(
        "explain",
        "guide:M1.1",
        tmp_path / "ws",
        lang="en",
        environment={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )

    where = told.stdout.decode("cp1252")
    assert told.returncode in (0, 3)
    assert not re.search(r"\\u(?:25|27)", where)
    assert re.search(r"^ +OK holds", where, re.MULTILINE)
