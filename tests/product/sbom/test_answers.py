"""What a maker says of vulnerabilities in its parts is brought to them, with state, place and reason."""

import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.product.component import Answer
from mamoru.product.sbom import Declared, declared_in, declared_in_bytes, together
from mamoru.product.sbom.answering import of_patches, of_yocto, yocto_lines
from material.part_lists import (
    BUILDROOT_STATS,
    CVE_CHECK,
    YOCTO_RECIPE,
    cyclonedx,
    library,
    yocto_recipe,
)

Said = tuple[str, str, str, str | None]


def said(answers: tuple[Answer, ...]) -> list[Said]:
    """Answers as tests tell them."""
    return [(a.vulnerability, a.state, a.by, a.justification) for a in answers]


def answered(declared: Declared, number: int = 0) -> list[Said]:
    """What is said of one component."""
    return said(declared.components[number].answered)


def with_vex(*vulnerabilities: dict[str, object], **component: object) -> Declared:
    """A CycloneDX list of one component with these statements."""
    document = json.loads(cyclonedx(library("zlib", "1.2.11", **{"bom-ref": "z"}, **component)))
    document["vulnerabilities"] = list(vulnerabilities)
    return declared_in_bytes(json.dumps(document).encode(), "a.cdx.json")


def about(ref: str, state: str, **more: object) -> dict[str, object]:
    """A statement of a CycloneDX document."""
    return {"id": "CVE-2018-25032", "analysis": {"state": state} | more, "affects": [{"ref": ref}]}


def test_a_patch_of_a_pedigree_mends_what_it_resolves() -> None:
    patch = {
        "type": "backport",
        "resolves": [{"type": "security", "id": "CVE-2018-25032"}, {"type": "defect", "id": "JIRA-1"}],
    }
    declared = with_vex(pedigree={"patches": [patch]})
    assert answered(declared) == [("CVE-2018-25032", "fixed", "CycloneDX pedigree.patches", "backport")]


def test_a_patch_without_a_resolution_is_known_by_its_name() -> None:
    patch = {"type": "unofficial", "diff": {"url": "https://x.example/0001-CVE-2018-25032.patch?h=1"}}
    declared = with_vex(pedigree={"patches": [patch]})
    assert answered(declared) == [("CVE-2018-25032", "fixed", "patch name 0001-CVE-2018-25032.patch", None)]


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("resolved", "fixed"),
        ("resolved_with_pedigree", "fixed"),
        ("exploitable", "affected"),
        ("in_triage", "under-investigation"),
        ("false_positive", "not-affected"),
        ("not_affected", "not-affected"),
    ],
)
def test_each_state_of_an_analysis_is_an_answer(written: str, state: str) -> None:
    assert answered(with_vex(about("z", written))) == [
        ("CVE-2018-25032", state, f"CycloneDX analysis: {written}", None)
    ]


def test_the_justification_of_an_analysis_comes_along() -> None:
    declared = with_vex(about("z", "not_affected", justification="code_not_present", detail="no inflate"))
    assert answered(declared)[0][3] == "code_not_present: no inflate"


def test_a_vulnerability_that_nobody_analysed_is_no_answer() -> None:
    assert answered(with_vex({"id": "CVE-2018-25032", "affects": [{"ref": "z"}]})) == []


def test_a_link_to_the_part_in_the_same_bill_finds_it() -> None:
    assert answered(with_vex(about("urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#z", "resolved"))) != []


def test_a_statement_on_a_part_that_is_not_listed_is_told() -> None:
    declared = with_vex(about("elsewhere", "resolved"))
    assert answered(declared) == []
    assert "does not list" in declared.unread[0].why.en


def test_an_entry_without_a_name_is_told_and_the_rest_read() -> None:
    declared = declared_in_bytes(cyclonedx({"type": "library"}, library("zlib", "1.3")), "a.cdx.json")
    assert [c.name for c in declared.components] == ["zlib"]
    assert declared.unread[0].why.en == "1 entries are not read (line 4: an entry has no name)."


def test_cve_check_tells_patched_ignored_and_open() -> None:
    assert answered(declared_in_bytes(CVE_CHECK.data, CVE_CHECK.name)) == [
        ("CVE-2018-25032", "fixed", "Yocto cve-check: backported-patch", None),
        ("CVE-2022-37434", "affected", "Yocto cve-check: Unpatched", None),
        (
            "CVE-2023-45853",
            "not-affected",
            "Yocto cve-check: not-applicable-config",
            "minizip is not built",
        ),
    ]


def test_a_recipe_tells_its_statuses_groups_and_patches() -> None:
    text = YOCTO_RECIPE.data.decode()
    found = {(line, a.vulnerability, a.state, a.by) for line, a in yocto_lines(text)}
    assert found == {
        (4, "CVE-2023-45853", "not-affected", "Yocto CVE_STATUS: not-applicable-config"),
        (9, "CVE-2022-37434", "not-affected", "Yocto CVE_CHECK_IGNORE"),
        (6, "CVE-2016-9840", "fixed", "Yocto CVE_STATUS: fixed-version"),
        (6, "CVE-2016-9841", "fixed", "Yocto CVE_STATUS: fixed-version"),
    }


def test_a_recipe_speaks_for_the_part_of_its_name_and_version_only(tmp_path: Path) -> None:
    (tmp_path / "zlib_1.2.11.bb").write_bytes(YOCTO_RECIPE.data)
    (tmp_path / "zlib.spdx.json").write_bytes(yocto_recipe("zlib", "1.2.11"))
    (tmp_path / "other.spdx.json").write_bytes(yocto_recipe("zlib", "1.3.1"))
    found = {c.version: c.answered for c in declared_in(tmp_path, "build").components}
    assert found["1.3.1"] == ()
    assert ("CVE-2018-25032", "fixed", "patch name CVE-2018-25032.patch", None) in said(found["1.2.11"] or ())


def test_an_append_for_any_version_speaks_for_each(tmp_path: Path) -> None:
    (tmp_path / "zlib_%.bbappend").write_text('CVE_STATUS[CVE-2023-45853] = "disputed: x"\n')
    (tmp_path / "zlib.spdx.json").write_bytes(yocto_recipe("zlib", "1.3.1"))
    found = declared_in(tmp_path, "build").components[0].answered
    assert said(found) == [("CVE-2023-45853", "not-affected", "Yocto CVE_STATUS: disputed", "x")]


def test_a_recipe_alone_lists_no_part_and_says_so() -> None:
    declared = declared_in_bytes(YOCTO_RECIPE.data, YOCTO_RECIPE.name)
    assert declared.components == ()
    assert "lists no part" in declared.unread[0].why.en


def test_what_one_list_answers_counts_for_the_same_part_of_another() -> None:
    sbom = declared_in_bytes(cyclonedx(library("zlib", "1.2.11"), library("zlib", "1.3")), "a.cdx.json")
    both = together([sbom, declared_in_bytes(CVE_CHECK.data, CVE_CHECK.name)])
    assert [len(c.answered) for c in both.components if c.name == "zlib"] == [3, 0, 3]


def test_patches_and_ignored_ones_of_buildroot_are_told_apart() -> None:
    assert answered(declared_in_bytes(BUILDROOT_STATS.data, BUILDROOT_STATS.name)) == [
        ("CVE-2023-42364", "fixed", "patch name 0002-CVE-2023-42364.patch", None),
        ("CVE-2022-28391", "not-affected", "Buildroot IGNORE_CVES", None),
    ]


def test_a_name_that_only_looks_like_a_patch_mends_nothing() -> None:
    assert of_patches(["CVE-2022-0778.txt", "xCVE-2022-0778.patch", "CVE-22-1.patch"]) == ()
    assert [a.vulnerability for a in of_patches(["a/cve-2022-0778-2.patch.gz"])] == ["CVE-2022-0778"]


def test_what_upstream_will_not_mend_still_affects() -> None:
    assert of_yocto("CVE-2020-1234", "upstream-wontfix", "x").state == "affected"


def test_a_word_that_is_not_known_is_no_reason_for_silence() -> None:
    assert of_yocto("CVE-2020-1234", "probably-fine", "x").state == "under-investigation"


@given(st.text(st.sampled_from("CVE_STATUS[]-2023\"\\\n =+:'abc ~"), max_size=300))
def test_any_recipe_is_read(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(0 <= line <= lines for line, _ in yocto_lines("CVE_STATUS[CVE-2023-1234] " + text))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told_in_every_name(data: bytes) -> None:
    for name in ("a.csv", "a.bb", "a.manifest", "a.spdx.yaml", "status", "a.cdx.json"):
        assert isinstance(declared_in_bytes(data, name), Declared)


@pytest.mark.shared
def test_every_status_line_of_yocto_is_read_with_its_word(shared_data: Path) -> None:
    read = unread = unknown = 0
    for branch in ("yocto-oe-core", "yocto-meta-oe"):
        with lzma.open(shared_data / "advisories" / f"{branch}.jsonl.xz") as file:
            lines = [row["line"] for row in map(json.loads, file) if "CVE-" in row.get("line", "")]
        for line in lines:
            answers = [a for _, a in yocto_lines(line)]
            read += bool(answers)
            unread += not answers
            unknown += any(a.state == "under-investigation" and "depends" not in a.by for a in answers)
    assert read > 20_000
    assert (unread, unknown) == (0, 0)


@pytest.mark.shared
def test_a_patch_in_xml_is_read_as_in_json(shared_data: Path) -> None:
    folder = shared_data / "cyclonedx" / "tests" / "1.6"
    for name in ("valid-patch-1.6", "valid-vulnerability-1.6"):
        one, other = (declared_in(folder / f"{name}.{form}", "x") for form in ("xml", "json"))
        assert answered(one) == answered(other) != []
