"""Deputies who are somebody else."""

from mamoru.governance.checks import deputies_named as check
from material.documents import bare, documents, heard


def test_a_deputy_for_each_role_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"deputies-named": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_holder_who_is_their_own_deputy_is_a_finding() -> None:
    said = heard(check, documents(roles__1__deputy="佐藤 花子"))
    assert said.fields == ["roles[1].deputy"]
    assert said.evidence.refutes == ("deputies-named",)
    assert not said.shown


def test_two_roles_that_stand_in_for_each_other_are_fine() -> None:
    said = heard(check, documents(roles__1__deputy="山田太郎"))
    assert not said.findings


def test_a_role_without_a_deputy_is_a_finding_at_its_place() -> None:
    said = heard(check, documents(roles__1__deputy=None))
    assert said.fields == ["roles[1].deputy"]
    assert said.evidence.refutes == ("deputies-named",)


def test_a_deputy_still_to_be_named_is_missing() -> None:
    said = heard(check, documents(roles__1__deputy="未定"))
    assert said.lacking == {"deputies-named"}
    assert not said.shown
    assert not said.findings


def test_no_roles_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"deputies-named"}
    assert not said.shown
    assert not said.findings
