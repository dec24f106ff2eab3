"""VEX in: real documents of each form are read, hostile ones raise FormatError or are told, nothing else."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import answered
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.operation.vulnerabilities.vex import Statement, VexRead, decisions_of, read_vex
from mamoru.operation.vulnerabilities.vex.vers import plain_range
from mamoru.product import Component

TODAY = date(2026, 11, 28)


def read(path: Path) -> VexRead:
    return read_vex(path.read_bytes())


def brief(found: VexRead) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (s.vulnerability, s.status, s.justification, (s.component or s.product).purl)
        for s in found.statements
    ]


def body(**fields: Any) -> bytes:
    return json.dumps({"@context": "https://openvex.dev/ns/v0.2.0", **fields}).encode()


@pytest.mark.shared
def test_openvex_states_each_subcomponent(shared_data: Path) -> None:
    found = read(shared_data / "openvex/grype/vex-docs/openvex-demo2.json")

    assert (found.form, found.author) == ("openvex", "The OpenVEX Project <openvex@openssf.org>")
    assert found.at is not None and found.at.isoformat() == "2023-07-18T00:28:47.696004+00:00"
    assert len(found.statements) == 10
    assert brief(found)[8] == (
        "CVE-2023-3817", "not-affected", "vulnerable_code_not_present", "pkg:apk/alpine/libssl3@3.0.8-r3",
    )  # fmt: skip


@pytest.mark.shared
def test_a_statement_of_a_product_alone_is_on_the_product(shared_data: Path) -> None:
    found = read(shared_data / "openvex/grype/vex-docs/openvex-image-no-subcomponents.json")

    assert [(s.status, s.component) for s in found.statements] == [("fixed", None)]


@pytest.mark.shared
def test_csaf_takes_justification_from_flags_and_reason_from_threats(shared_data: Path) -> None:
    folder = shared_data / "openvex/grype/vex-docs"
    fixed, not_affected = (read(folder / f"csaf-demo{n}.json").statements[0] for n in (1, 2))

    assert (fixed.status, fixed.reason) == (
        "fixed",
        "Class with vulnerable code was removed before shipping.",
    )
    assert (not_affected.status, not_affected.justification) == (
        "not-affected",
        "vulnerable_code_not_present",
    )


@pytest.mark.shared
def test_every_published_example_is_read_whole(shared_data: Path) -> None:
    files = [
        *(shared_data / "csaf/csaf_2.0/examples/csaf/csaf_vex").glob("*.json"),
        *(shared_data / "openvex/grype/vex-docs").glob("*.json"),
        *(shared_data / "cyclonedx/tests/1.6").glob("valid-vulnerability-*.json"),
    ]

    assert len(files) > 15
    for file in files:
        found = read(file)
        assert found.statements, file.name
        assert found.left_out == (), file.name
        assert decisions_of(found, file.name, TODAY), file.name


@pytest.mark.shared
def test_a_range_of_versions_of_csaf_stays_a_range(shared_data: Path) -> None:
    found = read(shared_data / "csaf/csaf_2.0/examples/csaf/csaf_vex/sec-vex-2022-0001.json")

    assert "<=1.14.0" in {s.product.versions for s in found.statements}


def test_cyclonedx_states_by_reference_and_by_bom_link() -> None:
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "metadata": {"timestamp": "2026-11-01T00:00:00Z", "component": {"bom-ref": "p", "name": "Module X", "version": "2"}},
        "components": [{"name": "a", "components": [{"bom-ref": "z", "name": "zlib", "version": "1.2.11"}]}],
        "vulnerabilities": [
            {
                "id": "CVE-2018-25032",
                "analysis": {"state": "not_affected", "justification": "code_not_reachable", "detail": "no deflate"},
                "affects": [{"ref": "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#z"}, {"ref": "gone"}],
            },
            {"id": "CVE-2022-37434", "analysis": {"state": "exploitable"}, "affects": [{"ref": "z", "versions": [{"range": "vers:generic/>=1.2|<1.2.13", "status": "affected"}, {"version": "1.3", "status": "unaffected"}]}]},
            {"id": "CVE-2023-0001"},
        ],
    }  # fmt: skip

    found = read_vex(json.dumps(document).encode())

    assert [(s.vulnerability, s.status, s.justification, s.reason) for s in found.statements] == [
        ("CVE-2018-25032", "not-affected", "vulnerable_code_not_in_execute_path", "no deflate"),
        ("CVE-2022-37434", "affected", None, None),
    ]
    assert [s.component.versions for s in found.statements if s.component] == [None, ">= 1.2, < 1.2.13"]
    assert found.left_out == (
        "vulnerabilities[0]: no component gone",
        "vulnerabilities[2]: no id, or not analysed",
    )


def test_what_a_supplier_states_is_a_decision_that_names_the_supplier() -> None:
    product = {
        "@id": "pkg:generic/module-x@2",
        "subcomponents": [{"@id": "pkg:github/openssl/openssl@1.1.1k"}],
    }
    found = read_vex(
        body(
            author="Module Maker",
            timestamp="2026-10-01T00:00:00Z",
            statements=[
                {
                    "vulnerability": {"name": "CVE-2022-0778"},
                    "products": [product],
                    "status": "not_affected",
                    "justification": "vulnerable_code_not_in_execute_path",
                }
            ],
        )
    )
    match = Match(
        told=Told(id="CVE-2022-0778"),
        component=Component(name="openssl", software="openssl", version="1.1.1k"),
        said=(Word(source="nvd", certainty=Certainty.AFFECTED, why=Text("範囲内", "in range")),),
    )

    told = answered(match, decisions_of(found, "x.json", TODAY), TODAY)

    assert (told.state, told.decision and told.decision.source) == (
        "not-affected",
        "vex: x.json (module-x 2)",
    )
    assert told.decision is not None
    assert (told.decision.by, told.decision.on) == ("Module Maker", date(2026, 10, 1))


def test_a_statement_that_says_too_little_is_told() -> None:
    found = read_vex(body(statements=[{"vulnerability": {"name": "CVE-1"}, "status": "fixed"}, "nonsense"]))

    assert found.statements == ()
    assert found.left_out == ("statements[0]: no vulnerability, no known status or no product",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"@context": 1}',
        b'{"bomFormat": "CycloneDX"}',
        b'{"document": {"csaf_version": 2}}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"@context": "https://openvex.dev/", "a": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_vex_is_a_format_error(body: bytes) -> None:
    with pytest.raises(FormatError):
        read_vex(body)


def test_a_deep_tree_of_products_is_read_no_deeper_than_its_bound() -> None:
    branch: dict[str, Any] = {
        "category": "product_name",
        "name": "x",
        "product": {"name": "x", "product_id": "deep"},
    }
    for _ in range(100):
        branch = {"category": "product_family", "name": "f", "branches": [branch]}
    document = {
        "document": {"csaf_version": "2.0"},
        "product_tree": {"branches": [branch]},
        "vulnerabilities": [{"cve": "CVE-1", "product_status": {"fixed": ["deep"]}}],
    }

    found = read_vex(json.dumps(document).encode())

    assert (found.statements, found.left_out) == ((), ("vulnerabilities[0]: no product deep",))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("vers:npm/>=1.0|<2.0", ">= 1.0, < 2.0"),
        ("vers:deb/<1.2|>=2|<2.2|=3", "< 1.2 | >= 2, < 2.2 | = 3"),
        ("vers:generic/*", "*"),
        ("vers:generic/1.0|2.0", "= 1.0 | = 2.0"),
        ("<4.2", "<4.2"),
        ("vls/<4.2", "<4.2"),
        ("vers:npm/!=1.0", None),
        ("all before 4.2", None),
        ("", None),
    ],
)
def test_ranges_in_vers_and_in_signs_are_read_and_prose_is_not(written: str, plain: str | None) -> None:
    assert plain_range(written) == plain


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=8), below, max_size=3),
    max_leaves=8,
)
KEYS = [
    "statements", "vulnerability", "name", "products", "@id", "subcomponents", "identifiers", "status", "document",
    "tracking", "product_tree", "branches", "product", "product_id", "relationships", "vulnerabilities", "cve",
    "product_status", "fixed", "flags", "affects", "ref", "versions", "analysis", "state", "components", "metadata",
]  # fmt: skip
SHAPED = st.recursive(
    st.none()
    | st.integers()
    | st.sampled_from(["fixed", "affected", "p", "CVE-2026-1", "exploitable", "not a day"]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS), below, max_size=5),
    max_leaves=25,
)
HEADS = [
    {"@context": "https://openvex.dev/ns/v0.2.0"},
    {"bomFormat": "CycloneDX", "vulnerabilities": []},
    {"document": {"csaf_version": "2.0"}},
]


@given(st.sampled_from(HEADS), st.dictionaries(st.sampled_from(KEYS), SHAPED | ANY_JSON, max_size=6))
def test_any_document_of_a_form_is_read_or_a_format_error(head: dict[str, Any], rest: dict[str, Any]) -> None:
    try:
        found = read_vex(json.dumps({**head, **rest}).encode())
    except FormatError:
        return
    assert all(isinstance(statement, Statement) for statement in found.statements)
    decisions_of(found, "x", TODAY)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_format_error(body: bytes) -> None:
    with pytest.raises(FormatError):
        read_vex(body)


@pytest.mark.shared
@given(st.data())
def test_a_real_document_cut_or_changed_anywhere_raises_nothing_else(
    shared_data: Path, data: st.DataObject
) -> None:
    files = sorted((shared_data / "openvex/grype/vex-docs").glob("*.json"))
    whole = data.draw(st.sampled_from(files)).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]

    for body in (whole[:place], changed):
        try:
            decisions_of(read_vex(body), "x", TODAY)
        except FormatError:
            continue
