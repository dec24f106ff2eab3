"""The software bill of materials: valid, whole, the same each time, and honest about what it lacks."""

import json
from datetime import UTC, datetime

import jsonschema_rs
import msgspec
import pytest

from mamoru.language import both
from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.image import Gap, OpenedImage
from mamoru.verification.firmware.writing.cyclonedx import cyclonedx
from material.trees import image

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ELF = b"\x7fELF" + b"\0" * 64


def camera(*gaps: Gap) -> OpenedImage:
    opened = image(
        {
            "/bin/busybox": ELF + b"\0BusyBox v1.30.1 (x)\0",
            "/lib/libcrypto.so.1.1": ELF + b"\0OpenSSL 1.1.1k  25 Mar 2021\0",
            "/lib/libfreetype.so.6.17.4": ELF,
            "/boot/vmlinux": b"\0" * 64 + b"Linux version 5.4.143 (me@host) (gcc) #0 SMP\0",
            "/var/lib/dpkg/status": "Package: acme\nStatus: install ok installed\nVersion: 1:2.0-3\n",
        }
    )
    opened.index = msgspec.structs.replace(opened.index, components=components(opened), gaps=gaps)
    return opened


@pytest.fixture
def document():
    return json.loads(cyclonedx(camera(), made_at=NOW))


def part(document, name):
    return next(c for c in document["components"] if c["name"] == name)


def test_each_component_has_its_names_and_the_evidence_of_why(document):
    openssl = part(document, "openssl")

    assert openssl["version"] == "1.1.1k"
    assert openssl["purl"] == "pkg:github/openssl/openssl@1.1.1k"
    assert openssl["cpe"] == "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*"
    version = next(i for i in openssl["evidence"]["identity"] if i["field"] == "version")
    assert version["methods"][0]["technique"] == "binary-analysis"
    assert "OpenSSL 1.1.1k" in version["methods"][0]["value"]
    places = [(place["location"], place.get("offset")) for place in openssl["evidence"]["occurrences"]]
    assert places == [("/lib/libcrypto.so.1.1", 68), ("/lib/libcrypto.so.1.1", None)]
    assert openssl["hashes"][0]["alg"] == "SHA-256"


def test_the_kernel_is_in_it_as_an_operating_system(document):
    assert (part(document, "linux")["type"], part(document, "linux")["version"]) == (
        "operating-system",
        "5.4.143",
    )


def test_a_component_of_no_known_version_has_none(document):
    assert "version" not in part(document, "freetype")


def test_the_image_the_tool_and_the_time_are_in_the_metadata(document):
    assert document["metadata"]["timestamp"].startswith("2026-11-23T12:00:00")
    assert document["metadata"]["component"]["hashes"][0]["content"] == "0" * 64
    assert document["metadata"]["tools"]["components"][0]["name"] == "mamoru"
    assert document["metadata"]["lifecycles"] == [{"phase": "post-build"}]


def test_the_maker_supplies_the_product_and_answers_for_the_bill():
    document = json.loads(cyclonedx(camera(), made_at=NOW, name="NC-100", version="1.0", maker="みまもり"))

    assert document["metadata"]["manufacturer"]["name"] == "みまもり"
    assert document["metadata"]["component"]["supplier"]["name"] == "みまもり"


def test_two_runs_differ_in_the_time_alone():
    later = NOW.replace(hour=13)

    first, second = cyclonedx(camera(), made_at=NOW), cyclonedx(camera(), made_at=later)

    assert first.replace(b"T12:00:00", b"T13:00:00") == second


def test_what_nobody_could_open_is_told():
    gap = Gap(offset=0x100, bytes=64, why=both("encrypted"), serious=True)

    document = json.loads(cyclonedx(camera(gap), made_at=NOW))

    assert document["compositions"][0]["aggregate"] == "incomplete"
    assert document["metadata"]["component"]["properties"] == [
        {"name": "mamoru:looked", "value": "0 of 1 bytes, 0 of 0 parts"},
        {"name": "mamoru:unopened", "value": "0x100+64: encrypted"},
    ]


def test_an_image_without_any_component_is_a_valid_empty_bill():
    assert json.loads(cyclonedx(image({}), made_at=NOW))["bomFormat"] == "CycloneDX"


@pytest.mark.shared
def test_it_follows_the_published_schema(shared_data, document):
    folder = shared_data / "cyclonedx/schema"
    parts = [
        (f"http://cyclonedx.org/schema/{name}", json.loads((folder / name).read_text()))
        for name in ("spdx.schema.json", "jsf-0.82.schema.json")
    ]
    schema = json.loads((folder / "bom-1.6.schema.json").read_text())

    validator = jsonschema_rs.validator_for(schema, registry=jsonschema_rs.Registry(parts))

    assert list(validator.iter_errors(document)) == []
