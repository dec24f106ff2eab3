"""VEX out: each form is valid by its published schema and rules, and reads back as what was stated."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mamoru.errors import InputError
from mamoru.language import Lang, Text
from mamoru.operation.vulnerabilities.decisions import Decision, Scope, answered
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.operation.vulnerabilities.vex import (
    Part,
    Revision,
    Statement,
    VexDocument,
    document_of,
    forms,
    part_of,
    read_vex,
    stated,
    write_vex,
)
from mamoru.operation.vulnerabilities.vex.forms.csaf.writing import file_name
from mamoru.product import Component, Product
from mamoru.product.maker import Maker, Name
from material import csaf_rules

AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
CAMERA = Part(name="みまもりカメラ NC-100", version="1.1", purl="pkg:generic/mimamori/nc-100@1.1")
OPENSSL = Part(
    name="openssl",
    version="1.1.1k",
    purl="pkg:deb/debian/openssl@1.1.1k-1%2Bdeb11u1?arch=armhf",
    cpe="cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*",
)
ZLIB = Part(name="zlib", version="1.2.11")
STATEMENTS = (
    Statement(
        vulnerability="CVE-2022-0778",
        aliases=("JVNDB-2022-001476",),
        status="not-affected",
        product=CAMERA,
        component=OPENSSL,
        justification="vulnerable_code_not_in_execute_path",
        reason="他者の証明書を読まない",
        at=AT,
    ),
    Statement(vulnerability="CVE-2022-0778", status="affected", product=CAMERA, component=ZLIB, action="1.2に更新する", at=AT),
    Statement(vulnerability="CVE-2018-25032", status="fixed", product=CAMERA, component=ZLIB, reason="修正を取り込んだ", at=AT),
    Statement(vulnerability="CVE-2021-3711", status="under-investigation", product=CAMERA, component=OPENSSL, at=AT),
    Statement(vulnerability="JVN#12345678", status="affected", product=CAMERA, at=AT),
)  # fmt: skip


def document(*statements: Statement, lang: Lang = Lang.JA) -> VexDocument:
    return VexDocument(
        id="MMSA-2026-001",
        title="みまもりカメラ NC-100 1.1 の脆弱性",
        publisher="株式会社みまもり",
        namespace="https://www.mimamori.example",
        lang=lang,
        revisions=(Revision(at=AT, summary="初版"), Revision(at=AT.replace(day=29), summary="追記")),
        statements=statements or STATEMENTS,
    )


def validator(shared_data: Path, form: str) -> Any:
    folders = {
        "openvex": ("openvex", "openvex_json_schema.json", ""),
        "cyclonedx": ("cyclonedx/schema", "bom-1.6.schema.json", "http://cyclonedx.org/schema/"),
        "csaf": ("csaf/csaf_2.0/json_schema", "csaf_json_schema.json", ""),
    }
    folder, name, base = folders[form]
    beside = [
        (
            f"{base}{file.name}" if base else str(json.loads(file.read_text())["id"]),
            json.loads(file.read_text()),
        )
        for file in sorted((shared_data / folder).glob("*.schema.json"))
        if form == "cyclonedx"
    ]
    for file in sorted((shared_data / "csaf/csaf_2.0/referenced_schema/first").glob("cvss-v?.?.json")):
        beside.append((f"https://www.first.org/cvss/{file.name}", json.loads(file.read_text())))
    schema = json.loads((shared_data / folder / name).read_text())
    return jsonschema_rs.validator_for(schema, registry=jsonschema_rs.Registry(beside), validate_formats=True)


@pytest.mark.shared
@pytest.mark.parametrize("lang", Lang)
@pytest.mark.parametrize("form", sorted(forms()))
def test_each_form_follows_its_published_schema(form: str, lang: Lang, shared_data: Path) -> None:
    written = json.loads(write_vex(document(lang=lang), form))

    assert [str(error) for error in validator(shared_data, form).iter_errors(written)] == []


@pytest.mark.parametrize("form", sorted(forms()))
def test_what_was_written_reads_back(form: str) -> None:
    found = read_vex(write_vex(document(), form))

    assert (found.form, found.left_out) == (form, ())
    keys = {
        (
            s.vulnerability,
            s.status,
            s.justification,
            (s.component or s.product).name,
            (s.component or s.product).version,
        )
        for s in found.statements
    }
    assert keys == {
        (s.vulnerability, s.status, s.justification, _name(s.component or s.product, form), (s.component or s.product).version)
        if not (form == "openvex" and (s.component or s.product) == OPENSSL)
        else (s.vulnerability, s.status, s.justification, "openssl", "1.1.1k-1+deb11u1")
        for s in STATEMENTS
    }  # fmt: skip


def _name(part: Part, form: str) -> str:
    return "nc-100" if form == "openvex" and part == CAMERA else part.name


@pytest.mark.parametrize("form", sorted(forms()))
def test_a_document_is_the_same_each_time(form: str, golden: Any) -> None:
    body = write_vex(document(), form).decode()

    golden(f"{form}.json", body)


def test_csaf_passes_the_mandatory_tests() -> None:
    assert csaf_rules.faults(json.loads(write_vex(document(), "csaf"))) == []


@pytest.mark.shared
@pytest.mark.parametrize("number", sorted(csaf_rules.RULES))
def test_the_rules_that_we_hold_csaf_to_find_the_published_breach(number: str, shared_data: Path) -> None:
    name = f"oasis_csaf_tc-csaf_2_0-2021-{number}.json"
    broken = json.loads((shared_data / "csaf/csaf_2.0/tests/mandatory" / name).read_text())

    assert list(csaf_rules.RULES[number](broken))


@pytest.mark.shared
def test_the_rules_that_we_hold_csaf_to_let_published_vex_pass(shared_data: Path) -> None:
    for file in sorted((shared_data / "csaf/csaf_2.0/examples/csaf/csaf_vex").glob("*.json")):
        assert csaf_rules.faults(json.loads(file.read_text())) == [], file.name


def test_a_csaf_file_is_called_after_its_id() -> None:
    assert file_name("MMSA-2026:001 β") == "mmsa-2026_001_.json"


def test_of_two_statements_on_the_same_the_last_counts() -> None:
    first = STATEMENTS[2]
    last = msgspec.structs.replace(first, status="affected")

    for form in forms():
        found = read_vex(write_vex(document(first, last), form))
        assert [s.status for s in found.statements] == ["affected"]


def test_an_empty_document_is_refused_with_a_remedy() -> None:
    with pytest.raises(InputError):
        write_vex(msgspec.structs.replace(document(), statements=()), "csaf")


def test_what_was_decided_is_stated_and_what_is_open_is_not() -> None:
    decision = Decision(
        scope=Scope(vulnerability="CVE-1"),
        state="accepted",
        reason="次の基板で直す",
        by="山田 守",
        on=date(2026, 11, 1),
        until=date(2027, 3, 31),
    )
    matches = [
        Match(
            told=Told(id=id),
            component=Component(name="zlib", version="1.2.11"),
            said=(Word(source="nvd", certainty=Certainty.AFFECTED, why=Text("範囲内", "in range")),),
        )
        for id in ("CVE-1", "CVE-2")
    ]

    statements = stated([(m, answered(m, [decision], date(2026, 11, 28))) for m in matches], CAMERA)

    assert [(s.vulnerability, s.status, s.reason) for s in statements] == [
        ("CVE-1", "affected", "次の基板で直す")
    ]


MAKER = Maker(id="mimamori", name=Name(ja="株式会社みまもり"), website="https://www.mimamori.example")
PRODUCT = Product(id="nc-100", name=Name(ja="みまもりカメラ", en="Mimamori Camera"))


def test_a_makers_document_is_named_after_its_files_and_counts_its_publications() -> None:
    part = part_of(MAKER, PRODUCT, "1.0+b2", Lang.EN)
    statement = Statement(vulnerability="CVE-1", status="fixed", product=part)

    first = document_of(MAKER, PRODUCT, "1.0+b2", (statement,), at=AT, lang=Lang.EN)
    second = document_of(
        MAKER, PRODUCT, "1.0+b2", (statement,), at=AT.replace(day=29), lang=Lang.EN, earlier=first.revisions
    )

    assert part.purl == "pkg:generic/mimamori/nc-100@1.0%2Bb2"
    assert (first.id, first.publisher, len(second.revisions)) == (
        "mimamori-vex-nc-100-1.0+b2",
        "株式会社みまもり",
        2,
    )
    assert json.loads(write_vex(second, "csaf"))["document"]["tracking"]["version"] == "2"
    assert csaf_rules.faults(json.loads(write_vex(second, "csaf"))) == []


def test_a_maker_without_a_website_cannot_be_named_as_publisher() -> None:
    with pytest.raises(InputError):
        document_of(
            msgspec.structs.replace(MAKER, website=None), PRODUCT, "1.0", STATEMENTS, at=AT, lang=Lang.JA
        )


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
PARTS = st.builds(Part, name=NAMES, version=st.none() | NAMES)


@pytest.mark.shared
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(
        st.builds(
            Statement,
            vulnerability=st.sampled_from(
                ["CVE-2026-0001", "CVE-2026-0002", "GHSA-xxxx", "JVNDB-2026-000001"]
            ),
            status=st.sampled_from(["affected", "not-affected", "fixed", "under-investigation"]),
            product=PARTS,
            component=st.none() | PARTS,
            reason=st.none() | NAMES,
            action=st.none() | NAMES,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(sorted(forms())),
)
def test_any_statements_make_a_valid_document(
    shared_data: Path, statements: list[Statement], form: str
) -> None:
    written = json.loads(write_vex(document(*statements), form))

    assert [str(error) for error in validator(shared_data, form).iter_errors(written)] == []
    if form == "csaf":
        assert csaf_rules.faults(written) == []
