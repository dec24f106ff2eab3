"""What the build of a distribution wrote into its binaries: package notes and debug links.

A package note is a small JSON object in the section `.note.package`; a debug link names the file
`NAME-VERSION-RELEASE.ARCH.debug` that the symbols were moved to.
Source: systemd, "Package Metadata for Executable Files"; GDB manual, "Separate Debug Files".
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.components.sighting import PackageRecord

NOTE_ANCHOR = b'{"type":"'
_LONGEST = 512
_MOST_TRIES = 1000
_LINKED = re.compile(
    rb"-(?P<version>\d[\w.+~^]{0,30})-\d[\w.+~^]{0,60}"
    rb"\.(?:x86_64|i[3-6]86|aarch64|arm\w{0,4}|ppc64(?:le)?|s390x|riscv64|mips\w{0,6})\.debug"
)


class _Note(msgspec.Struct):
    type: str
    name: str
    version: str
    architecture: str | None = None


def package_notes(data: bytes, at: int) -> Iterator[PackageRecord]:
    """The package note at offset `at`, if it is one."""
    end = data.find(b"}", at, at + _LONGEST)
    if end < 0:
        return
    try:
        note = msgspec.json.decode(data[at : end + 1], type=_Note)
    except msgspec.DecodeError:
        return
    if note.type in ("rpm", "deb", "apk", "opkg"):
        yield PackageRecord(
            name=note.name,
            version=note.version,
            ecosystem=note.type,
            architecture=note.architecture,
            offset=at,
        )


def debug_link(data: bytes, name: str) -> tuple[str, str, int] | None:
    """The version that the debug link of the file `name` tells, the link, and its offset."""
    wanted = name.encode("utf-8", "replace")
    at = data.find(wanted + b"-")
    for _ in range(_MOST_TRIES):
        if at < 0:
            break
        match = _LINKED.match(data, at + len(wanted))
        if match is not None:
            link = data[at : match.end()].decode("ascii", "replace")
            return match.group("version").decode("ascii"), link, at
        at = data.find(wanted + b"-", at + 1)
    return None
