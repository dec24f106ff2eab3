"""A contained child cannot take us with it, and its end is always told in both languages."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest

from mamoru.containment import Cage, contained
from mamoru.errors import LimitReached


def call(name: str, *arguments: str, timeout_s: float = 60.0, memory_bytes: int = 1 << 30) -> bytes:
    """`material.contained:NAME`, called in a child."""
    return contained(
        f"material.contained:{name}", arguments, cage=Cage(), timeout_s=timeout_s, memory_bytes=memory_bytes
    )


def test_a_child_gives_bytes_and_tells_of_its_progress() -> None:
    told: list[tuple[str, float | None]] = []
    given = contained(
        "material.contained:fine",
        ("守る",),
        cage=Cage(),
        timeout_s=60,
        progress=lambda what, share: told.append((what, share)),
    )
    assert (given.decode(), told) == ("守る", [("half way", 0.5)])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_is_for_the_parent_to_answer() -> None:
    assert call("interrupted") == b"went on"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("crash", "exit"),
        ("wrong_input", "it is broken"),
        ("wrong_format", "no such block"),
        ("bug", "LookupError: nobody foresaw this"),
    ],
)
def test_a_child_that_breaks_is_told_in_both_languages(
    name: str, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(LimitReached) as raised:
        call(name)
    assert why in raised.value.message.en
    assert raised.value.message.ja != raised.value.message.en
    assert raised.value.remedy.ja != raised.value.remedy.en
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of address space")
def test_a_child_that_wants_too_much_memory_is_told() -> None:
    with pytest.raises(LimitReached, match="out of memory"):
        call("greedy")


def test_a_child_that_never_ends_is_stopped_even_while_it_tells_of_progress() -> None:
    with pytest.raises(LimitReached, match="1 s"):
        call("endless", timeout_s=1.0)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into Linux's list of processes")
def test_no_process_of_ours_is_left_in_the_group_when_a_command_has_ended(tmp_path: Path) -> None:
    (tmp_path / "image").mkdir()
    (tmp_path / "image" / "file").write_bytes(b"x")
    command = [sys.executable, "-m", "mamoru", "firmware", "tree", str(tmp_path / "image")]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    started.wait(60)

    left = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = stat.read_text().rpartition(")")[2].split()
            left += [stat] if int(fields[2]) == started.pid else []
    assert left == []
