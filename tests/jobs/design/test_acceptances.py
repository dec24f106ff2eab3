"""A decision on a threat holds for the facts for which it was given."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from mamoru.assessment.report.model import Report
from mamoru.cli.entry import main
from mamoru.design.resting import FactChange
from mamoru.design.telling import DesignTold, ThreatTold
from mamoru.jobs import Wish, examine
from mamoru.jobs.design.consulting import keep_answers
from mamoru.jobs.design.designing import designs

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WISH = Wish(on=ON, at=AT)
SIGNED = {"on": date(2026, 11, 1), "by": "青葉 健一"}
HUB = {
    "id": "hub",
    "name": {"ja": "ハブ", "en": "Hub"},
    "placement": "private",
    "users": [{"id": "owner", "description": "家の人"}],
    "interfaces": [
        {"id": "web", "kind": "network-service", "protocol": "http", "port": 80, "authentication": "password",
         "encryption": "none"},
        {"id": "bus", "kind": "physical", "protocol": "Modbus RTU", "exposure": "board", "authentication": "none"},
    ],
    "data": [{"id": "pw", "description": "パスワード", "kind": "credential", "stored": "flash", "sent_by": ["web"]}],
    "functions": [{"id": "heat", "description": "暖房を動かす", "safety": True}],
    "risks": [
        {"id": "lan", "threat": "LANで聞かれる", "covers": ["eavesdropping"], "decision": "accept", "why": "LANの中だけで使う",
         "until": date(2027, 1, 1), "reviewed": SIGNED},
        {"id": "wire", "threat": "配線", "covers": ["false-command"], "decision": "not-applicable",
         "why": "配線は箱の中", "reviewed": SIGNED},
    ],
    "update": {"method": "network", "signature": "Ed25519"},
    "releases": [{"version": "1.0", "date": date(2026, 10, 1)}],
}  # fmt: skip
CAMERA = {
    "id": "cam",
    "kind": "network-service",
    "protocol": "rtsp",
    "exposure": "internet",
    "authentication": "none",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A maker with one product, decided and checked once."""
    (tmp_path / "products" / "hub").mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text(
        "id: m\nname: {en: M}\nroles: [{role: executive, name: 青葉 健一}]\n", "utf-8"
    )
    write(tmp_path)
    checked(tmp_path)
    return tmp_path


def write(root: Path, **changed: object) -> None:
    """The product file, with other fields."""
    text = msgspec.json.encode(HUB | changed).decode()  # JSON is YAML, and has no anchors
    (root / "products" / "hub" / "product.yaml").write_text(text, "utf-8")


def checked(root: Path, wish: Wish = WISH) -> Report:
    """The report of a check."""
    return examine(root, wish)[0]


def told(root: Path, wish: Wish = WISH) -> DesignTold:
    """The design as it is told."""
    return designs(root, wish)[0].told


def threat(root: Path, id: str, wish: Wish = WISH) -> ThreatTold:
    """One of its threats."""
    return next(each for each in told(root, wish).threats if each.id == id)


def risks(**changed: object) -> list[dict[str, object]]:
    """The risks, the first of them with other fields."""
    first, second = HUB["risks"]  # type: ignore[misc]
    return [first | changed, second]


def test_an_acceptance_holds_while_its_facts_do(workspace: Path) -> None:
    write(workspace, name={"ja": "新しい名前", "en": "New name"})
    assert threat(workspace, "eavesdropping").answer == "accepted"
    assert threat(workspace, "eavesdropping").reopened == ()


def test_a_new_way_in_opens_it_again_and_shows_each_field(workspace: Path) -> None:
    write(workspace, interfaces=[*HUB["interfaces"], CAMERA])  # type: ignore[misc]
    found = threat(workspace, "eavesdropping")
    assert found.answer == "open"
    assert FactChange(path="interfaces[cam].exposure", before=None, after="internet") in found.reopened
    assert not any(change.path.startswith("interfaces[web]") for change in found.reopened)


def test_what_only_names_or_explains_something_opens_nothing(workspace: Path) -> None:
    web, bus = HUB["interfaces"]  # type: ignore[misc]
    write(workspace, interfaces=[web | {"purpose": "別の説明"}, bus])
    assert threat(workspace, "eavesdropping").answer == "accepted"


def test_a_later_review_is_a_new_acceptance_and_rests_on_the_facts_of_its_day(workspace: Path) -> None:
    later = risks(reviewed={"on": date(2026, 11, 20), "by": "青葉 健一"})
    write(workspace, interfaces=[*HUB["interfaces"], CAMERA], risks=later)  # type: ignore[misc]
    checked(workspace)
    assert threat(workspace, "eavesdropping").answer == "accepted"
    write(workspace, risks=later)
    gone = threat(workspace, "eavesdropping")
    assert (gone.answer, {change.after for change in gone.reopened}) == ("open", {None})


def test_that_a_threat_does_not_apply_is_decided_for_its_facts_too(workspace: Path) -> None:
    assert "false-command" in {each.id for each in told(workspace).excluded}
    web, bus = HUB["interfaces"]  # type: ignore[misc]
    write(workspace, interfaces=[web, bus | {"exposure": "nearby"}])
    found = threat(workspace, "false-command")
    assert (found.answer, found.reopened) == (
        "open",
        (FactChange(path="interfaces[bus].exposure", before="board", after="nearby"),),
    )


def test_check_says_so_and_no_longer_once_it_is_reviewed(workspace: Path) -> None:
    write(workspace, interfaces=[*HUB["interfaces"], CAMERA])  # type: ignore[misc]
    titles = [finding.title.en for finding in checked(workspace).findings]
    assert "An acceptance rests on facts that changed: lan (eavesdropping)" in titles
    later = risks(reviewed={"on": date(2026, 11, 20), "by": "青葉 健一"})
    write(workspace, interfaces=[*HUB["interfaces"], CAMERA], risks=later)  # type: ignore[misc]
    assert not [f for f in checked(workspace).findings if "lan" in f.title.en]


def test_an_acceptance_that_ended_is_named_everywhere(workspace: Path) -> None:
    after = Wish(on=date(2027, 1, 2), at=datetime(2027, 1, 2, 9, 0, tzinfo=UTC))
    assert threat(workspace, "eavesdropping", after).expired == date(2027, 1, 1)
    assert threat(workspace, "eavesdropping", after).answer == "open"
    report = checked(workspace, after)
    assert "An acceptance ended on 2027-01-01: lan" in [finding.title.en for finding in report.findings]
    assert threat(workspace, "eavesdropping").expired is None


def test_of_two_answers_both_are_shown_and_the_weaker_stands(workspace: Path) -> None:
    second = {
        "id": "lan2",
        "threat": "x",
        "covers": ["eavesdropping"],
        "decision": "mitigate",
        "measures": ["2A"],
    }
    write(workspace, risks=[*risks(), second])
    found = threat(workspace, "eavesdropping")
    assert [decision.risk for decision in found.decisions] == ["lan", "lan2"]
    assert (found.answer, found.decision and found.decision.risk) == ("open", "lan2")


def test_an_answer_for_one_interface_leaves_the_others_open(workspace: Path) -> None:
    both = [*HUB["interfaces"], CAMERA]  # type: ignore[misc]
    write(workspace, interfaces=both, risks=risks(id="one", elements=["web"]))
    assert threat(workspace, "eavesdropping").answer == "open"
    other = {
        "id": "two",
        "threat": "x",
        "covers": ["eavesdropping"],
        "elements": ["cam"],
        "decision": "transfer",
    }
    write(workspace, interfaces=both, risks=[*risks(id="one", elements=["web"]), other])
    assert threat(workspace, "eavesdropping").answer == "accepted"


def test_an_adviser_who_disagrees_is_shown_until_the_maker_answers(workspace: Path, tmp_path: Path) -> None:
    (designed,) = designs(workspace, WISH)
    form = tmp_path / "answers.yaml"
    form.write_text(
        "product: hub\nadviser: 高木\non: 2026-11-20\n"
        "answers: [{about: eavesdropping, opinion: disagree, comment: 家のLANも狙われる}]\n",
        "utf-8",
    )
    keep_answers(workspace, designed, form, WISH)
    assert threat(workspace, "eavesdropping").objection == "家のLANも狙われる"
    states = {r.id: r.state.value for s in checked(workspace).assessment.standards for r in s.requirements}
    assert states["guide:M4.2"] == "falls-short"
    write(workspace, risks=risks(reviewed={"on": date(2026, 11, 21), "by": "青葉 健一"}))
    assert threat(workspace, "eavesdropping").objection is None
    states = {r.id: r.state.value for s in checked(workspace).assessment.standards for r in s.requirements}
    assert states["guide:M4.2"] == "holds"


def test_since_names_the_tests_to_repeat_and_a_renamed_entry_is_none_that_is_new(
    workspace: Path, tmp_path: Path
) -> None:
    old = Path(shutil.copy(workspace / "products" / "hub" / "product.yaml", tmp_path / "old.yaml"))
    web, bus = HUB["interfaces"]  # type: ignore[misc]
    data = [HUB["data"][0] | {"sent_by": ["settings"]}]  # type: ignore[index]
    write(workspace, interfaces=[web | {"id": "settings"}, bus], data=data)
    changes = designs(workspace, WISH, old)[0].told.changes
    assert changes is not None
    assert [(e.id, e.was, e.change) for e in changes.entries] == [("settings", "web", "renamed")]
    assert (changes.threats, changes.tests) == ((), ())
    write(workspace, interfaces=[*HUB["interfaces"], CAMERA])  # type: ignore[misc]
    changes = designs(workspace, WISH, old)[0].told.changes
    assert changes is not None
    assert "TC-AUTH-01" in {case.id for case in changes.tests}
    assert {claim for case in changes.tests for claim in case.claims} <= set(changes.retest)


def test_an_open_question_says_which_field_answers_it(workspace: Path) -> None:
    fields = {question.about: question.field for question in told(workspace).questions}
    assert fields["made-outside"] == "maker.yaml: stakeholders[].kind"
    assert (
        fields["third-party-apps"].startswith("interfaces[].peer")
        or "components" in fields["third-party-apps"]
    )
    assert all(fields.values())


def test_a_product_that_declares_nothing_was_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "products" / "p").mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text(
        "id: m\nname: {en: M}\nroles: [{role: executive, name: 青葉 健一}]\n", "utf-8"
    )
    (tmp_path / "products" / "p" / "product.yaml").write_text("id: p\nname: {en: P}\n", "utf-8")
    assert told(tmp_path).looked.nothing
    assert main(["design", str(tmp_path)]) == 3
    text = "id: p\nname: {en: P}\nfunctions: [{id: f, description: f}]\n"
    (tmp_path / "products" / "p" / "product.yaml").write_text(text, "utf-8")
    assert not told(tmp_path).looked.nothing


def test_an_acceptance_by_somebody_who_may_not_leaves_the_threat_open_and_says_why(workspace: Path) -> None:
    assert threat(workspace, "eavesdropping").answer == "accepted"
    risks = [{**HUB["risks"][0], "reviewed": {**SIGNED, "by": "幽霊 太郎"}}, HUB["risks"][1]]

    write(workspace, risks=risks)

    found = threat(workspace, "eavesdropping")
    assert found.answer == "open"
    assert found.void is not None
    assert "幽霊 太郎 is nobody who may accept" in found.void.en
