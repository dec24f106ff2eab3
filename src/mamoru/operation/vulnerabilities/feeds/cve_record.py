"""The CVE Record Format 5.x as typed values: what we read of it, under the format's own names.

Source: CVE Record Format 5.2 (CVEProject/cve-schema). Members that nobody here needs are skipped while
decoding; `other` metrics are free in form and kept raw until their type is known.
"""

from typing import Literal

import msgspec

Status = Literal["affected", "unaffected", "unknown"]


class Change(msgspec.Struct, gc=False):
    """From `at` on the status of a range is another."""

    at: str
    status: Status


class Version(msgspec.Struct, rename="camel", gc=False):
    """One entry of `versions`: a single version, or a range where it has an upper bound."""

    version: str
    status: Status
    version_type: str | None = None
    less_than: str | None = None
    less_than_or_equal: str | None = None
    changes: list[Change] = []


class Product(msgspec.Struct, rename="camel", gc=False):
    """One entry of `affected`."""

    vendor: str | None = None
    product: str | None = None
    package_name: str | None = None
    package_url: str | None = msgspec.field(name="packageURL", default=None)
    collection_url: str | None = msgspec.field(name="collectionURL", default=None)
    repo: str | None = None
    cpes: list[str] = []
    platforms: list[str] = []
    program_files: list[str] = []
    default_status: Status | None = None
    versions: list[Version] = []


class CpeMatch(msgspec.Struct, rename="camel", gc=False):
    """One CPE of a node, with the bounds of its versions."""

    criteria: str
    vulnerable: bool = True
    version_start_including: str | None = None
    version_start_excluding: str | None = None
    version_end_including: str | None = None
    version_end_excluding: str | None = None


class Node(msgspec.Struct, rename="camel", gc=False):
    """CPEs of which one (`OR`) or each (`AND`) must be there."""

    operator: Literal["AND", "OR"] = "OR"
    negate: bool = False
    cpe_match: list[CpeMatch] = []


class Applicability(msgspec.Struct, gc=False):
    """One entry of `cpeApplicability`: nodes, joined by its operator."""

    nodes: list[Node]
    operator: Literal["AND", "OR"] = "OR"
    negate: bool = False


class Cvss(msgspec.Struct, rename="camel", gc=False):
    """A CVSS object of any version."""

    vector_string: str | None = None
    base_score: float | None = None


class Other(msgspec.Struct, gc=False):
    """A metric of another kind (`ssvc`, `kev`), its content as it stands."""

    type: str = ""
    content: msgspec.Raw = msgspec.Raw(b"{}")


class Metric(msgspec.Struct, gc=False):
    """One entry of `metrics`."""

    v2: Cvss | None = msgspec.field(name="cvssV2_0", default=None)
    v30: Cvss | None = msgspec.field(name="cvssV3_0", default=None)
    v31: Cvss | None = msgspec.field(name="cvssV3_1", default=None)
    v4: Cvss | None = msgspec.field(name="cvssV4_0", default=None)
    other: Other | None = None


class Prose(msgspec.Struct, gc=False):
    """A text and its language."""

    value: str = ""
    lang: str = "en"


class Weakness(msgspec.Struct, rename="camel", gc=False):
    """One description of a problem type."""

    cwe_id: str | None = None
    description: str | None = None


class ProblemType(msgspec.Struct, gc=False):
    """One entry of `problemTypes`."""

    descriptions: list[Weakness] = []


class Reference(msgspec.Struct, gc=False):
    """One link."""

    url: str = ""


class Provider(msgspec.Struct, rename="camel", gc=False):
    """Who wrote a container."""

    short_name: str = ""


class Container(msgspec.Struct, rename="camel", gc=False):
    """What one party says: the CNA, or an authorized data publisher (ADP)."""

    title: str | None = None
    affected: list[Product] = []
    cpe_applicability: list[Applicability] = []
    descriptions: list[Prose] = []
    rejected_reasons: list[Prose] = []
    metrics: list[Metric] = []
    problem_types: list[ProblemType] = []
    references: list[Reference] = []
    provider_metadata: Provider | None = None
    source: msgspec.Raw = msgspec.Raw(b"{}")


class Containers(msgspec.Struct, gc=False):
    """The CNA's words and those of others."""

    cna: Container
    adp: list[Container] = []


class Metadata(msgspec.Struct, rename="camel", gc=False):
    """The record's identity and times."""

    cve_id: str
    state: str = "PUBLISHED"
    date_published: str | None = None
    date_updated: str | None = None
    date_rejected: str | None = None


class CveRecord(msgspec.Struct, rename="camel", gc=False):
    """A whole record."""

    cve_metadata: Metadata
    containers: Containers


class Source(msgspec.Struct, gc=False):
    """`source` of a container, free in form: the maker's own advisory."""

    advisory: str | None = None


class Ssvc(msgspec.Struct, gc=False):
    """The content of an `ssvc` metric: decision points, one a member."""

    options: list[dict[str, str]] = []


class Kev(msgspec.Struct, rename="camel", gc=False):
    """The content of a `kev` metric."""

    date_added: str
