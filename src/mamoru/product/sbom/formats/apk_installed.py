"""The list of installed packages of apk. Source: Alpine wiki, "Apk spec", installed database."""

import re
from collections.abc import Iterator

from mamoru.product.sbom.packages import package
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken

FORMAT = "apk"
KIND = "list"
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:[A-Zra-z]:[^\r\n]*\r?\n){0,3}P:\S")
_FIELDS = {"A": "architecture", "o": "source", "L": "license", "m": "maintainer"}


def recognises(name: str, head: bytes) -> bool:
    """By the fields that come first: checksum, name, version."""
    return _HEAD.match(head) is not None and re.search(rb"^V:\S", head, re.MULTILINE) is not None


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Each installed package; OpenWrt's name their source by its folder, Alpine's by its name."""
    told: dict[str, str] = {}
    start = 1
    for number, line in enumerate((*data.decode("utf-8-sig", "replace").splitlines(), ""), 1):
        if line.strip():
            if not told:
                start = number
            if line[1:2] == ":":
                told.setdefault(line[0], line[2:].strip()[:500])
        elif told:
            yield _package(told, start)
            told = {}


def _package(told: dict[str, str], line: int) -> Part | Missed:
    label = spoken(told.get("P"))
    if label is None:
        return Missed(line=line, why=NO_NAME)
    known = {field: told[key] for key, field in _FIELDS.items() if told.get(key)}
    folder, _, last = known.get("source", "").rpartition("/")
    if folder:
        known["source"] = last
    return package(
        "apk", label, spoken(told.get("V")), line, told=known, home="openwrt" if folder else "alpine"
    )
