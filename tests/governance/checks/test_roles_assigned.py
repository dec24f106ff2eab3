"""The guide's five roles."""

from mamoru.governance.checks import roles_assigned as check
from material.documents import bare, documents, heard


def test_five_roles_with_names_are_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"roles-assigned": "declared"}
    assert not said.findings
    assert not said.missing


def test_no_roles_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"roles-assigned"}
    assert not said.shown
    assert not said.findings


def test_a_role_without_a_person_is_named() -> None:
    said = heard(check, documents(roles__3=None))
    assert said.lacking == {"roles-assigned"}
    assert "品質管理者" in said.missing[0].reason.ja
    assert "経営者" not in said.missing[0].reason.ja


def test_a_placeholder_is_no_person() -> None:
    said = heard(check, documents(roles__1__name="未定"))
    assert said.lacking == {"roles-assigned"}
    assert not said.shown
    assert not said.findings


def test_one_person_may_hold_several_roles() -> None:
    said = heard(check, documents(roles__2__name="佐藤花子"))
    assert said.grades == {"roles-assigned": "declared"}


def test_one_person_in_all_roles_leaves_nobody_to_check() -> None:
    names = ("佐藤花子", "佐藤 花子", "佐藤花子さん", "佐藤　花子", "佐藤花子")
    alone = {f"roles__{n}__name": name for n, name in enumerate(names)}
    said = heard(check, documents(**alone))
    assert said.lacking == {"roles-assigned"}
    assert "nobody but the one who makes it checks it" in said.missing[0].reason.en
    assert not said.shown


def test_an_outside_tester_beside_one_person_is_somebody_who_checks() -> None:
    mostly = {f"roles__{n}__name": "佐藤花子" for n in (0, 1, 2, 4)}
    assert heard(check, documents(**mostly)).grades == {"roles-assigned": "declared"}
