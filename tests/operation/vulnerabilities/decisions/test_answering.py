"""The memory of decisions: what holds for a match, and when it is open again, with the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError, InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import (
    Condition,
    Decision,
    Scope,
    Setting,
    answered,
    checked,
    said_by_supplier,
)
from mamoru.operation.vulnerabilities.decisions.ranges import read_range, within
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.operation.vulnerabilities.priority import Exposure, Place
from mamoru.product import Component, Kernel
from mamoru.product.component import Answer

TODAY = date(2026, 11, 28)


def match(version: str | None = "1.1.1k", **fields: object) -> Match:
    component = {"name": "openssl", "software": "openssl", "version": version, **fields}
    return Match(
        told=Told(id="CVE-2022-0778", aliases=("JVNDB-2022-001476",)),
        component=Component(**component),  # type: ignore[arg-type]
        said=(Word(source="nvd", certainty=Certainty.AFFECTED, why=Text("範囲内", "in range")),),
    )


def decision(scope: dict[str, object] | None = None, **fields: object) -> Decision:
    given = {"vulnerability": "CVE-2022-0778", "component": "openssl", **(scope or {})}
    given = {key: value for key, value in given.items() if value is not None}
    default = {"state": "not-affected", "justification": "vulnerable_code_not_in_execute_path"}
    if "state" in fields:
        default.pop("justification")
    return Decision(
        scope=Scope(**given),  # type: ignore[arg-type]
        **{"reason": "証明書を読まない", "by": "鈴木 一", "on": date(2026, 11, 1), **default, **fields},  # type: ignore[arg-type]
    )


def state(
    *decisions: Decision, of: Match | None = None, setting: Setting | None = None, on: date = TODAY
) -> str:
    return answered(of or match(), decisions, on, setting or Setting()).state


def why(
    *decisions: Decision, of: Match | None = None, setting: Setting | None = None, on: date = TODAY
) -> str:
    told = answered(of or match(), decisions, on, setting or Setting())
    assert (told.state, told.decision is not None) == ("open", True)
    assert told.reopened is not None
    return told.reopened.en


def test_without_a_decision_a_match_is_open() -> None:
    assert answered(match(), (), TODAY).state == "open"


def test_a_decision_holds_and_is_told() -> None:
    told = answered(match(), [decision()], TODAY)

    assert (told.state, told.decision, told.reopened) == ("not-affected", decision(), None)


def test_a_decision_under_another_name_of_the_vulnerability_holds() -> None:
    assert state(decision({"vulnerability": "JVNDB-2022-001476"})) == "not-affected"
    assert state(decision({"vulnerability": "CVE-2022-0779"})) == "open"


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("openssl", True),
        ("OpenSSL", True),
        ("pkg:deb/debian/openssl", True),
        ("pkg:github/openssl/openssl", True),
        ("cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*", True),
        (None, True),
        ("libssl", False),
        ("pkg:rpm/fedora/openssl", False),
        ("cpe:2.3:a:wolfssl:wolfssl:*:*:*:*:*:*:*:*", False),
        ("cpe:/a:openssl:openssl:1.1.1k", True),
        ("cpe:nonsense", False),
        ("pkg:", False),
    ],
)
def test_a_component_is_meant_by_any_of_its_names(name: str | None, fits: bool) -> None:
    found = match(purl="pkg:deb/debian/openssl@1.1.1k-1?arch=armhf")

    assert (state(decision({"component": name}), of=found) == "not-affected") == fits


def test_a_package_url_is_compared_in_its_own_versions_and_order() -> None:
    found = match(purl="pkg:deb/debian/openssl@1.1.1k-1%2Bdeb11u2")

    assert (
        state(decision({"component": "pkg:deb/debian/openssl", "versions": "< 1.1.1k-2"}), of=found)
        == "not-affected"
    )
    assert (
        state(decision({"component": "pkg:deb/debian/openssl", "versions": "< 1.1.1k-1"}), of=found) == "open"
    )


def test_the_order_is_that_of_the_software() -> None:
    assert state(decision({"versions": "< 1.1.1n"})) == "not-affected"
    assert state(decision({"versions": "< 1.1.1n"}), of=match("1.1.1zd")) == "open"


def test_a_version_that_left_its_range_is_open_again() -> None:
    assert why(decision({"versions": "= 1.1.1k"}), of=match("1.1.1n")) == (
        "version 1.1.1n is out of the range that was decided on (= 1.1.1k)"
    )


def test_an_older_decision_that_fits_a_version_counts_where_the_newer_one_does_not() -> None:
    wide = decision(state="under-investigation")
    narrow = decision({"versions": "= 1.1.1k"}, state="fixed", on=date(2026, 11, 5))

    assert state(wide, narrow) == "fixed"
    assert state(wide, narrow, of=match("1.1.1l")) == "under-investigation"


def test_a_version_that_is_not_known_cannot_be_in_a_range() -> None:
    assert why(decision({"versions": "< 1.1.1n"}), of=match(None)).startswith("version ? cannot be compared")


def test_acceptance_ends_the_day_after_its_last_and_nothing_older_comes_back() -> None:
    older = decision(on=date(2026, 10, 1))
    accepted = decision(state="accepted", until=date(2026, 11, 27))

    assert state(older, accepted, on=date(2026, 11, 27)) == "affected"
    assert why(older, accepted) == "the decision ended on 2026-11-27"


def test_a_later_decision_supersedes_in_whatever_order_they_come() -> None:
    later = decision(state="affected", on=date(2026, 11, 20))

    assert state(decision(), later) == state(later, decision()) == "affected"
    assert state(decision(), later, decision(state="open", on=date(2026, 11, 21))) == "open"


def test_a_decision_of_tomorrow_does_not_hold_yet() -> None:
    assert state(decision(on=date(2026, 11, 29))) == "open"


def test_releases_and_product_limit_a_decision() -> None:
    limited = decision({"product": "nc-100", "releases": ("1.0", "1.1")})

    assert state(limited, setting=Setting(product="nc-100", release="1.1")) == "not-affected"
    assert state(limited, setting=Setting(product="nc-100", release="1.2")) == "open"
    assert state(limited, setting=Setting(product="nc-110", release="1.1")) == "open"
    assert state(limited) == "open"


KERNEL = Kernel(built_in=("NET",), modular=("BT",), modules=("bluetooth",), built_in_modules=())


@pytest.mark.parametrize(
    ("kind", "value", "kernel", "reason"),
    [
        ("kernel-option-off", "NFSD", KERNEL, None),
        ("kernel-option-off", "CONFIG_BT", KERNEL, "the kernel option CONFIG_BT is on"),
        ("kernel-option-off", "NET", KERNEL, "the kernel option NET is on"),
        ("kernel-option-off", "NET", None, "the condition (kernel-option-off NET) cannot be seen"),
        (
            "kernel-option-off",
            "NET",
            Kernel(built_in=()),
            "the condition (kernel-option-off NET) cannot be seen",
        ),
        ("kernel-module-absent", "nfsd", KERNEL, None),
        ("kernel-module-absent", "bluetooth", KERNEL, "the kernel module bluetooth is there"),
    ],
)
def test_a_decision_on_a_kernel_holds_while_the_kernel_is_built_so(
    kind: str, value: str, kernel: Kernel | None, reason: str | None
) -> None:
    conditional = decision({"conditions": (Condition(kind=kind, value=value),)})  # type: ignore[arg-type]

    told = answered(match(), [conditional], TODAY, Setting(kernel=kernel))

    assert (told.reopened.en if told.reopened else None) == reason
    assert told.state == ("open" if reason else "not-affected")


def test_a_decision_holds_while_the_component_is_not_reached_from_farther() -> None:
    near = decision({"conditions": (Condition(kind="exposure-at-most", value="local-network"),)})

    assert state(near, setting=Setting(place=Place(exposure=Exposure.PHYSICAL))) == "not-affected"
    assert why(near, setting=Setting(place=Place(exposure=Exposure.INTERNET))) == (
        "it is reached from internet (decided: at most local-network)"
    )
    assert why(near) == "the condition (exposure-at-most local-network) cannot be seen"


def test_the_makers_word_goes_before_a_suppliers_and_names_its_source() -> None:
    supplier = decision(state="fixed", source="supplier: Yocto CVE_STATUS", on=date(2026, 11, 20))

    assert answered(match(), [supplier], TODAY).decision == supplier
    assert state(decision(state="affected"), supplier) == "affected"


@pytest.mark.parametrize("said", ["affected", "under-investigation"])
def test_a_supplier_who_says_that_it_affects_answers_nothing_for_the_maker(said: str) -> None:
    supplier = decision(state=said, source="vex: x.json")

    told = answered(match(), [supplier], TODAY)

    assert (told.state, told.decision, told.reopened) == ("open", supplier, None)


def test_a_suppliers_answer_is_a_decision_on_that_component_and_version() -> None:
    answers = (Answer(vulnerability="CVE-2022-0778", state="fixed", by="patch name CVE-2022-0778.patch"),)

    said = said_by_supplier(match().component, answers, date(2026, 1, 1))

    assert said[0].source == "supplier: patch name CVE-2022-0778.patch"
    assert (state(*said), state(*said, of=match("1.1.1l"))) == ("fixed", "open")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (decision({"vulnerability": "../x y"}), "not the id"),
        (decision({"versions": "< 1 <"}), "not a range"),
        (decision(reason=" "), "no reason"),
        (decision(by=""), "Nobody"),
        (decision(state="not-affected"), "justifications"),
        (decision(state="fixed", justification="component_not_present"), "Only not-affected"),
        (decision(state="accepted"), "last day"),
        (decision(state="accepted", until=date(2026, 10, 1)), "is before"),
        (decision({"conditions": (Condition(kind="exposure-at-most", value="moon"),)}), "exposure"),
        (decision(reason="x" * 10_001), "Too long"),
    ],
)
def test_what_a_maker_cannot_decide_so_is_refused_with_a_remedy(wrong: Decision, message: str) -> None:
    with pytest.raises(InputError) as error:
        checked(wrong)

    assert message in error.value.message.en
    assert error.value.remedy.ja


@pytest.mark.parametrize(
    ("text", "version", "inside"),
    [
        ("*", "1", True),
        ("1.2", "1.2", True),
        ("= 1.2", "1.2.0", True),
        (">= 1.0, < 1.2.4", "1.2.3", True),
        (">= 1.0, < 1.2.4", "1.2.4", False),
        (">1.0", "1.0", False),
        ("<= 1.0", "1.0", True),
        ("< 1.0 | >= 2, < 2.2", "2.1", True),
        ("< 1.0 | >= 2, < 2.2", "1.5", False),
    ],
)
def test_ranges_read_as_people_write_them(text: str, version: str, inside: bool) -> None:
    assert within(version, "generic", read_range(text)) is inside


@given(st.text(max_size=60) | st.text("<>=|,* 1.2a", max_size=30), st.text(max_size=10))
def test_any_text_is_a_range_or_a_format_error(text: str, version: str) -> None:
    try:
        found = read_range(text)
    except FormatError:
        return
    assert within(version, "generic", found) in (True, False, None)
