"""A program for the camera, small enough to write by hand: it lights the status lamp.

64-bit ARM, static, no section headers. As careless makers ship them: loaded at a fixed address into
memory that can be written and run, with a stack that can be run. Source: ELF-64 Object File Format 1.5;
Arm Architecture Reference Manual, C6 (MOVZ, MOVN, ADR, SVC).
"""

import struct

_BASE = 0x400000
_HEADERS = 64 + 2 * 56
_PATH = b"/sys/class/leds/status/brightness\0"
_OPENAT, _WRITE, _EXIT = 56, 64, 93
_AARCH64, _EXECUTABLE = 183, 2
_LOAD, _STACK = 1, 0x6474E551
_READ_WRITE_RUN = 7


def led_program() -> bytes:
    """The whole file: open the lamp's file in /sys, write `1`, end."""
    code = _code()
    size = _HEADERS + len(code)
    header = struct.pack(
        "<4sBBBB8xHHIQQQIHHHHHH",
        b"\x7fELF", 2, 1, 1, 0, _EXECUTABLE, _AARCH64, 1, _BASE + _HEADERS, 64, 0, 0, 64, 56, 2, 64, 0, 0,
    )  # fmt: skip
    load = struct.pack("<IIQQQQQQ", _LOAD, _READ_WRITE_RUN, 0, _BASE, _BASE, size, size, 0x1000)
    stack = struct.pack("<IIQQQQQQ", _STACK, _READ_WRITE_RUN, 0, 0, 0, 0, 0, 16)
    return header + load + stack + code


def _code() -> bytes:
    count = 13
    words = (
        _movn(0, 99),  # x0 = -100: relative to the working directory
        _adr(1, (count - 1) * 4),
        _movz(2, 1),  # for writing
        _movz(3, 0),
        _movz(8, _OPENAT),
        _svc(),
        _adr(1, (count - 6) * 4 + len(_PATH)),
        _movz(2, 1),
        _movz(8, _WRITE),
        _svc(),
        _movz(0, 0),
        _movz(8, _EXIT),
        _svc(),
    )
    return struct.pack(f"<{count}I", *words) + _PATH + b"1"


def _movz(register: int, value: int) -> int:
    return 0xD2800000 | value << 5 | register


def _movn(register: int, value: int) -> int:
    return 0x92800000 | value << 5 | register


def _adr(register: int, distance: int) -> int:
    """`register` = address of this instruction + `distance` bytes."""
    return 0x10000000 | (distance & 3) << 29 | (distance >> 2) << 5 | register


def _svc() -> int:
    return 0xD4000001
