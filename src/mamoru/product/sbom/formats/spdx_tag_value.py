"""SPDX 2 as tags and values, as `west spdx` of Zephyr and esp-idf-sbom write it.

Source: SPDX 2.2 and 2.3, clause 7 and annex H (tag:value). Zephyr: zephyr.spdx, modules-deps.spdx,
app.spdx, build.spdx; the targets that build.spdx lists have no version and no identifier.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.product.sbom.answering import answers_in
from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.tools import named_by_tool

FORMAT = "spdx-2"
KIND = "sbom"
_TAG = re.compile(rb"^([A-Za-z][A-Za-z-]{1,63}):[ \t]*(.*)$")
_REFERENCE = re.compile(r"^\s*(\S+)\s+(\S+)\s+(\S+)")
_OTHER_BLOCKS = (b"FileName", b"SnippetSPDXID", b"LicenseID", b"Relationship")
MOST_LINE = 1 << 16


class _Package(msgspec.Struct):
    """A package while its tags are read."""

    name: str
    line: int
    id: str = ""
    tags: dict[str, str] = {}
    purl: str | None = None
    cpes: list[str] = []


def recognises(name: str, head: bytes) -> bool:
    """By the tag that comes first."""
    return re.search(rb"^SPDXVersion:", head.removeprefix(b"\xef\xbb\xbf"), re.MULTILINE) is not None


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Every package but the product itself, and the targets of a build that nothing identifies."""
    made_by, described, packages = _read(data)
    for package in packages:
        unnamed = package.purl is None and not package.cpes
        if unnamed and len(packages) > 1 and described == {package.id}:
            continue
        own, tool = named_by_tool(package.name, made_by)
        version = spoken(package.tags.get("PackageVersion"))
        if "zephyr" in made_by.lower() and unnamed and version is None:
            continue
        yield Part(
            name=own,
            version=version,
            line=package.line,
            purl=package.purl,
            cpes=tuple(package.cpes),
            license=spoken(package.tags.get("PackageLicenseDeclared"))
            or spoken(package.tags.get("PackageLicenseConcluded")),
            supplier=spoken(package.tags.get("PackageSupplier")),
            answered=answers_in(package.tags.get("PackageSourceInfo"), "fixed", "SPDX PackageSourceInfo"),
            tool=tool,
            titled="zephyr" in made_by.lower() or "esp-idf" in made_by.lower(),
        )


def _read(data: bytes) -> tuple[str, set[str], list[_Package]]:
    """Who made the document, the ids that it describes, and its packages."""
    made_by: list[str] = []
    described: set[str] = set()
    packages: list[_Package] = []
    here: _Package | None = None
    in_text = False
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if len(line) > MOST_LINE:
            raise FormatError(0, f"line {number} is too long")
        if in_text:
            in_text = b"</text>" not in line
            continue
        match = _TAG.match(line)
        if match is None:
            continue
        tag, written = match.group(1), match.group(2).decode("utf-8", "replace").strip()
        in_text = "<text>" in written and "</text>" not in written
        if tag == b"Creator":
            made_by.append(written)
        elif tag == b"PackageName":
            here = _Package(written, number, tags={}, cpes=[])
            packages.append(here)
        elif tag == b"Relationship" and written.startswith("SPDXRef-DOCUMENT DESCRIBES "):
            described.add(written.rpartition(" ")[2])
        elif tag in _OTHER_BLOCKS:
            here = None
        elif here is not None:
            _tell(here, tag, written)
    return " ".join(made_by), described, [package for package in packages if spoken(package.name)]


def _tell(package: _Package, tag: bytes, written: str) -> None:
    if tag == b"SPDXID":
        package.id = package.id or written
    elif tag == b"ExternalRef":
        match = _REFERENCE.match(written)
        kind = match.group(2).rpartition("/")[2] if match else ""
        if match and kind == "purl":
            package.purl = package.purl or match.group(3)
        elif match and kind in ("cpe23Type", "cpe22Type"):
            package.cpes.append(match.group(3))
    else:
        package.tags.setdefault(tag.decode(), written)
