"""What a maker has accepted stays accepted in later releases while nothing of it changed."""

from datetime import date

import msgspec
import pytest

from mamoru.assessment import accepted
from mamoru.product.model import Acceptance
from material.assessments import finding

JUDGED = Acceptance(
    check="X-1", path="/etc/shadow", proof="…", by="Sato", until=date(2026, 12, 31), why="test bench only"
)


def test_the_same_finding_of_a_later_release_stays_accepted() -> None:
    assert accepted(finding("a"), [JUDGED])


@pytest.mark.parametrize("changed", [{"proof": "another"}, {"check": "X-2"}])
def test_a_finding_that_changed_must_be_judged_anew(changed: dict[str, str]) -> None:
    assert not accepted(msgspec.structs.replace(finding("a"), **changed), [JUDGED])


def test_an_acceptance_without_a_proof_covers_whatever_is_found_at_its_path() -> None:
    whatever = msgspec.structs.replace(JUDGED, proof=None)

    assert accepted(msgspec.structs.replace(finding("a"), proof="another"), [whatever])
    assert not accepted(finding("a", path="/etc/passwd"), [whatever])
