"""Write what an image contains as a CycloneDX 1.6 software bill of materials.

Source: CycloneDX 1.6 JSON schema; "evidence" says how each component was recognised and where.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

import msgspec
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.model.component_evidence import (
    AnalysisTechnique,
    ComponentEvidence,
    Identity,
    IdentityField,
    Method,
    Occurrence,
)
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.lifecycle import LifecyclePhase, PredefinedLifecycle
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from mamoru import __version__
from mamoru.product import Component
from mamoru.product import Occurrence as Place
from mamoru.verification.firmware.image import Gap, Index, OpenedImage
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.writing.digests import FileDigests

_NAMESPACE = uuid.UUID("6e5e2a0c-7f0b-5f39-9a55-0d3c3f6c9d10")  # ours alone, so that serial numbers are too
_MOST_METHODS = 8
_FIRMWARE = {"u-boot"}
_METHODS = {  # technique of CycloneDX, confidence of one such sighting
    "package-database": (AnalysisTechnique.MANIFEST_ANALYSIS, "0.95"),
    "manifest": (AnalysisTechnique.MANIFEST_ANALYSIS, "0.95"),
    "package-note": (AnalysisTechnique.MANIFEST_ANALYSIS, "0.95"),
    "kernel-banner": (AnalysisTechnique.BINARY_ANALYSIS, "0.95"),
    "version-string": (AnalysisTechnique.BINARY_ANALYSIS, "0.9"),
    "debug-link": (AnalysisTechnique.BINARY_ANALYSIS, "0.8"),
    "soname": (AnalysisTechnique.BINARY_ANALYSIS, "0.7"),
    "file-name": (AnalysisTechnique.FILENAME, "0.6"),
    "declared": (AnalysisTechnique.ATTESTATION, "0.5"),
}


def cyclonedx(
    image: OpenedImage,
    *,
    made_at: datetime,
    name: str | None = None,
    version: str | None = None,
    maker: str | None = None,
) -> bytes:
    """The components of `image` as CycloneDX 1.6 JSON, made at `made_at` (aware).

    `name` and `version` are the product's where it is known, else the file's name stands; `maker`
    supplies the product and answers for this document. The serial
    number is that of the image: two runs differ in the time alone.
    """
    index = image.index
    whole = _whole(index, name or PurePath(index.path).name, version, maker)
    digests = FileDigests(image)
    parts = [_part(component, number, digests) for number, component in enumerate(index.components)]
    bom = Bom(
        serial_number=uuid.uuid5(_NAMESPACE, index.sha256),
        components=parts,
        metadata=BomMetaData(
            timestamp=made_at,
            component=whole,
            manufacturer=OrganizationalEntity(name=maker) if maker else None,
            tools=ToolRepository(
                components=[Part(name="mamoru", version=__version__, type=ComponentType.APPLICATION)]
            ),
            lifecycles=[PredefinedLifecycle(LifecyclePhase.POST_BUILD)],
        ),
    )
    bom.register_dependency(whole, parts)
    return _with_compositions(JsonV1Dot6(bom).output_as_string(), index)


def _whole(index: Index, name: str, version: str | None, maker: str | None) -> Part:
    return Part(
        name=name,
        version=version,
        type=ComponentType.FIRMWARE,
        bom_ref=f"image:{index.sha256}",
        supplier=OrganizationalEntity(name=maker) if maker else None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=index.sha256)],
        properties=[_looked(index), *(_unopened(gap) for gap in index.gaps)],
    )


def _looked(index: Index) -> Property:
    return Property(name="mamoru:looked", value=looked_of(index).text.en)


def _unopened(gap: Gap) -> Property:
    where = f"{gap.container} " if gap.container else ""
    return Property(name="mamoru:unopened", value=f"{where}{gap.offset:#x}+{gap.bytes}: {gap.why.en}")


def _part(component: Component, number: int, digests: FileDigests) -> Part:
    digest = digests.of(component)
    return Part(
        name=component.name,
        version=component.version,
        type=_type(component),
        bom_ref=f"component:{number}:{component.name}@{component.version or ''}",
        purl=PackageURL.from_string(component.purl) if component.purl else None,
        cpe=component.cpes[0] if component.cpes else None,
        supplier=OrganizationalEntity(name=component.supplier) if component.supplier else None,
        licenses=[LicenseFactory().make_from_string(component.license)] if component.license else None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)] if digest else None,
        evidence=ComponentEvidence(
            identity=_identities(component),
            occurrences=[
                _occurrence(place, f"place:{number}:{n:03}") for n, place in enumerate(component.occurrences)
            ],
        ),
        properties=_properties(component),
    )


def _type(component: Component) -> ComponentType:
    if component.software in _FIRMWARE:
        return ComponentType.FIRMWARE
    if component.cpes and component.cpes[0].startswith("cpe:2.3:o:"):
        return ComponentType.OPERATING_SYSTEM
    return ComponentType.LIBRARY


def _properties(component: Component) -> Iterable[Property]:
    if component.software:
        yield Property(name="mamoru:software", value=component.software)
    if component.raw_version and component.raw_version != component.version:
        yield Property(name="mamoru:version-as-read", value=component.raw_version)
    for other in component.cpes[1:]:
        yield Property(name="mamoru:cpe", value=other)


def _identities(component: Component) -> Iterable[Identity]:
    """Why the name is believed and, where one is told, why the version is."""
    sure = Decimal(str(component.confidence))
    yield Identity(
        field=IdentityField.NAME,
        confidence=sure,
        concluded_value=component.name,
        methods=_methods(component.occurrences),
    )
    if component.version is not None:
        raw = component.raw_version or component.version
        telling = [p for p in component.occurrences if raw in p.value or component.version in p.value]
        yield Identity(
            field=IdentityField.VERSION,
            confidence=sure,
            concluded_value=component.version,
            methods=_methods(telling or component.occurrences),
        )


def _methods(places: Iterable[Place]) -> list[Method]:
    seen: dict[tuple[str, str], Method] = {}
    for place in places:
        technique, confidence = _METHODS.get(place.method, (AnalysisTechnique.OTHER, "0.5"))
        seen.setdefault(
            (technique.value, place.value),
            Method(technique=technique, confidence=Decimal(confidence), value=place.value),
        )
    return list(seen.values())[:_MOST_METHODS]


def _occurrence(place: Place, ref: str) -> Occurrence:
    """`place`; it needs a `ref`, by which the library orders, so that the order is the same each time."""
    context = place.method if place.container is None else f"{place.container}: {place.method}"
    return Occurrence(
        bom_ref=ref,
        location=place.path,
        offset=place.offset,
        additional_context=f"{context}: {place.value}",
    )


def _with_compositions(text: str, index: Index) -> bytes:
    """`text` with what it says of its own completeness: incomplete where something stayed unopened
    that may hold components, unknown otherwise. The library has no `compositions`."""
    document: dict[str, Any] = msgspec.json.decode(text)
    aggregate = (
        "incomplete" if any(gap.serious for gap in index.gaps) or looked_of(index).nothing else "unknown"
    )
    document["compositions"] = [{"aggregate": aggregate, "assemblies": [f"image:{index.sha256}"]}]
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
