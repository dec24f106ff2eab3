"""An id is understood as it is typed, and one that nothing has is refused."""

import pytest

from mamoru.catalog import catalog
from mamoru.errors import InputError
from mamoru.jobs.explain.naming import meant


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("5.3-4A", "en-303-645:5.3-4A"),
        ("5.3-4a", "en-303-645:5.3-4A"),
        ("EN-303-645:5.3-4a", "en-303-645:5.3-4A"),
        ("psti-1", "psti:PSTI-1"),
        ("1a.1", "guide:1A.1"),
        ("１Ａ．１", "guide:1A.1"),
        ("Guide:m6.5", "guide:M6.5"),
        ("fw-acct-004", "FW-ACCT-004"),
        ("tc-auth-01", "TC-AUTH-01"),
        ("No-Shared-Credential", "no-shared-credential"),
        ("EN-303-645", "en-303-645"),
        ("p1", "guide:P1"),
    ],
)
def test_an_id_is_understood_in_any_case_and_without_its_standard(typed: str, own: str) -> None:
    assert meant(catalog(), typed) == own


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("CVE-1-2", "CVE-2022-0778"),
        ("cve-2022", "CVE-2022-0778"),
        ("1A.9", "1A."),
        ("psti:5.3-4A", "5.3-4A"),
        ("", "catalog list"),
    ],
)
def test_an_id_that_nothing_has_is_refused_with_what_to_do(typed: str, hint: str) -> None:
    with pytest.raises(InputError) as refused:
        meant(catalog(), typed)

    assert hint in refused.value.remedy.en


def test_every_id_of_the_catalogue_means_itself() -> None:
    asked = catalog()
    points = [f"{s.id}:{each.id}" for s in asked.standards for each in s.requirements]

    assert [own for own in points if meant(asked, own) != own] == []
