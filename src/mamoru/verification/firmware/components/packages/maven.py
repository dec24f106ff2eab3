"""Java archives, by what Maven writes into them, else by their manifest.

Source: Apache Maven Archiver, "pom.properties"; JAR File Specification, "JAR manifest"; OSGi Core,
"Bundle manifest headers".
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "maven"
PATHS = (
    "*.jar",
    "*.war",
    "*.ear",
    "*META-INF/maven/*/*/pom.properties",
    "*META-INF/maven/*/*/pom.xml",
)
_POM = re.compile(r"(?:.*/)?META-INF/maven/([\w.-]{1,120})/([\w.-]{1,120})/pom\.(properties|xml)")
_VERSION = re.compile(rb"<version>\s*([^<$\s]{1,80})\s*</version>")
_PARENT = re.compile(rb"<parent>.{0,4000}?</parent>", re.S)
_BODY = re.compile(rb"<(?:dependencies|dependencyManagement|build|properties|profiles|modules)\b")
_NESTED = re.compile(r"(?:BOOT-INF|WEB-INF)/lib/[^/]{1,200}\.jar")
_MOST_MEMBERS, _LARGEST_TEXT, _LARGEST_NESTED, _MOST_NESTED = 65536, 1 << 20, 32 << 20, 500
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    OverflowError,
)  # fmt: skip  (what zipfile raises on archives that are damaged, encrypted or of an unknown method)


def records_in(data: bytes, path: str) -> Iterator[PackageRecord]:
    """The packages in a Java archive, or that which one file of Maven names."""
    if (pom := _POM.fullmatch(path)) is not None:
        yield from _of_pom(pom, data)
    elif data[:2] == b"PK":
        yield from _of_archive(data, path, deeper=True)


def _of_archive(data: bytes, path: str, *, deeper: bool) -> Iterator[PackageRecord]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = dict.fromkeys(archive.namelist()[:_MOST_MEMBERS])
            found = [
                r
                for name in names
                if (pom := _POM.fullmatch(name))
                for r in _of_pom(pom, _member(archive, name))
            ]
            if not found and "META-INF/MANIFEST.MF" in names:
                found = list(_of_manifest(_member(archive, "META-INF/MANIFEST.MF"), path))
            yield from dict.fromkeys(found)
            inner = [name for name in names if deeper and _NESTED.fullmatch(name)][:_MOST_NESTED]
            for name in inner:
                yield from _of_archive(_member(archive, name, most=_LARGEST_NESTED), name, deeper=False)
    except _BROKEN:
        return


def _member(archive: zipfile.ZipFile, name: str, most: int = _LARGEST_TEXT) -> bytes:
    with archive.open(name) as member:
        return member.read(most)


def _of_pom(pom: re.Match[str], data: bytes) -> Iterator[PackageRecord]:
    group, artifact, form = pom.groups()
    version = _in_properties(data) if form == "properties" else _in_xml(data)
    if version is not None:
        yield PackageRecord(name=f"{group}:{artifact}", version=version, ecosystem=ECOSYSTEM)


def _in_properties(data: bytes) -> str | None:
    found = re.search(rb"^version\s*[=:]\s*([^\s$]{1,80})\s*$", data[:_LARGEST_TEXT], re.M)
    return found.group(1).decode("utf-8", "replace") if found else None


def _in_xml(data: bytes) -> str | None:
    """The project's own version, else that of its parent, from which it would be taken."""
    head = data[:_LARGEST_TEXT]
    parent = _PARENT.search(head)
    own = head.replace(parent.group(), b"", 1) if parent else head
    body = _BODY.search(own)
    found = _VERSION.search(own[: body.start()] if body else own)
    if found is None and parent is not None and b"<version>${" not in own:
        found = _VERSION.search(parent.group())
    return found.group(1).decode("utf-8", "replace") if found else None


def _of_manifest(data: bytes, path: str) -> Iterator[PackageRecord]:
    """By the main section of a manifest; the name is the bundle's, else the archive's own."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", "")
    lines = (line.partition(":") for line in text.split("\n\n")[0].split("\n"))
    fields = {name: value.strip() for name, _, value in lines}
    version = fields.get("Implementation-Version") or fields.get("Bundle-Version")
    base = re.sub(r"(?:-\d[\w.+-]*)?\.\w{3}$", "", path.rpartition("/")[2])
    name = fields.get("Bundle-SymbolicName", "").partition(";")[0].strip() or base
    group = fields.get("Implementation-Vendor-Id")
    if version and name:
        named = f"{group}:{base}" if group else name
        yield PackageRecord(name=named[:200], version=version.split()[0][:80], ecosystem=ECOSYSTEM)
