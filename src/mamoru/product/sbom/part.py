"""A part as a list names it, and the component that it becomes."""

import re

import msgspec

from mamoru.language import Text
from mamoru.product.component import Answer, Component, Occurrence
from mamoru.product.sbom.identity import known_as, plain_version, titled
from mamoru.product.sbom.origin import origin
from mamoru.product.software import Software

_SILENT = frozenset({"", "NOASSERTION", "NONE", "UNKNOWN", "-", "N/A"})
_AGENT = re.compile(r"^(?:Organization|Person|Tool): *")
_MAIL = re.compile(r" *[(<][^()<>]*[)>]$")
MOST_TEXT = 500


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a list, as it is written there; `line` counts from 1, `offset` in bytes. `titled`
    where the name is not a distribution's, so that without an identifier only the software's own name
    counts: `mdns` of Espressif is not the mDNSResponder that Debian calls so."""

    name: str
    version: str | None = None
    line: int | None = None
    offset: int | None = None
    purl: str | None = None
    cpes: tuple[str, ...] = ()
    license: str | None = None
    supplier: str | None = None
    distribution: str | None = None
    distribution_release: str | None = None
    source: str | None = None
    source_version: str | None = None
    answered: tuple[Answer, ...] = ()
    tool: bool = False
    confidence: float = 1.0
    said: str | None = None
    titled: bool = False


class Missed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a list that could not be read: on which line, and why."""

    line: int
    why: Text


NO_NAME = Text("名前のない項目があります", "an entry has no name")
NO_ENTRY = Text("項目として読めないものがあります", "something is no entry")
NOT_LISTED = Text(
    "一覧にない部品の脆弱性についての記載があります",
    "it speaks of a vulnerability in a part that it does not list",
)


def component(part: Part, path: str) -> Component:
    """`part` with the identity of known software where it has one; `path` is the list's file."""
    name = part.name[:MOST_TEXT]
    software = _identity(name, part)
    told = origin(part.purl)
    raw = spoken(part.version) or spoken(told.version)
    version = None if raw is None else plain_version(raw, part.purl, software)
    purl, cpes = part.purl, part.cpes
    if software is not None:
        purl = purl or software.versioned_purl(version)
        cpes = cpes or software.cpe_names(version)
    place = Occurrence(
        path=path,
        method="declared",
        value=(part.said or f"{name} {raw or ''}").strip()[:MOST_TEXT],
        offset=part.offset,
        line=part.line,
    )
    return Component(
        name=software.id if software else name,
        version=version,
        raw_version=raw,
        software=software.id if software else None,
        purl=purl,
        cpes=cpes,
        license=spoken(part.license) or (software.license if software else None),
        supplier=agent(part.supplier) or (software.supplier if software else None),
        confidence=part.confidence,
        occurrences=(place,),
        distribution=part.distribution or told.distribution,
        distribution_release=part.distribution_release or told.release,
        source=part.source or told.source,
        source_version=part.source_version or told.source_version,
        answered=part.answered,
        tool=part.tool,
    )


def _identity(name: str, part: Part) -> Software | None:
    if part.titled and not part.purl and not part.cpes:
        return titled(name)
    return known_as(name, purl=part.purl, cpes=part.cpes)


def spoken(written: object) -> str | None:
    """A text that says something: no `NOASSERTION`, not empty, no text at all."""
    if not isinstance(written, str) or written.strip().upper() in _SILENT:
        return None
    return written.strip()[:MOST_TEXT]


def agent(written: object) -> str | None:
    """Who is named by `Organization: ACME (mail@acme.example)`."""
    said = spoken(written)
    return None if said is None else spoken(_MAIL.sub("", _AGENT.sub("", said)))
