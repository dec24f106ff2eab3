"""Which decisions on vulnerabilities end, so that somebody is told before they do."""

from datetime import date

from mamoru.operation.vulnerabilities.decisions import Decision, Scope, ending

DAY = date(2026, 11, 23)


def decision(on: date, until: date | None, **scope: object) -> Decision:
    """An acceptance, or without a last day an answer that stays."""
    return Decision(
        scope=Scope(**({"vulnerability": "CVE-2022-0778"} | scope)),  # type: ignore[arg-type]
        state="accepted" if until else "affected",
        reason="next release",
        by="Yamada",
        on=on,
        until=until,
    )


OLD = decision(date(2026, 1, 1), date(2026, 12, 1), component="openssl")


def ends(*decisions: Decision, release: str = "1.0") -> list[Decision]:
    """Those that end."""
    return list(ending(decisions, DAY, product="nc-100", release=release))


def test_an_acceptance_ends_also_when_its_day_is_over() -> None:
    over = decision(date(2026, 1, 1), date(2026, 10, 1))
    assert ends(OLD) == [OLD]
    assert ends(over) == [over]


def test_what_a_later_decision_replaced_does_not_end() -> None:
    assert ends(OLD, decision(date(2026, 2, 1), None, component="openssl")) == []
    assert ends(OLD, decision(date(2026, 2, 1), None)) == []
    longer = decision(date(2026, 2, 1), date(2027, 12, 1), component="openssl")
    assert ends(longer, OLD) == [longer]


def test_a_later_decision_on_something_else_replaces_nothing() -> None:
    assert ends(OLD, decision(date(2026, 2, 1), None, component="zlib")) == [OLD]
    assert ends(OLD, decision(date(2026, 2, 1), None, component="openssl", versions="< 1.0")) == [OLD]
    assert ends(OLD, decision(date(2026, 2, 1), None, vulnerability="CVE-2022-0779")) == [OLD]
    assert ends(OLD, decision(date(2026, 12, 1), None)) == [OLD]  # of a day that has not come


def test_a_decision_for_another_release_or_product_ends_elsewhere() -> None:
    assert ends(decision(date(2026, 1, 1), date(2026, 12, 1), product="other")) == []
    of_one = decision(date(2026, 1, 1), date(2026, 12, 1), releases=("1.0",))
    assert ends(of_one) == [of_one]
    assert ends(of_one, release="1.1") == []
