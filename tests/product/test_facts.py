"""The facts that decide whom a rule concerns."""

import pytest

from mamoru.catalog import catalog, evaluate
from mamoru.product import facts
from mamoru.product.facts import RULES
from material.documents import documents

THE_CATALOG = catalog()


def fact(name: str, **bends: object) -> bool | None:
    """The fact `name` of the good product with these bends."""
    papers = documents(**bends)
    return facts(papers.product, papers.maker)[name]


def only(*interfaces: dict[str, str]) -> dict[str, object]:
    """A product with these interfaces and nothing that refers to others."""
    listed = [{"id": f"i{n}", **interface} for n, interface in enumerate(interfaces)]
    return {"interfaces": listed, "data__0__sent_by": None}


def test_each_fact_of_the_catalogue_has_its_rule() -> None:
    assert {fact.id for fact in THE_CATALOG.facts} == set(RULES)


@pytest.mark.parametrize(
    ("standard", "category", "concerned"),
    [
        ("psti", "ev-charger", False), ("psti", "medical-device", False), ("psti", "smart-meter", False),
        ("psti", "computer", False), ("psti", "vehicle", False), ("psti", "other", True),
        ("cra", "medical-device", False), ("cra", "vehicle", False), ("cra", "aviation", False),
        ("cra", "marine", False), ("cra", "ev-charger", True), ("cra", "computer", True),
        ("jc-star-1", "computer", False), ("jc-star-1", "ev-charger", True),
        ("en-303-645", "medical-device", True),
    ],
)  # fmt: skip
def test_a_rule_concerns_whom_its_scope_names(standard: str, category: str, concerned: bool) -> None:
    papers = documents(category=category, markets=["jp", "eu", "uk"])
    known = facts(papers.product, papers.maker)
    verdicts = [evaluate(r.applies, known).applies for r in THE_CATALOG.standard(standard).requirements]
    assert any(verdict is not False for verdict in verdicts) is concerned


@pytest.mark.parametrize(
    ("words", "concerned"),
    [
        ("EV charger", False), ("wallbox 11 kW", False), ("EV充電器", False), ("infusion pump", False),
        ("医療機器（輸液ポンプ）", False), ("スマートメーター", False), ("laptop computer", False),
        ("network camera", None), ("battery charger for tools", None), ("ネットワークカメラ", None),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_words_of_its_type_where_they_say_it(
    words: str, concerned: bool | None
) -> None:
    assert fact("in-psti-scope", type=words) is concerned


def test_the_category_decides_before_the_words() -> None:
    assert fact("in-psti-scope", type="charger of EV charger fleets", category="other") is True


@pytest.mark.parametrize(
    ("interfaces", "speaks"),
    [
        ([{"kind": "radio", "protocol": "Wi-Fi"}], True),
        ([{"kind": "client", "protocol": "mqtts", "exposure": "internet"}], True),
        ([{"kind": "network-service", "protocol": "modbus-rtu"}], False),
        ([{"kind": "radio", "protocol": "RFID MIFARE", "exposure": "nearby"}], False),
        ([{"kind": "radio", "protocol": "LoRaWAN", "peer": "network server"}], None),
        ([{"kind": "radio", "protocol": "BLE", "peer": "phone app"}], None),
        ([{"kind": "radio", "protocol": "Zigbee"}, {"kind": "client", "protocol": "https"}], True),
        ([{"kind": "debug", "protocol": "uart", "exposure": "board"}], False),
    ],
)  # fmt: skip
def test_a_device_speaks_ip_itself_or_maybe_through_what_it_talks_to(
    interfaces: list[dict[str, str]], speaks: bool | None
) -> None:
    assert fact("speaks-ip", **only(*interfaces)) is speaks


def test_of_a_draft_what_is_not_listed_stays_unknown() -> None:
    assert fact("speaks-ip", draft="true", **only({"kind": "radio", "protocol": "RFID"})) is None
    assert fact("connects-to-machines", draft="true", **only({"kind": "radio", "protocol": "RFID"})) is None


@pytest.mark.parametrize(
    ("field", "value", "name", "known"),
    [
        ("update__automatic", None, "updates-automatically", None),
        ("update__automatic", "false", "updates-automatically", False),
        ("update__automatic", "true", "updates-automatically", True),
        ("update__notification", None, "notifies-updates", None),
        ("update__notification", "未定", "notifies-updates", None),
        ("update__notification", "なし", "notifies-updates", False),
        ("update__notification", "on screen", "notifies-updates", True),
        ("integrated", None, "meant-for-integration", None),
        ("sold_to", None, "for-consumers", None),
        ("sold_to", ["businesses"], "for-consumers", False),
        ("sold_to", ["businesses", "consumers"], "for-consumers", True),
        ("integrated", "false", "meant-for-integration", False),
    ],
)  # fmt: skip
def test_what_nobody_said_is_unknown_and_what_was_denied_is_false(
    field: str, value: object, name: str, known: bool | None
) -> None:
    assert fact(name, **{field: value}) is known


def test_what_does_not_concern_the_product_is_told_by_its_fact() -> None:
    papers = documents(category="ev-charger", markets=["uk"])
    verdict = evaluate(THE_CATALOG.requirement("psti:PSTI-3")[1].applies, facts(papers.product, papers.maker))
    (name,) = verdict.facts
    reason = next(fact.no for fact in THE_CATALOG.facts if fact.id == name)
    assert name == "in-psti-scope"
    assert "EV充電器" in reason.ja
    assert "EV charger" in reason.en
