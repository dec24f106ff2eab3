"""What package managers print of what is installed, one package a line.

Source: `opkg list-installed` (`busybox - 1.36.1-1`), `apk list --installed`
(`busybox-1.36.1-r5 armv7 {busybox} (GPL-2.0-only) [installed]`), `dpkg -l` (`ii  zlib1g:armhf  1:1.2.13
armhf  …`), and the manifest of a Yocto image (`busybox armv7at2hf-neon 1.36.1-r0`).
"""

import re
from collections.abc import Iterator

from mamoru.language import Text
from mamoru.product.sbom.packages import home_of_deb, package
from mamoru.product.sbom.part import Missed, Part

FORMAT = "installed"
KIND = "list"
NOT_A_PACKAGE = Text("パッケージの行として読めません", "it is no line of a package")
_NAME = r"[A-Za-z0-9][A-Za-z0-9+._-]{0,200}"
_OPKG = re.compile(rf"^(?P<name>{_NAME}) - (?P<version>[^\s-]\S{{0,200}})(?: - .*)?$")
_APK = re.compile(
    rf"^(?P<name>{_NAME}?)-(?P<version>\d[^\s-]{{0,100}}-r\d{{1,6}}) (?P<architecture>\S{{1,60}}) "
    r"\{(?P<source>[^{}]{1,200})\} \((?P<license>.{0,500})\)(?P<state> \[[^\]]*\])?"
)
_DPKG = re.compile(
    rf"^(?P<state>[a-zA-Z]{{2,3}}) +(?P<name>{_NAME})(?::\S{{1,30}})? +(?P<version>\d\S{{0,200}}) +"
    r"(?P<architecture>\S{1,60})"
)
_YOCTO = re.compile(
    rf"^(?P<name>{_NAME}) (?P<architecture>[A-Za-z0-9_.+-]{{1,60}}) (?P<version>\d?\S{{1,200}})$"
)
_AROUND = re.compile(r"^(?:WARNING: .*|Listing\.\.\..*|Desired=.*|[|/+].*|\s*)$")
_KINDS = ((_APK, "apk"), (_DPKG, "deb"), (_OPKG, "opkg"), (_YOCTO, "yocto"))
_LOOKED_AT = 20


def recognises(name: str, head: bytes) -> bool:
    """By its first lines, which all must be of one kind; Yocto's by the name of the file too."""
    return _kind(name, head.decode("utf-8-sig", "replace").splitlines()[:_LOOKED_AT]) is not None


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Each line that names an installed package."""
    lines = data.decode("utf-8-sig", "replace").splitlines()
    found = _kind(name, lines[:_LOOKED_AT])
    if found is None:
        return
    pattern, kind = found
    for number, line in enumerate(lines, 1):
        match = pattern.match(line[:2000].rstrip())
        if match is None:
            if not _AROUND.match(line[:2000]):
                yield Missed(line=number, why=NOT_A_PACKAGE)
            continue
        told = {key: text for key, text in match.groupdict().items() if text}
        state = told.pop("state", "ii")
        if (kind == "deb" and state[1:2] != "i") or (kind == "apk" and "[installed" not in state):
            continue
        version = told["version"]
        home = home_of_deb(version, told) if kind == "deb" else None
        if kind == "apk":
            folder, _, told["source"] = told["source"].rpartition("/")
            home = "openwrt" if folder else "alpine"
        yield package(
            "opkg" if kind == "yocto" else kind, told["name"], version, number, told=told, home=home
        )


def _kind(name: str, lines: list[str]) -> tuple[re.Pattern[str], str] | None:
    """The pattern that all the first lines follow (the last may be cut)."""
    told = [line[:2000].rstrip() for line in lines if not _AROUND.match(line[:2000])]
    told = told[:-1] if len(told) > 2 and len(lines) < _LOOKED_AT else told
    for pattern, kind in _KINDS:
        if kind == "yocto" and not name.lower().endswith(".manifest"):
            continue
        if told and sum(pattern.match(line) is not None for line in told) * 10 >= len(told) * 9:
            return pattern, kind
    return None
