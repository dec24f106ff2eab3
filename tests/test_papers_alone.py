"""What the files of a maker alone make stand, through every check that reads documents."""

import importlib
from typing import Any

import pytest

from mamoru.assessment import Assessment, Made, State, assess
from mamoru.catalog import catalog
from mamoru.evidence.registry import registry
from mamoru.product import facts
from material.documents import documents, heard

THE_CATALOG = catalog()
MODULES = [e.module for e in registry().checks if e.check.id.startswith("DOC-")]


def papers_alone(**bends: Any) -> Assessment:
    """The good maker and product, sold everywhere, with these bends; nothing else was looked at."""
    looked_at = documents(**{"markets": ["jp", "eu", "uk"], "category": "other"} | bends)
    seen = [heard(importlib.import_module(module), looked_at).evidence for module in MODULES]
    made = Made(
        subjects=frozenset(each.subject for each in seen), facts=facts(looked_at.product, looked_at.maker)
    )
    return assess(THE_CATALOG, THE_CATALOG.standards, made, seen, looked_at.on)


def state(id: str, **bends: Any) -> State:
    """Where the requirement `PREFIX:ITEM` stands by the papers alone."""
    standings = {r.id: r.state for s in papers_alone(**bends).standards for r in s.requirements}
    return standings[id]


@pytest.mark.parametrize("id", ["5.3-5", "5.3-11", "5.3-12", "5.3-3", "5.3-6B"])
def test_a_notification_by_mail_shows_that_users_are_notified_and_no_more(id: str) -> None:
    assert state(f"en-303-645:{id}", update__notification="by mail") is State.NOT_SHOWN


@pytest.mark.parametrize(
    "id", ["UI.1", "UI.4", "UI.8b", "13.19", "13.23", "14.3", "14.8", "TD.1", "TD.5", "I.2f", "I.2h"]
)
def test_a_manual_and_its_confirmation_show_no_other_information(id: str) -> None:
    assert state(f"cra:CRA-{id}") in (State.NOT_SHOWN, State.PARTLY)


def test_a_watch_of_feeds_is_no_learning_from_past_cases() -> None:
    assert state("guide:M6.1") is State.HOLDS
    assert state("iot-gl:KP7") is State.NOT_SHOWN


def test_a_stream_in_clear_is_not_hidden_by_words_on_its_data() -> None:
    stream = {"protocol": "rtsp", "encryption": "none"}
    bends = {f"interfaces__0__{name}": value for name, value in stream.items()}
    assert state("guide:2A.2", **bends, data__0__sent_protection="安全な方式で送る") is State.FALLS_SHORT
    assert state("en-303-645:5.5-1", **bends, data__0__sent_protection="AES") is State.FALLS_SHORT


def test_a_password_towards_a_server_breaks_what_machines_must_not_do() -> None:
    password = {"interfaces__2__authentication": "password"}
    assert state("en-303-645:5.1-2A", **password) is State.FALLS_SHORT
    assert state("en-303-645:5.1-2A") is State.NOT_SHOWN  # declared only


def test_without_automatic_updates_no_standard_says_something_else() -> None:
    by_hand = {"update__automatic": "false"}
    for id in ("en-303-645:5.3-4A", "en-303-645:5.3-4B", "cra:CRA-I.2c"):
        assert state(id, **by_hand) is State.FALLS_SHORT


@pytest.mark.parametrize(
    ("category", "prefix"), [("ev-charger", "psti"), ("medical-device", "psti"), ("medical-device", "cra")]
)
def test_what_a_law_excepts_does_not_apply_and_says_why(category: str, prefix: str) -> None:
    stands = papers_alone(category=category)
    points = next(s for s in stands.standards if s.id == prefix).requirements
    assert {point.state for point in points} == {State.NOT_APPLICABLE}
    assert all("category" in point.reason.en for point in points)
