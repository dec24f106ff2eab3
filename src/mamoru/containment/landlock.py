"""Landlock: which files this process and its children may still read, run and write.

Source: Linux kernel documentation, "Landlock: unprivileged access control" (userspace-api/landlock); its system
calls have the same numbers on every machine. There is no wrapper in the C library, so they are called by number.
"""

import ctypes
import os
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVILEGES = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_ALL_OF_1 = (1 << 13) - 1  # … REMOVE_DIR, REMOVE_FILE, MAKE_CHAR to MAKE_SYM
_REFER, _TRUNCATE, _CONTROL = 1 << 13, 1 << 14, 1 << 15  # since 2, 3 and 5
_DEVICES = (1 << 6) | (1 << 11)  # MAKE_CHAR, MAKE_BLOCK: never
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_READ = _EXECUTE | _READ_FILE | _READ_FOLDER
_TCP = 0b11  # bind and connect, since 4
_SCOPES = 0b11  # abstract sockets and signals, since 6


class _Rules(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


def version() -> int:
    """The version of Landlock's interface in this kernel; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(_CREATE, None, 0, _ASK_VERSION))


def restrict(reads: Iterable[Path], writes: Iterable[Path]) -> bool:
    """Take from this process for good what is not below `reads` (read and run) or `writes` (everything but devices).
    What does not exist is left out. False where the kernel has no Landlock or refused: then nothing changed."""
    known = version()
    if known == 0:
        return False
    handled = _handled(known)
    rules = _Rules(handled, _TCP if known >= 4 else 0, _SCOPES if known >= 6 else 0)
    size = 8 if known < 4 else 16 if known < 6 else 24
    ruleset = _call(_CREATE, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return False
    try:
        for path in reads:
            _allow(ruleset, path, _READ & handled)
        for path in writes:
            _allow(ruleset, path, handled & ~_DEVICES)
        return _without_new_privileges() and _call(_RESTRICT, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _handled(known: int) -> int:
    later = ((2, _REFER), (3, _TRUNCATE), (5, _CONTROL))
    return _ALL_OF_1 | sum(access for since, access in later if known >= since)


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)  # type: ignore[attr-defined,unused-ignore]
    except (OSError, ValueError):
        return
    try:
        beneath = _Beneath(access if path.is_dir() else access & _OF_A_FILE, parent)
        _call(_ADD, ruleset, _PATH_BENEATH, ctypes.byref(beneath), 0)
    finally:
        os.close(parent)


def _without_new_privileges() -> bool:
    return bool(ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0)


def _call(number: int, *arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *arguments))
