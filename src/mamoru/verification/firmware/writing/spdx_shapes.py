"""The parts of an SPDX 2.3 document that we write, by the names of its JSON form.

Source: SPDX specification 2.3 (ISO/IEC 5962 is 2.2.1): 6 document creation, 7 packages, 10 other
licensing information, 11 relationships, annex F external reference types.
"""

from typing import Literal

import msgspec

NO_ASSERTION = "NOASSERTION"


class Checksum(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """7.10: `checksum_value` in lower-case hex."""

    algorithm: Literal["SHA256"]
    checksum_value: str


class ExternalRef(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """7.21: a name of the package in another system."""

    reference_category: Literal["PACKAGE-MANAGER", "SECURITY"]
    reference_type: Literal["purl", "cpe23Type"]
    reference_locator: str


class Package(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """7: a package; what is not known is said with NOASSERTION, never left out."""

    name: str
    id: str = msgspec.field(name="SPDXID")
    download_location: str
    files_analyzed: bool
    copyright_text: str
    license_concluded: str
    license_declared: str
    supplier: str
    version_info: str | None = None
    package_file_name: str | None = None
    primary_package_purpose: str | None = None
    checksums: tuple[Checksum, ...] = ()
    external_refs: tuple[ExternalRef, ...] = ()
    source_info: str | None = None
    comment: str | None = None


class ExtractedLicense(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """10: a licence that is not on the SPDX list, as it was found."""

    license_id: str
    extracted_text: str
    name: str


class Relationship(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """11: NOASSERTION as the related element says that there may be more."""

    element: str = msgspec.field(name="spdxElementId")
    relationship_type: Literal["DESCRIBES", "CONTAINS"]
    related: str = msgspec.field(name="relatedSpdxElement")
    comment: str | None = None


class CreationInfo(msgspec.Struct, frozen=True, kw_only=True):
    """6.8 to 6.10: `created` is UTC, `2026-11-23T12:00:00Z`."""

    created: str
    creators: tuple[str, ...]
    comment: str


class Document(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """6: the whole document."""

    version: Literal["SPDX-2.3"] = msgspec.field(name="spdxVersion")
    data_license: Literal["CC0-1.0"]
    id: Literal["SPDXRef-DOCUMENT"] = msgspec.field(name="SPDXID")
    name: str
    document_namespace: str
    creation_info: CreationInfo
    packages: tuple[Package, ...]
    relationships: tuple[Relationship, ...]
    has_extracted_licensing_infos: tuple[ExtractedLicense, ...] = ()
