"""Who is meant by a name: the same person however it is written, and nobody else."""

import pytest

from mamoru.product.people import is_known, means, same_person
from material.documents import documents


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("佐藤花子", "佐藤 花子"),
        ("佐藤　花子さん", "佐藤花子"),
        ("品質保証部 佐藤花子", "佐藤花子"),
        ("佐藤", "佐藤 花子"),
        ("代表取締役 佐藤", "佐藤 花子"),
        ("髙橋 海", "高橋 海"),
        ("Müller, Jürgen", "Jürgen Müller"),
        ("Müller", "Jürgen Müller"),
        ("Hanako Sato (QA)", "Hanako Sato"),
        ("Sato-san", "Hanako Sato"),
        ("佐藤\u200b花子", "佐藤花子"),
        ("Hanako Sato", "Sato, Hanako"),
        ("Sato", "Hanako Sato"),
        ("Dr. Hanako Sato", "Hanako Sato"),
        ("Ｈａｎａｋｏ Sato", "hanako sato"),
        ("Aoba Design (Hanako Sato)", "Aoba Design"),
        ("H. Sato", "Hanako Sato"),
        ("Sato H.", "Hanako Sato"),
        ("Sato (QA)", "Hanako Sato"),
        ("佐藤（品質）", "佐藤 花子"),
    ],
)
def test_a_name_means_the_person_however_it_is_written(name: str, known: str) -> None:
    assert means(name, known)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("an", "Hanako Sato"),
        ("H", "H Sato"),
        ("T. Sato", "Hanako Sato"),
        ("H. S.", "Hanako Sato"),
        ("Ghost (QA)", "Hanako Sato"),
        ("Ito (not Sato)", "Hanako Sato"),
        ("Ana", "Hanako Sato"),
        ("Hanako Suzuki", "Hanako Sato"),
        ("花子", "佐藤花子"),
        ("佐", "佐藤花子"),
        ("佐藤花子以外", "佐藤花子"),
        ("佐藤 花子ではない誰か", "佐藤 花子"),
        ("anybody but not Hanako Sato", "Hanako Sato"),
        ("佐藤太郎", "佐藤花子"),
        ("", "佐藤花子"),
        ("さん", "佐藤花子"),
        ("\u200b\u200b", "佐藤花子"),
    ],
)
def test_a_piece_of_a_name_means_nobody(name: str, known: str) -> None:
    assert not means(name, known)


def test_the_same_person_is_told_from_another() -> None:
    assert same_person("佐藤 花子 様", "佐藤花子")
    assert not same_person("佐藤花子", "佐藤太郎")
    assert not same_person(None, None)


@pytest.mark.parametrize(("name", "known"), [("あおば設計", True), ("株式会社あおば設計 検証部", True), ("あおば", False),
                                             ("開発", False), ("幽霊太郎", False), ("山田太郎", True)])  # fmt: skip
def test_an_organisation_is_known_by_its_whole_name(name: str, known: bool) -> None:
    ghosts = {"education__1__by": "幽霊太郎", "policy__acknowledged__0__by": "幽霊太郎"}
    assert is_known(name, documents(**ghosts).maker) is known
