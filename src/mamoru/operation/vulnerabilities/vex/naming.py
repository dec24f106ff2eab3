"""Names of parts in VEX documents: a package URL for each, and parts read from one."""

from urllib.parse import quote

from mamoru.operation.vulnerabilities.vex.document import Part
from mamoru.product.purl import read_purl

_SAFE = "/:@?=&%+~._-#"


def identifier(part: Part) -> str:
    """The part's package URL, made of its name where it has none; an IRI without blanks."""
    if part.purl:
        return quote(part.purl, safe=_SAFE)
    version = f"@{quote(part.version, safe='')}" if part.version else ""
    return f"pkg:generic/{quote(part.name, safe='')}{version}"


def part_of_purl(purl: str) -> Part | None:
    """The part that a package URL names, None where it is none."""
    package = read_purl(purl)
    if package is None:
        return None
    return Part(name=package.name, version=package.version, purl=purl)
