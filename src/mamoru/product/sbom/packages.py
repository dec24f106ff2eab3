"""Packages of a distribution as its own tools list them, and the package URL that each has."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from mamoru.product.sbom.part import Part, spoken

_DEBIAN_RELEASE = re.compile(r"[+~]deb(\d{1,2})u\d")
_UBUNTU_RELEASE = re.compile(r"ubuntu[\d.]*~(\d\d\.\d\d)")
_SOURCE = re.compile(r"^(\S+)(?:\s+\(([^()]+)\))?")


def package(
    kind: str, name: str, version: str | None, line: int, *, told: Mapping[str, str], home: str | None
) -> Part:
    """A package of `kind` (deb, opkg, apk) of the distribution `home`; `told` has by the names of
    deb-control(5) what else is known: architecture, source, license, maintainer, origin."""
    match = _SOURCE.match(told.get("source", ""))
    source, source_version = (match[1], match[2]) if match else (None, None)
    release = _release(version or "", home)
    upstream = (source or "") + (f"@{source_version}" if source_version else "")
    qualifiers = {
        "arch": told.get("architecture"),
        "distro": f"{home}-{release}" if home and release else None,
        "upstream": upstream if source and (source != name or source_version) else None,
    }
    query = "&".join(f"{key}={quote(text, safe='@+~:/')}" for key, text in qualifiers.items() if text)
    place = f"pkg:{kind}/{f'{quote(home)}/' if home else ''}{quote(name.lower(), safe='+')}"
    at = f"@{quote(version, safe='+~:')}" if version else ""
    return Part(
        name=name,
        version=version,
        line=line,
        purl=f"{place}{at}{f'?{query}' if query else ''}",
        license=spoken(told.get("license")),
        supplier=spoken(told.get("maintainer")),
        distribution=home,
        distribution_release=release,
        source=source,
        source_version=source_version,
    )


def home_of_deb(version: str, told: Mapping[str, str]) -> str:
    """Debian or one that is made from it, as far as a package tells."""
    said = " ".join((version, told.get("origin", ""), told.get("maintainer", ""))).lower()
    return "ubuntu" if "ubuntu" in said else "raspbian" if "raspbian" in said or "+rpi" in said else "debian"


def _release(version: str, home: str | None) -> str | None:
    pattern = {"debian": _DEBIAN_RELEASE, "raspbian": _DEBIAN_RELEASE, "ubuntu": _UBUNTU_RELEASE}.get(
        home or ""
    )
    match = pattern.search(version) if pattern else None
    return match[1] if match else None
