"""The OSV format as typed values: what we read of it, under the format's own names.

Source: Open Source Vulnerability format 1.7 (ossf/osv-schema).
"""

import msgspec


class Event(msgspec.Struct, gc=False):
    """One event of a range; one member is set."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class Range(msgspec.Struct, gc=False):
    """A range by its events; `repo` where they are commits."""

    type: str = ""
    repo: str | None = None
    events: list[Event] = []


class Package(msgspec.Struct, gc=False):
    """A package of an ecosystem (`Debian:11`, `PyPI`)."""

    ecosystem: str = ""
    name: str = ""


class Severity(msgspec.Struct, gc=False):
    """A score: a CVSS vector, or a word of the source's own."""

    type: str = ""
    score: str = ""


class AffectedPackage(msgspec.Struct, gc=False):
    """One entry of `affected`. No `versions` at all is not the same as none."""

    package: Package | None = None
    severity: list[Severity] = []
    ranges: list[Range] = []
    versions: list[str] | None = None
    ecosystem_specific: msgspec.Raw = msgspec.Raw(b"{}")


class EcosystemSpecific(msgspec.Struct, gc=False):
    """What Debian adds to an entry: how urgent its security team finds it."""

    urgency: str | None = None


class Reference(msgspec.Struct, gc=False):
    """One link."""

    url: str = ""


class OsvRecord(msgspec.Struct, gc=False):
    """A whole record. `database_specific` is free in form."""

    id: str
    modified: str | None = None
    published: str | None = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    related: list[str] | None = None
    upstream: list[str] | None = None
    summary: str | None = None
    details: str | None = None
    severity: list[Severity] | None = None
    affected: list[AffectedPackage] | None = None
    references: list[Reference] | None = None
    database_specific: msgspec.Raw = msgspec.Raw(b"{}")


class DatabaseSpecific(msgspec.Struct, gc=False):
    """What many databases add under one name."""

    cwe_ids: list[str] = []
    cpes: list[str] = []
