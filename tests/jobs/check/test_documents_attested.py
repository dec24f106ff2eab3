"""What `mamoru check` makes of a document: by its content, and by what it was when it was attested."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.evidence import Evidence, Grade
from mamoru.jobs import Wish, examine

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MAKER = """\
id: kodama
name: {{en: Kodama}}
roles: [{{role: executive, name: Taro Yamada}}]
policy: {{document: docs/policy.md, approved: {{by: Taro Yamada, on: {approved}}}}}
"""
POLICY = """Product security policy of Kodama. It applies to every device that we sell. The head of
development is responsible. Reported vulnerabilities are answered within five working days and fixed.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace whose policy was approved, with the policy in it."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "policy.md").write_text(POLICY, encoding="utf-8")
    (tmp_path / "product.yaml").write_text("id: kc-1\nname: {en: Camera}\n", encoding="utf-8")
    approved(tmp_path, "2026-04-01")
    return tmp_path


def approved(workspace: Path, day: str) -> None:
    (workspace / "maker.yaml").write_text(MAKER.format(approved=day), encoding="utf-8")


def checked(workspace: Path) -> Evidence:
    """What the check of the policy said, kept as evidence."""
    report = examine(workspace, Wish(on=date(2026, 11, 23), at=AT))[0]
    return next(item for item in report.evidence if item.check == "DOC-POL-001")


def grades(evidence: Evidence) -> list[Grade]:
    return [shown.grade for shown in evidence.shows]


def test_a_policy_that_says_something_is_attested_and_its_digest_kept(workspace: Path) -> None:
    said = checked(workspace)
    assert grades(said) == [Grade.ATTESTED]
    assert [paper.place for paper in said.shows[0].papers] == ["docs/policy.md"]


@pytest.mark.parametrize(
    "body", [b"", b"\n\n \n", b"policy", bytes(5000)], ids=["empty", "blank", "word", "zeros"]
)
def test_a_file_that_says_nothing_attests_nothing(workspace: Path, body: bytes) -> None:
    (workspace / "docs" / "policy.md").write_bytes(body)
    assert grades(checked(workspace)) == [Grade.DECLARED]


def test_the_makers_own_file_named_as_its_policy_attests_nothing(workspace: Path) -> None:
    text = (workspace / "maker.yaml").read_text(encoding="utf-8")
    (workspace / "maker.yaml").write_text(text.replace("docs/policy.md", "maker.yaml"), encoding="utf-8")
    assert grades(checked(workspace)) == [Grade.DECLARED]


def test_a_policy_that_changed_no_longer_holds_until_it_is_approved_anew(workspace: Path) -> None:
    checked(workspace)

    (workspace / "docs" / "policy.md").write_text(POLICY + "Nobody is paid for it.\n", encoding="utf-8")
    changed = checked(workspace)
    again = checked(workspace)
    approved(workspace, "2026-11-20")
    renewed = checked(workspace)

    assert grades(changed) == grades(again) == [Grade.DECLARED]
    assert "docs/policy.md has changed since 2026-04-01, attested by Taro Yamada" in changed.shows[0].proof.en
    assert grades(renewed) == [Grade.ATTESTED]


def test_a_policy_put_back_as_it_was_holds_again(workspace: Path) -> None:
    checked(workspace)
    (workspace / "docs" / "policy.md").write_text(POLICY + "Other words.\n", encoding="utf-8")
    checked(workspace)
    (workspace / "docs" / "policy.md").write_text(POLICY, encoding="utf-8")
    assert grades(checked(workspace)) == [Grade.ATTESTED]


def test_a_policy_that_went_is_told_with_who_attested_it(workspace: Path) -> None:
    checked(workspace)
    (workspace / "docs" / "policy.md").unlink()
    said = checked(workspace)
    assert said.shows == ()
    assert "is gone: Taro Yamada attested it on 2026-04-01" in said.missing[0].reason.en
