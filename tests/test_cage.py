"""What reads foreign bytes is in a cage: it reads its input and writes its work folder, and nothing beside."""

import errno
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mamoru.containment import Cage, Held, contained, held_here
from mamoru.containment.cage import NO_CALLS, NO_FILES
from mamoru.containment.seccomp import MACHINES, program
from mamoru.errors import LimitReached

HELD = held_here()
needs_files = pytest.mark.skipif(not HELD.files, reason="this kernel has no Landlock")
needs_calls = pytest.mark.skipif(not HELD.calls, reason="this machine has no seccomp")


def call(name: str, *arguments: object, reads: tuple[Path, ...] = (), writes: tuple[Path, ...] = ()) -> str:
    """`material.contained:NAME`, called in a child that may use these."""
    cage = Cage(reads=tuple(map(str, reads)), writes=tuple(map(str, writes)))
    said = contained(f"material.contained:{name}", tuple(map(str, arguments)), cage=cage, timeout_s=60)
    return said.decode()


def refused(name: str, *arguments: object, **cage: tuple[Path, ...]) -> bool:
    with pytest.raises(LimitReached) as raised:
        call(name, *arguments, **cage)
    return "PermissionError" in raised.value.message.en


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("a secret")
    return path


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@needs_files
def test_it_reads_what_it_was_given_and_no_file_beside_it(tmp_path: Path, secret: Path) -> None:
    given = tmp_path / "given.bin"
    given.write_text("given")
    assert call("reading", given, reads=(given,)) == "given"
    assert call("reading", secret, reads=(tmp_path,)) == "a secret"
    assert refused("reading", secret, reads=(given,))


@needs_files
@pytest.mark.parametrize("place", ["/etc/shadow", "/etc/hostname", "/root", "/proc/1/environ"])
def test_it_reads_nothing_of_the_system_but_programs(place: str) -> None:
    if not Path(place).exists():
        pytest.skip(f"there is no {place}")
    assert refused("reading", place)


@needs_files
def test_it_writes_its_work_folder_and_nothing_else(tmp_path: Path, secret: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    assert call("writing", work / "new", writes=(work,)) == "written"
    assert call("removing", work / "new", writes=(work,)) == "removed"
    assert refused("writing", tmp_path / "new", writes=(work,))
    assert refused("writing", secret, reads=(secret,), writes=(work,))
    assert refused("removing", secret, reads=(tmp_path,), writes=(work,))
    assert secret.read_text() == "a secret"


@needs_files
def test_a_way_out_by_a_link_is_none(tmp_path: Path, secret: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "link").symlink_to(secret)
    assert refused("reading", work / "link", writes=(work,))
    assert refused("writing", work / ".." / "new", writes=(work,))


@needs_files
def test_a_program_that_it_starts_is_in_the_cage_too(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    assert call("through_a_program", work / "x", writes=(work,)) == "written\n"
    assert "written" not in call("through_a_program", tmp_path / "x", writes=(work,))
    assert not (tmp_path / "x").exists()


def test_its_temporary_files_lie_in_its_work_folder(tmp_path: Path) -> None:
    assert Path(call("in_a_temporary_file", writes=(tmp_path,))).parent == tmp_path


@needs_calls
def test_it_reaches_nobody_over_a_network(listening: int) -> None:
    with socket.create_connection(("127.0.0.1", listening)):
        pass  # whoever is outside reaches it
    assert refused("calling", listening)


@needs_calls
def test_it_looks_into_no_other_process() -> None:
    assert call("looking_into", os.getpid()) == f"-1 {errno.EACCES}"


def test_where_a_wall_is_lacking_it_is_said_which() -> None:
    assert Held(files=True, calls=True).lacking == ()
    assert Held(files=False, calls=True).lacking == (NO_FILES,)
    assert Held(files=False, calls=False).lacking == (NO_FILES, NO_CALLS)


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_the_filter_of_each_machine_refuses_what_is_named_and_passes_the_rest(machine: str) -> None:
    known = MACHINES[machine]
    code = program(known.audit, sorted(known.refused.values()))

    assert all(_fails(code, known.audit, number) for number in known.refused.values())
    assert not any(_fails(code, known.audit, n) for n in range(600) if n not in known.refused.values())
    assert _fails(code, known.audit ^ 1, 0)
    assert _fails(code, known.audit, 0x40000000)
    assert len(set(known.refused.values())) == len(known.refused)


def _fails(code: bytes, audit: int, number: int) -> bool:
    """What the filter says of a call, as the kernel would run it."""
    lines = [(int.from_bytes(code[n : n + 2], sys.byteorder), code[n + 2], code[n + 3],
              int.from_bytes(code[n + 4 : n + 8], sys.byteorder)) for n in range(0, len(code), 8)]  # fmt: skip
    at = held = 0
    while True:
        what, then, otherwise, value = lines[at]
        at += 1
        if what == 0x20:
            held = {0: number, 4: audit}[value]
        elif what == 0x06:
            return value != 0x7FFF0000
        else:
            at += then if (held == value if what == 0x15 else held >= value) else otherwise
