"""The release at hand: what every job knows of one release before it looks."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.errors import InputError
from mamoru.evidence import SubjectKind
from mamoru.jobs.release.at_hand import AtHand, at_hand
from mamoru.jobs.release.workspace import workspace_at
from mamoru.jobs.wish import Wish

PRODUCT = """\
id: nc-100
name: {ja: カメラ, en: Camera}
accepted:
  - {check: FW-SVC-001, path: /etc/inittab, why: 工場だけで使う, by: 佐藤花子, until: 2026-06-30}
"""
RELEASES = 'releases: [{version: "1.0"}, {version: "1.1", date: 2026-10-01}]\n'
LAST = date(2026, 6, 30)
AFTER = date(2026, 7, 1)


def hand(place: Path, product: str, on: date, **asked: object) -> AtHand:
    (place / "maker.yaml").write_text(
        "id: mimamori\nname: {en: Mimamori}\nroles: [{role: security, name: 佐藤花子}]\n", encoding="utf-8"
    )
    (place / "product.yaml").write_text(product, encoding="utf-8")
    here = workspace_at(place)
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    wish = Wish(on=on, at=at, **asked)  # type: ignore[arg-type]
    return at_hand(here, here.workspace.product(None), wish)


def test_an_acceptance_is_in_force_on_its_last_day_and_not_after(tmp_path: Path) -> None:
    assert len(hand(tmp_path, PRODUCT, LAST).in_force) == 1
    assert hand(tmp_path, PRODUCT, AFTER).in_force == []


def test_evidence_speaks_of_the_release_that_was_asked_for_else_of_the_latest(tmp_path: Path) -> None:
    latest = hand(tmp_path, PRODUCT + RELEASES, AFTER)
    older = hand(tmp_path, PRODUCT + RELEASES, AFTER, release="1.0")
    assert [str(each.version) for each in (latest, older)] == ["1.1", "1.0"]
    assert {each.id for each in older.subjects} == {"mimamori", "nc-100", "nc-100@1.0"}


def test_without_a_release_no_evidence_speaks_of_one(tmp_path: Path) -> None:
    bare = hand(tmp_path, PRODUCT, AFTER)
    assert bare.named[SubjectKind.RELEASE] is None
    assert {each.kind for each in bare.subjects} == {"maker", "product"}


def test_a_standard_that_is_not_there_is_an_error_and_the_guide_is_always_asked(tmp_path: Path) -> None:
    assert [each.id for each in hand(tmp_path, PRODUCT, AFTER).standards] == ["guide"]
    with pytest.raises(InputError, match="no-such"):
        hand(tmp_path, PRODUCT, AFTER, standards=("no-such",))
