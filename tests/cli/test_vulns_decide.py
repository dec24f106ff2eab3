"""`vulns decide`, as a user runs it: decide, take a supplier's VEX in, list; nothing is rewritten."""

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from mamoru.assessment.report.plain_text import cells
from mamoru.jobs.schema import schemas
from material.command import mamoru

NOT_AFFECTED = (
    "--state", "not-affected", "--justification", "vulnerable-code-not-in-execute-path",
    "--component", "openssl", "--versions", "< 1.1.1n", "--reason", "証明書を読まない", "--by", "鈴木 一",
)  # fmt: skip
DECISIONS = ".mamoru/decisions"
VEX = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "author": "Module Maker",
    "timestamp": "2026-10-01T00:00:00Z",
    "statements": [
        {
            "vulnerability": {"name": "CVE-2022-0778"},
            "products": [{"@id": "pkg:github/openssl/openssl@1.1.1k"}],
            "status": "fixed",
        },
        {"vulnerability": {"name": "CVE-2021-3711"}, "status": "fixed"},
    ],
}


@pytest.fixture
def workspace(tmp_path: Path, repository: Path) -> Path:
    shutil.copytree(repository / "examples" / "netcam", tmp_path / "ws")
    return tmp_path / "ws"


@pytest.fixture
def repository() -> Path:
    return Path(__file__).parents[2]


def told(*arguments: object, status: int = 0) -> dict[str, Any]:
    ended = mamoru("vulns", "decide", *arguments, "--format", "json")
    assert (ended.returncode, ended.stderr) == (status, b"")
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def refused(*arguments: object) -> str:
    ended = mamoru("vulns", "decide", *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr.count(b"\n")) == (2, b"", 1)
    return ended.stderr.decode()


def test_a_decision_is_kept_in_the_workspace_and_listed(workspace: Path) -> None:
    limits = ("--release", "1.0", "--release", "1.1", "--while", "exposure-at-most=local-network")

    kept = told("CVE-2022-0778", workspace, *NOT_AFFECTED, *limits, "--on", "2026-11-28")
    listed = told(workspace / "products" / "nc-100", "--on", "2026-11-28")

    assert kept["kept"] == kept["decisions"] == listed["decisions"]
    assert listed["decisions"] == [
        {
            "vulnerability": "CVE-2022-0778",
            "component": "openssl",
            "versions": "< 1.1.1n",
            "product": None,
            "releases": ["1.0", "1.1"],
            "conditions": ["exposure-at-most=local-network"],
            "state": "not-affected",
            "justification": "vulnerable_code_not_in_execute_path",
            "reason": "証明書を読まない",
            "action": None,
            "by": "鈴木 一",
            "on": "2026-11-28",
            "until": None,
            "source": "maker",
            "standing": "holds",
            "rests_on": [],
            "about": [],
            "reopened": [],
        }
    ]
    assert len(list((workspace / DECISIONS).iterdir())) == 1


def test_a_later_decision_takes_the_place_of_one_of_the_same_scope_and_none_is_rewritten(
    workspace: Path,
) -> None:
    told("CVE-2022-0778", workspace, *NOT_AFFECTED, "--on", "2026-11-01")
    first = next((workspace / DECISIONS).iterdir())
    before = first.read_bytes()

    later = (
        "--state",
        "accepted",
        "--until",
        "2026-11-20",
        "--component",
        "openssl",
        "--versions",
        "< 1.1.1n",
    )
    told("CVE-2022-0778", workspace, *later, "--reason", "次で直す", "--by", "山田 守", "--on", "2026-11-10")
    listed = told(workspace, "--on", "2026-11-28")

    assert [each["standing"] for each in listed["decisions"]] == ["expired", "superseded"]
    assert first.read_bytes() == before


def test_a_suppliers_vex_is_taken_in_once_and_what_could_not_be_taken_is_told(
    workspace: Path, tmp_path: Path
) -> None:
    file = tmp_path / "module.json"
    file.write_text(json.dumps(VEX))

    first = told(workspace, "--vex", file, "--release", "1.0")
    again = told(workspace, "--vex", file, "--release", "1.0")

    assert [(d["component"], d["versions"], d["state"], d["by"], d["source"], d["releases"]) for d in first["kept"]] == [
        ("pkg:github/openssl/openssl", "= 1.1.1k", "fixed", "Module Maker", "vex: module.json", ["1.0"])
    ]  # fmt: skip
    assert first["left_out"] == ["statements[1]: no vulnerability, no known status or no product"]
    assert (again["kept"], len(again["decisions"])) == ([], 1)


def inside(product: str, id: str = "CVE-2018-25032") -> dict[str, Any]:
    """A supplier's word on zlib within a product."""
    below = [{"@id": "pkg:generic/zlib@1.2.11"}]
    statement = {
        "vulnerability": {"name": id}, "products": [{"@id": product, "subcomponents": below}], "status": "not_affected",
        "justification": "vulnerable_code_not_present",
    }  # fmt: skip
    return {**VEX, "statements": [statement]}


@pytest.mark.parametrize(
    "product", ["pkg:oci/otherproduct@sha256:aa", "pkg:generic/another-maker/nc-100@1.0", "urn:x"]
)
def test_a_word_on_a_component_inside_somebody_elses_product_is_not_taken(
    workspace: Path, tmp_path: Path, product: str
) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps(inside(product)))

    found = told(workspace, "--vex", file, status=3)

    assert found["kept"] == []
    assert len(found["left_out"]) == 1
    assert "Nothing in the VEX" in mamoru("vulns", "decide", workspace, "--vex", file).stdout.decode()


@pytest.mark.parametrize("product", ["pkg:generic/nc-100@1.0", "pkg:generic/mimamori-denki/nc-100@1.0"])
def test_a_word_on_a_component_inside_our_product_counts(
    workspace: Path, tmp_path: Path, product: str
) -> None:
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(inside(product)))

    assert [each["vulnerability"] for each in told(workspace, "--vex", file)["kept"]] == ["CVE-2018-25032"]


def test_a_damaged_decision_does_not_count_and_gives_status_3(workspace: Path) -> None:
    told("CVE-2022-0778", workspace, *NOT_AFFECTED)
    file = next((workspace / DECISIONS).iterdir())
    file.write_bytes(file.read_bytes().replace("鈴木".encode(), "田中".encode()))

    listed = told(workspace, status=3)

    assert (listed["decisions"], [fault["file"] for fault in listed["faults"]]) == ([], [file.name])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("CVE-2022-0778",), "--state"),
        (("CVE-2022-0778", "--state", "fixed", "--by", "x"), "--reason"),
        (("CVE-2022-0778", "--state", "fixed", "--reason", "x"), "--by"),
        (("CVE-2022-0778", "--state", "not-affected", "--reason", "x", "--by", "x"), "--justification"),
        (("CVE-2022-0778", "--state", "accepted", "--reason", "x", "--by", "x"), "--until"),
        (("CVE-2022-0778", "--state", "fixed", "--reason", "x", "--by", "x", "--versions", "<"), "range"),
        (
            (
                "CVE-2022-0778",
                "--state",
                "fixed",
                "--reason",
                "次の版で直した",
                "--by",
                "鈴木 一",
                "--release",
                "9.9",
            ),
            "1.0, 1.1",
        ),
        (
            (
                "CVE-2022-0778",
                "--state",
                "fixed",
                "--reason",
                "次の版で直した",
                "--by",
                "鈴木 一",
                "--product",
                "other",
            ),
            "nc-100",
        ),
        (("CVE-2022-0778", "--state", "mended"), "--state"),
        (("CVE-2022-0778", "--until", "soon"), "2026-11-23"),
        (("CVE-2022-0778", "--while", "raining"), "kernel-option-off"),
        (("CVE-1-2", "--state", "fixed", "--reason", "x", "--by", "x"), "CVE-2022-0778"),
        (("CVE-1", "--state", "fixed", "--reason", "x", "--by", "x"), "CVE-2022-0778"),
        (("../x y", "--state", "fixed", "--reason", "x", "--by", "x"), "CVE-2022-0778"),
    ],
)
def test_what_is_missing_is_one_line_with_the_remedy(
    workspace: Path, arguments: tuple[str, ...], message: str
) -> None:
    id, *options = arguments

    assert message in refused(id, workspace, *options)
    assert not (workspace / DECISIONS).exists()


def test_what_is_no_vex_or_no_workspace_is_one_line(workspace: Path, tmp_path: Path) -> None:
    assert "OpenVEX" in refused(workspace, "--vex", workspace / "maker.yaml")
    assert "cannot be read" in refused(workspace, "--vex", tmp_path / "gone.json")
    assert "mamoru init" in refused(tmp_path)


def test_the_json_follows_its_published_schema(workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "module.json"
    file.write_text(json.dumps(VEX))
    told("CVE-2022-0778", workspace, *NOT_AFFECTED)

    found = told(workspace, "--vex", file)

    schema = json.loads(schemas()["vulns-decide.schema.json"])
    assert list(jsonschema_rs.validator_for(schema).iter_errors(found)) == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_text_tells_the_result_first_in_80_columns(workspace: Path, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "a-rather-long-name-of-a-file-of-a-supplier-of-modules.json"
    file.write_text(json.dumps(VEX))
    mamoru("vulns", "decide", "CVE-2022-0778", workspace, *NOT_AFFECTED)
    mamoru("vulns", "decide", workspace, "--vex", file)

    lines = mamoru("vulns", "decide", workspace, lang=lang).stdout.decode().splitlines()

    assert "2" in lines[0]
    assert all(cells(line) <= 80 for line in lines if str(workspace) not in line)
    assert any("CVE-2022-0778" in line for line in lines)


def test_what_is_decided_twice_on_a_day_stands_as_it_was_decided_last(workspace: Path) -> None:
    for state in ("affected", "fixed", "affected", "fixed", "affected"):
        given = ("--state", state, "--component", "openssl", "--reason", "次の版で直す", "--by", "鈴木 一")
        told("CVE-2022-0778", workspace, *given, "--on", "2026-11-28")

    listed = told(workspace, "--on", "2026-11-29")["decisions"]

    assert [(each["state"], each["standing"]) for each in listed] == [
        ("affected", "holds"),
        ("fixed", "superseded"),
        ("affected", "superseded"),
        ("fixed", "superseded"),
        ("affected", "superseded"),
    ]


PRODUCT = """id: nc-100
name: {ja: カメラ, en: Camera}
interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password}]
releases: [{version: "1.0", date: 2026-11-01, sbom: bill.json}]
"""
MAKER = """id: m
name: {ja: 会社, en: Maker}
roles: [{role: executive, name: 山田 守}, {role: developer, name: 鈴木 一}]
"""


def bill(version: str) -> str:
    purl = f"pkg:github/openssl/openssl@{version}"
    part = {"type": "library", "name": "openssl", "version": version, "purl": purl}
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [part]})


def stands(workspace: Path) -> tuple[str, str]:
    found = json.loads(mamoru("vulns", "match", workspace, "--format", "json").stdout)
    (match,) = [each for each in found["matches"] if each["vulnerability"] == "CVE-2022-0778"]
    return match["state"], (match["reopened"] or {}).get("en", "")


def test_from_a_decision_to_the_next_release_and_to_the_next_decision(tmp_path: Path) -> None:
    """A year of a maker: decided, the part is another, decided anew, the named interface is another."""
    product = tmp_path / "products" / "nc-100"
    product.mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text(MAKER, "utf-8")
    (product / "product.yaml").write_text(PRODUCT, "utf-8")
    (product / "bill.json").write_text(bill("1.1.1k"), "utf-8")
    answer = ("--state", "not-affected", "--justification", "vulnerable-code-not-in-execute-path",
              "--reason", "webはクライアント証明書を読まない", "--by", "鈴木 一")  # fmt: skip

    assert stands(tmp_path)[0] == "open"
    told("CVE-2022-0778", tmp_path, *answer)
    assert stands(tmp_path)[0] == "not-affected"

    (product / "bill.json").write_text(bill("1.1.1l"), "utf-8")
    state, why = stands(tmp_path)
    assert (state, "components[openssl].version (1.1.1k → 1.1.1l)" in why) == ("open", True)
    told("CVE-2022-0778", tmp_path, *answer)
    assert stands(tmp_path)[0] == "not-affected"

    (product / "product.yaml").write_text(PRODUCT.replace("password", "certificate"), "utf-8")
    state, why = stands(tmp_path)
    assert (state, "interfaces[web].authentication (password → certificate)" in why) == ("open", True)


def product_with(tmp_path: Path, parts: str) -> Path:
    product = tmp_path / "products" / "nc-100"
    product.mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text(MAKER, "utf-8")
    (product / "product.yaml").write_text(PRODUCT, "utf-8")
    (product / "bill.json").write_text(parts, "utf-8")
    return product


def test_what_was_decided_before_the_part_was_there_is_open_when_it_comes(tmp_path: Path) -> None:
    other = {"type": "library", "name": "zlib", "version": "1.3.2", "purl": "pkg:github/madler/zlib@1.3.2"}
    none = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [other]})
    product = product_with(tmp_path, none)
    answer = (
        "--state",
        "not-affected",
        "--justification",
        "component-not-present",
        "--reason",
        "opensslを入れていない",
        "--by",
        "鈴木 一",
    )
    told("CVE-2022-0778", tmp_path, "--component", "openssl", *answer)

    (product / "bill.json").write_text(bill("1.1.1k"), "utf-8")
    assert stands(tmp_path)[0] == "open"

    told("CVE-2022-0778", tmp_path, "--component", "openssl", "--versions", "*", *answer)
    assert stands(tmp_path)[0] == "not-affected"


@pytest.mark.parametrize(
    ("by", "until", "reason", "word"),
    [
        ("幽霊 太郎", "2027-03-31", "次の版で更新する", "nobody who may accept"),
        ("山田 守", "2036-01-01", "次の版で更新する", "more than 12 months"),
        ("山田 守", "2027-03-31", "x", "no reason"),
    ],
)
def test_an_acceptance_is_that_of_somebody_who_may_with_a_reason_for_a_year(
    by: str, until: str, reason: str, word: str, tmp_path: Path
) -> None:
    product_with(tmp_path, bill("1.1.1k"))
    asked = ("CVE-2022-0778", tmp_path, "--state", "accepted", "--on", "2026-11-28", "--lang", "en")

    assert word in refused(*asked, "--by", by, "--until", until, "--reason", reason)
    assert told(*asked[:-2], "--by", "山田 守", "--until", "2027-03-31", "--reason", "次の版で更新する")[
        "kept"
    ]


def test_when_all_is_answered_what_affects_is_still_said(tmp_path: Path) -> None:
    part = {"type": "library", "name": "zlib", "version": "1.2.11", "purl": "pkg:github/madler/zlib@1.2.11"}
    product_with(tmp_path, json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [part]}))
    found = json.loads(mamoru("vulns", "match", tmp_path, "--format", "json").stdout)["matches"]
    for match in found:
        told(
            match["vulnerability"], tmp_path, "--state", "affected", "--reason", "更新する", "--by", "山田 守"
        )

    screen = " ".join(mamoru("vulns", "match", tmp_path, "-v", lang="en").stdout.decode().split())

    assert f"No vulnerability is open. Affected, and answered: {len(found)}" in screen
    assert "No vulnerability is found" not in screen
    assert "affected · critical" in screen


@pytest.mark.parametrize(
    ("by", "reason", "word"),
    [("幽霊 太郎", "証明書を読まない", "maker.yaml names no 幽霊 太郎"), ("鈴木 一", "x", "no reason"), ("x", "x", "names no x")],
)  # fmt: skip
@pytest.mark.parametrize("state", ["not-affected", "fixed"])
def test_what_nobody_looks_at_again_is_settled_by_somebody_known_with_a_reason(
    by: str, reason: str, word: str, state: str, tmp_path: Path
) -> None:
    product_with(tmp_path, bill("1.1.1k"))
    why = ("--justification", "vulnerable-code-not-present") if state == "not-affected" else ()
    asked = ("CVE-2022-0778", tmp_path, "--state", state, *why, "--lang", "en")

    assert word in refused(*asked, "--by", by, "--reason", reason)
    assert stands(tmp_path)[0] == "open"
    told(
        "CVE-2022-0778", tmp_path, "--state", "open", "--by", by, "--reason", reason
    )  # who asks again may be anybody


def test_a_list_tells_what_each_decision_is_about_and_where_it_is_open_again(tmp_path: Path) -> None:
    product = product_with(tmp_path, bill("1.1.1k"))
    answer = ("--state", "not-affected", "--justification", "vulnerable-code-not-in-execute-path",
              "--reason", "証明書を読まない", "--by", "鈴木 一", "--component")  # fmt: skip
    (kept,) = told("CVE-2022-0778", tmp_path, *answer, "openssl")["kept"]
    told("CVE-2018-25032", tmp_path, *answer, "zlib")

    assert kept["about"] == [{"product": "nc-100", "release": "1.0", "name": "openssl", "version": "1.1.1k"}]
    listed = told(tmp_path)["decisions"]
    assert [(each["standing"], each["about"] == []) for each in listed] == [("holds", False), ("holds", True)]

    (product / "bill.json").write_text(bill("1.1.1l"), "utf-8")
    opened = told(tmp_path)["decisions"][0]
    screen = " ".join(mamoru("vulns", "decide", tmp_path, lang="en").stdout.decode().split())
    assert opened["standing"] == "reopened"
    assert "components[openssl].version (1.1.1k → 1.1.1l)" in opened["reopened"][0]["why"]["en"]
    assert "Decisions that hold: 1 of 2" in screen
    assert "What they rest on has changed: decide again" in screen


def test_of_what_a_supplier_said_on_one_day_the_later_moment_counts(tmp_path: Path) -> None:
    product_with(tmp_path, bill("1.1.1k"))
    said = {**VEX["statements"][0], "status": "not_affected", "justification": "vulnerable_code_not_present"}
    late = {**said, "status": "affected", "action_statement": "update"}
    for name, hour, statement in (("late", 18, late), ("early", 9, said)):  # the older one arrives later
        body = {**VEX, "timestamp": f"2026-10-01T{hour:02}:00:00Z", "statements": [statement]}
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
        told(tmp_path, "--vex", tmp_path / f"{name}.json")

    assert stands(tmp_path)[0] == "open"

    body = {**VEX, "timestamp": "2026-10-01T19:00:00Z", "statements": [said]}
    (tmp_path / "last.json").write_text(json.dumps(body))
    told(tmp_path, "--vex", tmp_path / "last.json")
    assert stands(tmp_path)[0] == "not-affected"


def test_a_match_tells_of_a_decision_that_cannot_be_read(tmp_path: Path) -> None:
    product_with(tmp_path, bill("1.1.1k"))
    told("CVE-2022-0778", tmp_path, *NOT_AFFECTED)
    assert stands(tmp_path)[0] == "not-affected"
    file = next((tmp_path / DECISIONS).iterdir())
    file.write_bytes(file.read_bytes().replace("鈴木".encode(), "田中".encode()))

    found = json.loads(mamoru("vulns", "match", tmp_path, "--format", "json").stdout)

    assert any(file.name in each["en"] for each in found["unread"])


def test_a_part_that_the_vulnerability_does_not_affect_opens_no_decision_that_names_no_part(
    tmp_path: Path,
) -> None:
    product = product_with(tmp_path, bill("1.1.1k"))
    (product / "mended.json").write_text(bill("1.1.1n"), "utf-8")
    second = '{version: "1.1", date: 2026-11-20, sbom: mended.json}'
    (product / "product.yaml").write_text(PRODUCT.replace("bill.json}", f"bill.json}}, {second}"), "utf-8")
    answer = ("--state", "not-affected", "--justification", "vulnerable-code-not-in-execute-path",
              "--reason", "証明書を読まない", "--by", "鈴木 一")  # fmt: skip

    (kept,) = told("CVE-2022-0778", tmp_path, *answer)["kept"]
    assert (kept["standing"], [each["release"] for each in kept["about"]]) == ("holds", ["1.0"])

    (product / "mended.json").write_text(bill("1.1.1l"), "utf-8")
    (listed,) = told(tmp_path)["decisions"]
    assert (listed["standing"], [each["release"] for each in listed["reopened"]]) == ("reopened", ["1.1"])
