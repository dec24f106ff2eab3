"""seccomp: the system calls that a reader of foreign bytes never needs end with EACCES.

Refused are sockets, looking into other processes, and what changes the system. Source: Linux kernel documentation,
"Seccomp BPF" (userspace-api/seccomp_filter), and the tables of system calls of x86-64 and AArch64.
"""

import ctypes
import errno
import platform
import struct
import sys
from typing import NamedTuple

_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # of classic BPF: ld [k], jeq, jge, ret
_NUMBER, _MACHINE = 0, 4  # where they stand in `struct seccomp_data`
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_X32 = 0x40000000  # the numbers of x86-64's second interface begin here


class _Machine(NamedTuple):
    """A machine's number for the audit, and the numbers of what is refused there."""

    audit: int
    refused: dict[str, int]


_EVERYWHERE = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsmount": 432, "pidfd_getfd": 438,
}  # fmt: skip
MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        {
            "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "ptrace": 101, "pivot_root": 155,
            "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165, "umount2": 166, "swapon": 167,
            "swapoff": 168, "reboot": 169, "iopl": 172, "ioperm": 173, "init_module": 175, "delete_module": 176,
            "quotactl": 179, "clock_settime": 227, "kexec_load": 246, "add_key": 248, "request_key": 249,
            "keyctl": 250, "unshare": 272, "accept4": 288, "perf_event_open": 298, "open_by_handle_at": 304,
            "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313,
            "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323, **_EVERYWHERE,
        },
    ),
    "aarch64": _Machine(
        0xC00000B7,
        {
            "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "quotactl": 60, "acct": 89, "unshare": 97,
            "kexec_load": 104, "init_module": 105, "delete_module": 106, "clock_settime": 112, "ptrace": 117,
            "reboot": 142, "settimeofday": 170, "socket": 198, "bind": 200, "listen": 201, "accept": 202,
            "connect": 203, "add_key": 217, "request_key": 218, "keyctl": 219, "swapon": 224, "swapoff": 225,
            "perf_event_open": 241, "accept4": 242, "open_by_handle_at": 265, "setns": 268,
            "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "bpf": 280,
            "userfaultfd": 282, "kexec_file_load": 294, **_EVERYWHERE,
        },
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def is_known() -> bool:
    """Whether the numbers of this machine are known, so that `refuse` can be tried."""
    return sys.platform == "linux" and platform.machine() in MACHINES and struct.calcsize("P") == 8


def refuse() -> bool:
    """Refuse these calls to this process and its children for good. False where the machine or its kernel has no such
    filter: then nothing changed."""
    if not is_known():
        return False
    machine = MACHINES[platform.machine()]
    code = program(machine.audit, sorted(machine.refused.values()))
    library = ctypes.CDLL(None)
    filters = _Program(len(code) // 8, code)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(filters), 0, 0) == 0)


def program(audit: int, refused: list[int]) -> bytes:
    """The filter: calls made as for another machine and those that are `refused` fail, all others pass."""
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, len(refused) + 3, audit),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, len(refused) + 1, 0, _X32),
    ]
    lines += [(_EQUAL, len(refused) - n, 0, number) for n, number in enumerate(refused)]
    lines += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _FAIL | errno.EACCES)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
