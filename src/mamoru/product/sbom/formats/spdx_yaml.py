"""SPDX 2 in YAML. Source: SPDX 2.2 and 2.3, clause 7; the fields are those of its JSON."""

import re
from collections.abc import Iterator

from mamoru.product.sbom.formats.spdx_json import package_of
from mamoru.product.sbom.part import NO_NAME, Missed, Part
from mamoru.product.sbom.texts import objects, yaml_fields

FORMAT = "spdx-2"
KIND = "sbom"
_MARK = re.compile(rb"^[\"']?(?:spdxVersion|SPDXID)[\"']?\s*:", re.MULTILINE)


def recognises(name: str, head: bytes) -> bool:
    """By the mark that its form demands, at the start of a line."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return not text.startswith((b"{", b"<")) and _MARK.search(head) is not None


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Every package but the product itself, which the document describes."""
    fields, lines = yaml_fields(data.removeprefix(b"\xef\xbb\xbf"))
    found = objects(fields.get("packages"))
    made_by, described = str(fields.get("creationInfo", "")), fields.get("documentDescribes")
    for number, item in enumerate(found):
        line = lines.get(f"packages[{number}]", 1)
        part = package_of(item, line, made_by)
        if part is None:
            yield Missed(line=line, why=NO_NAME)
        elif len(found) < 2 or part.purl or part.cpes or described != [item.get("SPDXID")]:
            yield part
