"""The status list of dpkg and opkg. Source: dpkg(1), deb-control(5); opkg's `/usr/lib/opkg/status`."""

import re
from collections.abc import Iterator

from mamoru.product.sbom.packages import home_of_deb, package
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken

FORMAT = "package-status"
KIND = "list"
_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*Package: ?\S")
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{0,60}):[ \t]*(.*)$")
_OPKG = frozenset({"installed-time", "auto-installed", "abiversion"})
_GONE = frozenset({"not-installed", "config-files", "half-installed"})
MOST_FIELDS = 100
MOST_VALUE = 2000


def recognises(name: str, head: bytes) -> bool:
    """By the field that comes first, and the one that every package has."""
    return _HEAD.match(head) is not None and b"\nVersion:" in head.replace(b"\r", b"")


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Each package that is installed; removed ones, of which only settings are left, are none."""
    text = data.decode("utf-8-sig", "replace")
    opkg = "opkg" in name.lower() or re.search(r"^Installed-Time:", text, re.MULTILINE) is not None
    for line, told in _paragraphs(text):
        status = told.get("status", "install ok installed").split()
        if status[-1:] and status[-1] in _GONE:
            continue
        label, version = spoken(told.get("package")), spoken(told.get("version"))
        if label is None:
            yield Missed(line=line, why=NO_NAME)
        elif opkg or _OPKG & told.keys():
            yield package("opkg", label, version, line, told=told, home=None)
        else:
            yield package("deb", label, version, line, told=told, home=home_of_deb(version or "", told))


def _paragraphs(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    told: dict[str, str] = {}
    start = 1
    for number, line in enumerate((*text.splitlines(), ""), 1):
        if not line.strip():
            if told:
                yield start, told
            told = {}
        elif (match := _FIELD.match(line)) and len(told) < MOST_FIELDS:
            if not told:
                start = number
            told.setdefault(match[1].lower(), match[2].strip()[:MOST_VALUE])
