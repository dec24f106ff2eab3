"""The cage of a child that reads foreign bytes: no network, no other process, and of the files its input, Python and
installed programs to read, its work folder to write. Where the system has no such means, all works without."""

import os
import shutil
import site
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mamoru.containment import landlock, seccomp
from mamoru.language import Text

HELPERS = ("7zz", "7z", "7za", "unblob")  # programs of others that a reader may call
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32", "/nix/store", "/opt")
_SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/passwd", "/etc/nsswitch.conf", "/etc/alternatives")
_DEVICES = ("/dev/urandom", "/dev/random", "/dev/zero", "/proc/meminfo", "/proc/cpuinfo", "/proc/self")
_SINK = ("/dev/null", "/dev/shm")  # noqa: S108  (of a named semaphore nothing is read)

NO_FILES = Text(
    "このシステムでは、読み取り処理のファイルの利用を制限できません（Landlock がありません）",
    "here the files that readers may use cannot be limited (there is no Landlock)",
)
NO_CALLS = Text(
    "このシステムでは、読み取り処理の通信を止められません（seccomp がありません）",
    "here readers cannot be kept from the network (there is no seccomp)",
)


class Cage(msgspec.Struct, frozen=True, kw_only=True):
    """What a child may use beside Python and installed programs: files and folders to read, and folders to write."""

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Which walls of the cage stand: around files, around system calls."""

    files: bool
    calls: bool

    @property
    def lacking(self) -> tuple[Text, ...]:
        """What does not stand, in words."""
        return (*(() if self.files else (NO_FILES,)), *(() if self.calls else (NO_CALLS,)))


def held_here() -> Held:
    """Which walls stand in the children of this process."""
    return Held(files=landlock.version() > 0, calls=seccomp.is_known())


def enter(cage: Cage) -> Held:
    """Shut this process in for good, with all that it starts. Call it before its first foreign byte, after what it
    needs from elsewhere is open."""
    if cage.writes:
        tempfile.tempdir = os.environ["TMPDIR"] = cage.writes[0]
    reads = [*_python(), *map(Path, (*_SYSTEM, *_SETTINGS, *_DEVICES, *cage.reads)), *_helpers()]
    writes = [Path(place) for place in (*cage.writes, *_SINK)]
    files = landlock.restrict(reads, writes)
    return Held(files=files, calls=seccomp.refuse())


def _python() -> Iterator[Path]:
    """Where modules come from: not the folder in which somebody happens to stand."""
    paths = sysconfig.get_paths()
    yield from (Path(paths[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib") if name in paths)
    yield from (Path(place) for place in (sys.prefix, sys.base_prefix, *site.getsitepackages()))
    yield from (Path(entry) for entry in sys.path if entry and not _is_here(entry))
    yield Path(__file__).parents[2]


def _is_here(entry: str) -> bool:
    try:
        return Path(entry) == Path.cwd()
    except OSError:  # it was removed under our feet
        return False


def _helpers() -> Iterator[Path]:
    """The programs of others with what lies beside them: one that was installed for a user has its own Python."""
    for name in HELPERS:
        found = shutil.which(name)
        if found is not None:
            place = Path(found)
            yield place
            yield place.resolve().parents[1]
