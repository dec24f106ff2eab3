"""An acceptance counts with a reason, of somebody who may accept, for a year at most."""

from datetime import date

import pytest

from mamoru.product.accepting import why_not_accepted
from mamoru.product.model import Acceptance
from material.documents import documents

ON = date(2026, 11, 23)
WHY = "次の基板で対応するまで、利用者に注意を知らせる"


def why(*, by: str = "山田太郎", until: date = date(2027, 6, 30), reason: str = WHY) -> str:
    accepted = Acceptance(requirement="guide:1C.2", by=by, until=until, why=reason)
    told = why_not_accepted(accepted, documents().maker, ON)
    return told.en if told else ""


@pytest.mark.parametrize("by", ["山田太郎", "山田 太郎 様", "代表取締役 山田太郎", "佐藤花子", "鈴木一郎"])
def test_executive_and_security_lead_and_their_deputies_may_accept(by: str) -> None:
    assert why(by=by) == ""


@pytest.mark.parametrize("by", ["高橋実", "A", "山", "somebody", "あおば設計"])
def test_nobody_else_may(by: str) -> None:
    assert "nobody who may accept" in why(by=by)


@pytest.mark.parametrize("reason", ["x", "-", "未定", "TBD", "仮", "  "])
def test_a_letter_is_no_reason(reason: str) -> None:
    assert why(reason=reason) == "its why is no reason"


@pytest.mark.parametrize("reason", [WHY, "後で直す", "users are warned"])
def test_a_short_reason_is_one(reason: str) -> None:
    assert why(reason=reason) == ""


@pytest.mark.parametrize(
    ("until", "word"),
    [
        (date(2026, 11, 22), "it ended on 2026-11-22"),
        (date(2026, 11, 23), ""),
        (date(2027, 11, 23), ""),
        (date(2027, 11, 24), "more than 12 months away"),
        (date(2035, 12, 31), "more than 12 months away"),
    ],
)
def test_it_lasts_a_year_at_most(until: date, word: str) -> None:
    assert word in why(until=until)
    assert bool(why(until=until)) == bool(word)
