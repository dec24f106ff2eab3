"""Write what an image contains as an SPDX 2.3 software bill of materials in JSON.

Source: SPDX specification 2.3. The shapes and their clauses are in `spdx_shapes`.
"""

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import PurePath

import msgspec
from cyclonedx.spdx import fixup_id, is_expression

from mamoru import __version__
from mamoru.product import Component
from mamoru.verification.firmware.image import Gap, Index, OpenedImage
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.writing.digests import FileDigests
from mamoru.verification.firmware.writing.spdx_shapes import (
    NO_ASSERTION,
    Checksum,
    CreationInfo,
    Document,
    ExternalRef,
    ExtractedLicense,
    Package,
    Relationship,
)

_NAMESPACE = uuid.UUID("8c1f2b51-6a3e-5c0e-9f0a-4d5d1b7f6a22")  # ours alone, so that documents' names are too
_DOCUMENT, _IMAGE = "SPDXRef-DOCUMENT", "SPDXRef-Image"
_NOT_ID = re.compile(r"[^A-Za-z0-9.-]+")
_FIRMWARE = {"u-boot"}
_MOST_PLACES = 8
_CONTEXT = "Made after the build, by looking at the finished image (post-build)."
_MORE = "Parts of the image could not be opened: what they contain is not known."


def spdx(
    image: OpenedImage,
    *,
    made_at: datetime,
    name: str | None = None,
    version: str | None = None,
    maker: str | None = None,
) -> bytes:
    """The components of `image` as SPDX 2.3 JSON, made at `made_at` (aware).

    `name` and `version` are the product's where it is known, else the file's name stands; `maker`
    supplies the product and answers for this document. Its namespace is that of the image and of this
    version of Mamoru: two runs differ in the time alone.
    """
    index, digests, licenses = image.index, FileDigests(image), _Licenses()
    title = name or PurePath(index.path).name
    parts = [_package(part, n, digests, licenses) for n, part in enumerate(index.components)]
    document = Document(
        version="SPDX-2.3",
        data_license="CC0-1.0",
        id="SPDXRef-DOCUMENT",
        name=title,
        document_namespace=f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{index.sha256} {__version__}')}",
        creation_info=CreationInfo(
            created=made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            creators=(f"Tool: mamoru-{__version__}", *([_organization(maker)] if maker else [])),
            comment=_CONTEXT,
        ),
        packages=(_whole(index, title, version, maker), *parts),
        relationships=tuple(_relationships(index, parts)),
        has_extracted_licensing_infos=licenses.extracted,
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _whole(index: Index, name: str, version: str | None, maker: str | None) -> Package:
    return Package(
        name=name,
        id=_IMAGE,
        version_info=version,
        package_file_name=PurePath(index.path).name,
        download_location=NO_ASSERTION,
        files_analyzed=False,
        copyright_text=NO_ASSERTION,
        license_concluded=NO_ASSERTION,
        license_declared=NO_ASSERTION,
        supplier=_organization(maker),
        primary_package_purpose="FIRMWARE",
        checksums=(Checksum(algorithm="SHA256", checksum_value=index.sha256),),
        comment="\n".join((_looked(index), *(_unopened(gap) for gap in index.gaps))),
    )


def _organization(name: str | None) -> str:
    return f"Organization: {' '.join(name.split())}" if name else NO_ASSERTION


def _looked(index: Index) -> str:
    return f"Looked at: {looked_of(index).text.en}"


def _unopened(gap: Gap) -> str:
    where = f"{gap.container} " if gap.container else ""
    return f"Not opened: {where}{gap.offset:#x}+{gap.bytes}: {gap.why.en}"


def _package(component: Component, number: int, digests: FileDigests, licenses: "_Licenses") -> Package:
    digest = digests.of(component)
    return Package(
        name=component.name,
        id=f"SPDXRef-Package-{number}-{_NOT_ID.sub('-', component.name)}",
        version_info=component.version,
        download_location=NO_ASSERTION,
        files_analyzed=False,
        copyright_text=NO_ASSERTION,
        license_concluded=NO_ASSERTION,
        license_declared=licenses.told(component.license),
        supplier=_organization(component.supplier),
        primary_package_purpose=_purpose(component),
        checksums=(Checksum(algorithm="SHA256", checksum_value=digest),) if digest else (),
        external_refs=tuple(_names(component)),
        source_info=_seen(component),
    )


def _purpose(component: Component) -> str:
    if component.software in _FIRMWARE:
        return "FIRMWARE"
    return (
        "OPERATING-SYSTEM" if any(cpe.startswith("cpe:2.3:o:") for cpe in component.cpes[:1]) else "LIBRARY"
    )


def _names(component: Component) -> Iterator[ExternalRef]:
    if component.purl:
        yield ExternalRef(
            reference_category="PACKAGE-MANAGER", reference_type="purl", reference_locator=component.purl
        )
    for cpe in component.cpes:
        yield ExternalRef(reference_category="SECURITY", reference_type="cpe23Type", reference_locator=cpe)


def _seen(component: Component) -> str | None:
    """How and where it was recognised, a line a place."""
    places = component.occurrences
    lines = [f"{place.method}: {place.path}: {place.value}" for place in places[:_MOST_PLACES]]
    if len(places) > _MOST_PLACES:
        lines.append(f"and {len(places) - _MOST_PLACES} more places")
    return "\n".join(lines) or None


def _relationships(index: Index, parts: list[Package]) -> Iterator[Relationship]:
    yield Relationship(element=_DOCUMENT, relationship_type="DESCRIBES", related=_IMAGE)
    for part in parts:
        yield Relationship(element=_IMAGE, relationship_type="CONTAINS", related=part.id)
    if any(gap.serious for gap in index.gaps):
        yield Relationship(element=_IMAGE, relationship_type="CONTAINS", related=NO_ASSERTION, comment=_MORE)


class _Licenses:
    """Licences as expressions; what is not on the SPDX list gets an id of this document's own."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def told(self, license: str | None) -> str:
        """A licence expression for what a component's licence was read as."""
        if license is None:
            return NO_ASSERTION
        if known := fixup_id(license):
            return known
        if is_expression(license):
            return license
        number = len(self._ids) + 1
        return self._ids.setdefault(license, f"LicenseRef-{number}")

    @property
    def extracted(self) -> tuple[ExtractedLicense, ...]:
        """The licences with such an id."""
        return tuple(
            ExtractedLicense(license_id=id, extracted_text=text, name=text.split("\n", 1)[0][:200])
            for text, id in self._ids.items()
        )
