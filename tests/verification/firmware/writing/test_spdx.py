"""SPDX 2.3: the rules that the specification states, whole, the same each time, honest about gaps."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mamoru.language import both
from mamoru.product import Component
from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.image import Gap, OpenedImage
from mamoru.verification.firmware.writing.spdx import spdx
from material.trees import image

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ELF = b"\x7fELF" + b"\0" * 64
ID = re.compile(r"SPDXRef-[A-Za-z0-9.-]+")
PURPOSES = {"APPLICATION", "FRAMEWORK", "LIBRARY", "CONTAINER", "OPERATING-SYSTEM", "DEVICE", "FIRMWARE"}


def camera(*gaps: Gap, added: tuple[Component, ...] = ()) -> OpenedImage:
    opened = image(
        {
            "/bin/busybox": ELF + b"\0BusyBox v1.30.1 (x)\0",
            "/lib/libcrypto.so.1.1": ELF + b"\0OpenSSL 1.1.1k  25 Mar 2021\0",
            "/lib/libfreetype.so.6.17.4": ELF,
            "/boot/vmlinux": b"\0" * 64 + b"Linux version 5.4.143 (me@host) (gcc) #0 SMP\0",
            "/var/lib/dpkg/status": "Package: acme\nStatus: install ok installed\nVersion: 1:2.0-3\n",
        }
    )
    opened.index = msgspec.structs.replace(opened.index, components=(*components(opened), *added), gaps=gaps)
    return opened


def told(opened: OpenedImage) -> dict[str, Any]:
    return json.loads(spdx(opened, made_at=NOW))  # type: ignore[no-any-return]


def breaches(document: Mapping[str, Any]) -> Iterator[str]:
    """The rules of the specification that a document breaks, by clause."""
    if document["spdxVersion"] not in ("SPDX-2.2", "SPDX-2.3") or document["dataLicense"] != "CC0-1.0":
        yield "6.1, 6.2"
    if document["SPDXID"] != "SPDXRef-DOCUMENT":
        yield "6.3"
    if not re.fullmatch(r"[a-z]+:[^\s#]+", document["documentNamespace"]):
        yield "6.5"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", document["creationInfo"]["created"]):
        yield "6.9"
    if not all(
        re.match(r"(Tool|Person|Organization): ?\S", who) for who in document["creationInfo"]["creators"]
    ):
        yield "6.8"
    elements = [*document["packages"], *document.get("files", ())]
    ids = ["SPDXRef-DOCUMENT", *(each["SPDXID"] for each in elements)]
    if len(set(ids)) != len(ids) or not all(map(ID.fullmatch, ids)):
        yield "7.2: ids are unique and of their pattern"
    for package in document["packages"]:
        yield from _package_breaches(package)
    refs = {each["licenseId"] for each in document.get("hasExtractedLicensingInfos", ())}
    used = set(re.findall(r"LicenseRef-[\w.-]+", json.dumps(document["packages"])))
    if used - refs:
        yield "10.1: each LicenseRef is told"
    for each in document["relationships"]:
        for end in (each["spdxElementId"], each["relatedSpdxElement"]):
            if end not in {*ids, "NONE", "NOASSERTION"} and not end.startswith("DocumentRef-"):
                yield f"11.1: {end} is not there"
    if not any(each["relationshipType"] == "DESCRIBES" for each in document["relationships"]):
        yield "11: the document describes something"


def _package_breaches(package: Mapping[str, Any]) -> Iterator[str]:
    if not package["name"] or "\n" in package["name"]:
        yield "7.1"
    if not package["downloadLocation"]:
        yield "7.7"
    supplier = package.get("supplier", "NOASSERTION")
    if supplier != "NOASSERTION" and not re.match(r"(Person|Organization): ?\S", supplier):
        yield "7.5"
    for checksum in package.get("checksums", ()):
        length = {"SHA1": 40, "SHA256": 64}.get(checksum["algorithm"], len(checksum["checksumValue"]))
        if not re.fullmatch(rf"[0-9a-f]{{{length}}}", checksum["checksumValue"]):
            yield "7.10"
    if package.get("primaryPackagePurpose", "LIBRARY") not in PURPOSES:
        yield "7.24"
    for ref in package.get("externalRefs", ()):
        if not re.fullmatch(r"\S+", ref["referenceLocator"]):
            yield "7.21"


def package(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in document["packages"] if each["name"] == name)


def test_a_document_keeps_the_rules_of_the_specification() -> None:
    assert list(breaches(told(camera()))) == []


def test_hostile_names_make_valid_ids_that_differ() -> None:
    parts = (
        Component(name="a b/ü\n"[:5]),
        Component(name="a b/é"),
        Component(name="a-b"),
        Component(name="../x"),
    )

    assert list(breaches(told(camera(added=parts)))) == []


def test_a_component_has_its_version_its_names_its_digest_and_how_it_was_seen() -> None:
    openssl = package(told(camera()), "openssl")

    assert openssl["versionInfo"] == "1.1.1k"
    assert {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": "pkg:github/openssl/openssl@1.1.1k",
    } in openssl["externalRefs"]
    assert "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*" in [
        ref["referenceLocator"] for ref in openssl["externalRefs"] if ref["referenceType"] == "cpe23Type"
    ]
    assert openssl["checksums"][0]["algorithm"] == "SHA256"
    assert "/lib/libcrypto.so.1.1" in openssl["sourceInfo"]


def test_the_document_describes_the_image_and_the_image_contains_each_component() -> None:
    document = told(camera())

    relations = [tuple(each.values()) for each in document["relationships"]]
    assert relations[0] == ("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-Image")
    assert [each[2] for each in relations[1:]] == [each["SPDXID"] for each in document["packages"][1:]]
    assert package(document, "linux")["primaryPackagePurpose"] == "OPERATING-SYSTEM"


def test_what_is_not_known_is_said() -> None:
    document = told(camera())

    assert "versionInfo" not in package(document, "freetype")
    acme = package(document, "acme")
    assert (acme["supplier"], acme["licenseDeclared"]) == ("NOASSERTION", "NOASSERTION")


def test_what_nobody_could_open_may_contain_more() -> None:
    gap = Gap(offset=0x100, bytes=64, why=both("encrypted"), serious=True)

    document = told(camera(gap))

    assert document["relationships"][-1]["relatedSpdxElement"] == "NOASSERTION"
    assert document["packages"][0]["comment"].splitlines() == [
        "Looked at: 0 of 1 bytes, 0 of 0 parts",
        "Not opened: 0x100+64: encrypted",
    ]


@pytest.mark.parametrize(
    ("license", "declared"),
    [
        ("MIT", "MIT"),
        ("mit", "MIT"),
        ("GPL-2.0-only OR MIT", "GPL-2.0-only OR MIT"),
        (None, "NOASSERTION"),
        ("The Acme licence, see file", "LicenseRef-1"),
    ],
)
def test_a_licence_is_an_expression_or_told_as_found(license: str | None, declared: str) -> None:
    document = told(camera(added=(Component(name="acme-lib", license=license),)))

    assert package(document, "acme-lib")["licenseDeclared"] == declared
    assert list(breaches(document)) == []


def test_the_maker_supplies_the_product_and_answers_for_the_bill() -> None:
    document = json.loads(spdx(camera(), made_at=NOW, name="NC-100", version="1.0", maker="み\nまもり"))

    assert document["packages"][0]["supplier"] == "Organization: み まもり"
    assert "Organization: み まもり" in document["creationInfo"]["creators"]
    assert list(breaches(document)) == []


def test_two_runs_differ_in_the_time_alone() -> None:
    first, second = spdx(camera(), made_at=NOW), spdx(camera(), made_at=NOW.replace(hour=13))

    assert first.replace(b"T12:00:00", b"T13:00:00") == second


@pytest.mark.shared
def test_the_rules_let_the_examples_of_the_specification_pass(shared_data: Path) -> None:
    """So that our own documents are held to what the field's are, no more and no less."""
    folder = shared_data / "spdx/presentations/OSS-NA-2023/SPDXVersion2.3"
    examples = [json.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))]

    assert len(examples) == 4
    assert [list(breaches(example)) for example in examples] == [[]] * 4
    assert set(told(camera())["packages"][1]) <= {
        *examples[-1]["packages"][0],
        "primaryPackagePurpose",
        "sourceInfo",
    }
