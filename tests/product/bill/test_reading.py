"""Bills of materials are read leniently, and what is broken is a fault or one clear error."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError, InputError
from mamoru.product.bill import Bill, bill_of, components, is_bill, quality, read_bill

PART = {"type": "library", "name": "zlib", "version": "1.3.1"}
CYCLONEDX: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {
        "timestamp": "2026-11-23T12:00:00Z",
        "authors": [{"name": "Mimamori"}],
        "tools": {"components": [{"type": "application", "name": "mamoru", "version": "0.1"}]},
        "lifecycles": [{"phase": "build"}],
        "component": {"type": "firmware", "name": "NC-100", "version": "1.0", "bom-ref": "nc"},
    },
    "components": [
        {
            "type": "library",
            "bom-ref": "ssl",
            "name": "openssl",
            "version": "1.1.1k",
            "cpe": "cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*",
            "purl": "pkg:generic/openssl@1.1.1k",
            "supplier": {"name": "OpenSSL"},
            "licenses": [{"license": {"id": "OpenSSL"}}],
            "hashes": [{"alg": "SHA-256", "content": "0" * 64}],
            "components": [{"type": "library", "bom-ref": "crypto", "name": "libcrypto"}],
        },
        {"type": "file", "name": "/etc/passwd"},
    ],
    "dependencies": [{"ref": "nc", "dependsOn": ["ssl"]}],
    "compositions": [{"aggregate": "unknown"}],
}
SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "dataLicense": "CC0-1.0",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "nc",
    "documentNamespace": "https://example.com/nc",
    "creationInfo": {
        "created": "2026-11-23T12:00:00Z",
        "creators": ["Tool: west-1.2", "Organization: Mimamori"],
    },
    "packages": [
        {"SPDXID": "SPDXRef-nc", "name": "NC-100", "versionInfo": "1.0", "downloadLocation": "NOASSERTION"},
        {
            "SPDXID": "SPDXRef-zlib",
            "name": "zlib",
            "versionInfo": "NOASSERTION",
            "supplier": "NOASSERTION",
            "downloadLocation": "NOASSERTION",
            "licenseDeclared": "NOASSERTION",
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:generic/zlib"}],
        },
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-nc",
        },
        {
            "spdxElementId": "SPDXRef-zlib",
            "relationshipType": "DEPENDENCY_OF",
            "relatedSpdxElement": "SPDXRef-nc",
        },
        {"spdxElementId": "SPDXRef-nc", "relationshipType": "CONTAINS", "relatedSpdxElement": "NOASSERTION"},
    ],
}
TAG_VALUE = b"""\
SPDXVersion: SPDX-2.2
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: nc
DocumentNamespace: https://example.com/nc
Creator: Person: A (a@example.com)
Created: 2026-11-23T12:00:00Z

PackageName: nc
SPDXID: SPDXRef-nc
PackageVersion: 1.0
PackageDownloadLocation: NOASSERTION
PackageCopyrightText: <text>Copyright
PackageName: not a package</text>
ExternalRef: PACKAGE-MANAGER purl pkg:generic/nc@1.0
PackageChecksum: SHA256: 0000000000000000000000000000000000000000000000000000000000000000

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-nc

FileName: ./a.c
SPDXID: SPDXRef-a
Relationship: SPDXRef-a GENERATED_FROM SPDXRef-nc
"""


def bill(document: dict[str, Any], **changed: Any) -> Bill:
    return bill_of(json.dumps(document | changed).encode())


def test_cyclonedx_gives_its_product_its_parts_and_who_says_so() -> None:
    read = bill(CYCLONEDX)

    assert read.product is not None
    assert (read.form, read.edition, read.product.name) == ("CycloneDX", "1.6", "NC-100")
    assert [part.name for part in read.parts] == ["openssl", "libcrypto"]
    ssl = read.parts[0]
    assert (ssl.version, ssl.supplier, ssl.license, ssl.hashes) == (
        "1.1.1k",
        "OpenSSL",
        "OpenSSL",
        ("SHA-256",),
    )
    assert (read.authors, read.tools, read.contexts) == (("Mimamori",), ("mamoru 0.1",), ("build",))
    assert ("nc", "ssl") in read.relations
    assert ("ssl", "crypto") in read.relations
    assert read.unknowns == ("compositions: unknown",)
    assert read.faults == ()


def test_spdx_gives_the_same_and_what_it_says_is_unknown() -> None:
    read = bill(SPDX)

    assert read.product is not None
    assert (read.edition, read.product.name, read.authors, read.tools) == (
        "2.3",
        "NC-100",
        ("Mimamori",),
        ("west-1.2",),
    )
    zlib = read.parts[0]
    assert (zlib.version, zlib.unknown) == (None, {"version", "supplier", "license"})
    assert read.relations == (("SPDXRef-nc", "SPDXRef-zlib"),)
    assert "CONTAINS NOASSERTION" in read.unknowns
    assert read.faults == ()


def test_tag_value_is_read_as_the_same_document_in_json() -> None:
    read = bill_of(TAG_VALUE)

    assert read.product is not None
    assert (read.product.name, read.product.version, read.product.hashes) == ("nc", "1.0", ("SHA256",))
    assert read.product.purl == "pkg:generic/nc@1.0"
    assert (read.parts, read.authors, read.faults) == ((), ("A",), ())


def test_the_parts_become_components_with_the_identity_of_known_software() -> None:
    found = components(bill(CYCLONEDX), "nc.cdx.json")

    assert [(part.name, part.version, part.software) for part in found[:1]] == [
        ("openssl", "1.1.1k", "openssl")
    ]
    assert found[0].occurrences[0].path == "nc.cdx.json"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"specVersion": "9.9"}, "specVersion"),
        ({"metadata": []}, "wrong type"),
        ({"components": [{"type": "library"}]}, "no name"),
        ({"components": [{"type": "library", "name": "a", "purl": "openssl"}]}, "package URL"),
        ({"components": [{"type": "library", "name": "a", "cpe": "cpe:openssl"}]}, "CPE"),
        (
            {
                "components": [
                    {"type": "library", "name": "a", "hashes": [{"alg": "SHA-256", "content": "00"}]}
                ]
            },
            "SHA-256",
        ),
        ({"components": [{"type": "library", "name": "a", "bom-ref": "nc"}]}, "not unique"),
        ({"dependencies": [{"ref": "nc", "dependsOn": ["gone"]}]}, "not there: gone"),
    ],
)
def test_a_broken_rule_of_cyclonedx_is_told(changed: dict[str, Any], why: str) -> None:
    assert any(why in fault.why.en for fault in bill(CYCLONEDX, **changed).faults)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"dataLicense": "MIT"}, "dataLicense"),
        ({"SPDXID": "DOCUMENT"}, "SPDXID"),
        ({"documentNamespace": "no uri"}, "documentNamespace"),
        ({"creationInfo": {"created": "yesterday", "creators": ["Tool: x"]}}, "created"),
        ({"creationInfo": {"created": "2026-11-23T12:00:00Z", "creators": ["me"]}}, "creators"),
        ({"packages": SPDX["packages"][:1] * 2}, "not unique"),
        ({"packages": SPDX["packages"][:1]}, "not there: SPDXRef-zlib"),
    ],
)
def test_a_broken_rule_of_spdx_is_told(changed: dict[str, Any], why: str) -> None:
    assert any(why in fault.why.en for fault in bill(SPDX, **changed).faults)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b'{"bomFormat": ' + b'{"a":' * 100_000,
        b'{"spdxVersion": "SPDX-3.0"}',
        b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}',
        b"<bom/>",
        b"\xff\xfe{\x00}\x00",
        b"SPDXVersion: SPDX-2.3\nPackageCopyrightText: <text>" + b"x\n" * 10,
        b"SPDXVersion: SPDX-2.3\n" + b"A" * 100_000,
    ],
)
def test_what_is_no_bill_raises_only_that_its_form_is_broken(data: bytes) -> None:
    with pytest.raises(FormatError):
        bill_of(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["nc", "NOASSERTION"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("document", [CYCLONEDX, SPDX], ids=["cyclonedx", "spdx"])
@given(data=st.data())
def test_any_value_anywhere_is_a_fault_at_most(document: dict[str, Any], data: st.DataObject) -> None:
    bent = json.loads(json.dumps(document))
    here, key = bent, data.draw(st.sampled_from(sorted(bent)))
    while isinstance(here[key], (dict, list)) and here[key] and data.draw(st.booleans()):
        here = here[key]
        key = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here))))
    here[key] = data.draw(JSON)

    try:
        read = bill_of(json.dumps(bent).encode())
    except FormatError:
        return
    assert read.form in ("CycloneDX", "SPDX")


@given(text=st.binary(max_size=200), cut=st.integers(0, len(TAG_VALUE)))
def test_tag_value_with_anything_in_it_never_crashes(text: bytes, cut: int) -> None:
    try:
        bill_of(TAG_VALUE[:cut] + text + TAG_VALUE[cut:])
    except FormatError:
        return


def test_an_unreadable_bill_is_an_input_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.cdx.json"
    path.write_bytes(b'{"bomFormat": "CycloneDX", ')

    with pytest.raises(InputError) as error:
        read_bill(path)

    assert "broken.cdx.json" in error.value.message.en


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b'  {"bomFormat"', True),
        (b"\xef\xbb\xbf{", True),
        (b"SPDXVersion: SPDX-2.2", True),
        (b"\x27\x05\x19\x56", False),
    ],
)
def test_an_image_is_not_taken_for_a_bill(head: bytes, told: bool) -> None:
    assert is_bill(head) is told


def read_all(paths: list[Path], told: Callable[[Bill], object]) -> dict[str, object]:
    return {path.name: told(bill_of(path.read_bytes())) for path in paths}


@pytest.mark.shared
def test_every_valid_example_of_cyclonedx_is_read_without_a_fault(shared_data: Path) -> None:
    paths = sorted((shared_data / "cyclonedx/tests").rglob("valid-*.json"))

    faults = read_all(paths, lambda read: [fault.why.en for fault in read.faults])

    assert len(paths) > 80
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.shared
def test_no_invalid_example_of_cyclonedx_crashes_and_most_are_told(shared_data: Path) -> None:
    paths = sorted((shared_data / "cyclonedx/tests").rglob("invalid-*.json"))

    faults = read_all(paths, lambda read: len(read.faults))

    assert len(paths) > 50
    assert sum(bool(count) for count in faults.values()) >= 37


@pytest.mark.shared
def test_every_example_of_spdx_2_is_read_and_one_of_spdx_3_is_refused_by_name(shared_data: Path) -> None:
    paths = [path for path in (shared_data / "spdx").rglob("*") if path.suffix in (".json", ".spdx")]
    three = [path for path in paths if b"@graph" in path.read_bytes()]

    names = read_all([path for path in paths if path not in three], lambda read: read.edition)

    assert set(names.values()) == {"2.2", "2.3"}
    assert len(three) >= 7
    for path in three:
        with pytest.raises(FormatError, match="SPDX 3"):
            bill_of(path.read_bytes())


@pytest.mark.parametrize(
    ("document", "read", "unread"),
    [
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [PART, "zlib", None]}, 1, 2),
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [PART | {"components": [7]}]}, 1, 1),
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": {"name": "zlib"}}, 0, 1),
        ({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [PART]}, 1, 0),
        (
            {"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-a", "name": "a"}, {"name": "b"}, 3]},
            1,
            2,
        ),
        ({"spdxVersion": "SPDX-2.3", "packages": [{"SPDXID": "SPDXRef-a", "name": "a"}]}, 1, 0),
    ],
)
def test_entries_that_are_no_part_are_counted_as_not_seen(
    document: dict[str, object], read: int, unread: int
) -> None:
    looked = quality(bill_of(json.dumps(document).encode()), "bill.json").looked
    assert (looked.shares[0].answered, looked.shares[0].asked) == (read, read + unread)
    assert bool(looked.unseen) == bool(unread)
