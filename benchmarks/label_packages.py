"""The component that a label means: the ecosystem is guessed from the image, the id and the version."""

import re
from urllib.parse import quote

import msgspec

from mamoru.product.component import Component
from mamoru.product.software import packaged_as, plain, software, upstream

_DPKG = re.compile(r"ubuntu|\+deb\d|[+~]?dfsg|^\d+:.*-\d|-\d+(?:\.\d+)*(?:build\d+|\+b\d+)?$")
_RPM = re.compile(r"\.(?:el\d|amzn|fc\d|module)|\.el\d|\.amzn\d")
_APK = re.compile(r"-r\d+$")
_GO = re.compile(r"^v\d|\.(?:com|org|in|io)/")
_RPM_IMAGES = ("almalinux", "ubi8", "sle", "amazonlinux")
_DEB_IMAGES = {"ubuntu": "ubuntu", "postgres": "debian", "/node": "debian", "gitlab": "ubuntu"}


class Label(msgspec.Struct, frozen=True):
    """One verdict: `cve` is None where the vulnerability has none."""

    image: str
    package: str
    version: str
    vulnerability: str
    label: str
    cve: str | None = None
    note: str | None = None


def kind_of(label: Label) -> str:
    """The kind of package: deb, rpm, apk, go, or other (of a language, or a program itself)."""
    version = label.version
    if _RPM.search(version):
        return "rpm"
    if _APK.search(version):
        return "apk"
    if _GO.search(version) or _GO.search(label.package):
        return "go"
    if "-" in version and any(mark in label.image for mark in _RPM_IMAGES):
        return "rpm"
    return "deb" if _DPKG.search(version) else "other"


def component_of(label: Label) -> Component:
    """The component as an SBOM would name it."""
    kind, version = kind_of(label), quote(label.version, safe="")
    known = packaged_as(label.package) or software(label.package)
    if kind == "deb":
        vendor = next((v for mark, v in _DEB_IMAGES.items() if mark in label.image), "debian")
        vendor = "ubuntu" if "ubuntu" in label.version else "debian" if "+deb" in label.version else vendor
        purl = f"pkg:deb/{vendor}/{label.package}@{version}"
    elif kind == "rpm":
        purl = f"pkg:rpm/{label.package}@{version}"
    elif kind == "apk":
        purl = f"pkg:apk/alpine/{label.package}@{version}"
    else:
        purl = f"pkg:golang/{label.package}@{version}" if kind == "go" else None
    own = upstream(label.version, kind) if kind in ("deb", "rpm", "apk") else label.version
    own = plain(own, known) if known else own
    return Component(
        name=label.package, version=own, raw_version=label.version, software=known.id if known else None,
        purl=purl, cpes=known.cpe_names(own) if known else (),
    )  # fmt: skip
