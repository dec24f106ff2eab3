"""SPDX 2 tag-value text made into what the same document is as decoded JSON.

Source: SPDX 2.3, annex H (tag:value); a value in `<text>` may span lines.
"""

import re

from mamoru.errors import FormatError

Object = dict[str, object]
MOST_LINE = 1 << 16
MOST_TEXT = 1 << 20
_TAG = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,63}):[ \t]*(.*)", re.DOTALL)
_REFERENCE = re.compile(r"(\S+)\s+(\S+)\s+(\S+)")
_CHECKSUM = re.compile(r"(\S+?):\s*(\S+)")
_DOCUMENT = {
    "SPDXVersion": "spdxVersion", "DataLicense": "dataLicense", "DocumentName": "name",
    "DocumentNamespace": "documentNamespace", "DocumentComment": "comment",
}  # fmt: skip
_PACKAGE = {
    "PackageVersion": "versionInfo", "PackageSupplier": "supplier", "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation", "PackageLicenseDeclared": "licenseDeclared",
    "PackageLicenseConcluded": "licenseConcluded", "PackageVerificationCode": "packageVerificationCode",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
}  # fmt: skip
_BEGINS = {"PackageName": "packages", "FileName": "files", "SnippetSPDXID": "snippets"}
_ELSEWHERE = frozenset({"LicenseID", "Reviewer", "Annotator"})


def spdx_document(data: bytes) -> Object:
    """The document as JSON would have it. Raises `FormatError` for a line or text without end."""
    return _Reader().read(data.removeprefix(b"\xef\xbb\xbf"))


class _Reader:
    def __init__(self) -> None:
        self._lists: dict[str, list[object]] = {
            name: [] for name in ("packages", "files", "snippets", "relationships")
        }
        self._creation: dict[str, object] = {}
        self._creators: list[object] = []
        self._document: Object = {"creationInfo": self._creation, **self._lists}
        self._here: Object | None = self._document

    def read(self, data: bytes) -> Object:
        """Line by line."""
        offset, open_at = 0, 0
        held: list[str] = []
        for line in data.splitlines(keepends=True):
            if len(line) > MOST_LINE:
                raise FormatError(offset, f"a line of {len(line)} bytes")
            text = line.decode("utf-8", "replace")
            if not held:
                open_at = offset
            held.append(text)
            offset += len(line)
            if offset - open_at > MOST_TEXT:
                raise FormatError(open_at, "a <text> without end")
            if "</text>" in text or (len(held) == 1 and "<text>" not in text):
                self._line("".join(held))
                held = []
        if held:
            raise FormatError(open_at, "a <text> without end")
        return self._document

    def _line(self, text: str) -> None:
        if match := _TAG.match(text):
            self._tag(match[1], match[2].replace("<text>", "").replace("</text>", "").strip())

    def _tag(self, tag: str, value: str) -> None:
        if tag in _BEGINS:
            self._here = {"SPDXID": value} if tag == "SnippetSPDXID" else {"name": value}
            self._lists[_BEGINS[tag]].append(self._here)
        elif tag == "Relationship":
            self._relationship(value)
        elif tag in _ELSEWHERE:
            self._here = None
        elif tag == "Creator":
            self._creators.append(value)
            self._creation["creators"] = self._creators
        elif tag in ("Created", "CreatorComment"):
            self._creation["created" if tag == "Created" else "comment"] = value
        elif tag in _DOCUMENT:
            self._document[_DOCUMENT[tag]] = value
        elif self._here is not None:
            self._field(self._here, tag, value)

    def _relationship(self, value: str) -> None:
        if match := _REFERENCE.match(value):
            self._lists["relationships"].append(
                {"spdxElementId": match[1], "relationshipType": match[2], "relatedSpdxElement": match[3]}
            )

    def _field(self, here: Object, tag: str, value: str) -> None:
        if tag == "SPDXID":
            here.setdefault("SPDXID", value)
        elif tag in _PACKAGE:
            here.setdefault(_PACKAGE[tag], value)
        elif tag == "ExternalRef" and (match := _REFERENCE.match(value)):
            _more(here, "externalRefs", {"referenceType": match[2], "referenceLocator": match[3]})
        elif tag == "PackageChecksum" and (match := _CHECKSUM.match(value)):
            _more(here, "checksums", {"algorithm": match[1], "checksumValue": match[2]})


def _more(here: Object, field: str, entry: Object) -> None:
    listed = here.setdefault(field, [])
    if isinstance(listed, list):
        listed.append(entry)
