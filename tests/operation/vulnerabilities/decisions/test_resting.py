"""A decision holds for the facts for which it was given: version, patches, build, what its reason names."""

from datetime import date

import msgspec
import pytest

from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import Decision, Scope, Setting, answered
from mamoru.operation.vulnerabilities.decisions.resting import as_facts, facts_of
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told, Word
from mamoru.product import Component, Kernel, Product
from mamoru.product.component import Answer
from mamoru.product.model import Interface, Name

TODAY = date(2026, 11, 28)
OPENSSL = Component(name="openssl", software="openssl", version="1.1.1k", raw_version="1.1.1k-1+deb11u1")
KERNEL = Kernel(built_in=("NET", "INET"), modular=("BT",))
WEB = Interface(id="web", kind="network-service", protocol="https", port=443, authentication="password")
MODBUS = Interface(id="modbus", kind="network-service", protocol="modbus-tcp", port=502)
PRODUCT = Product(id="nc-100", name=Name(ja="カメラ"), interfaces=(WEB, MODBUS))
PATCH = Answer(vulnerability="CVE-2022-0778", state="fixed", by="patch name 0003-CVE-2022-0778.patch")


def decided(reason: str, *, versions: bool = True, parts: tuple[Component, ...] = (OPENSSL,)) -> Decision:
    decision = Decision(
        scope=Scope(vulnerability="CVE-2022-0778"),
        state="not-affected",
        justification="vulnerable_code_not_in_execute_path",
        reason=reason,
        by="鈴木 一",
        on=TODAY,
    )
    facts = [facts_of(decision, part, KERNEL, PRODUCT) for part in parts]
    return msgspec.structs.replace(decision, rests_on=as_facts(facts, versions=versions))


def reopened(
    decision: Decision, part: Component = OPENSSL, product: Product = PRODUCT, kernel: Kernel | None = KERNEL
) -> str | None:
    match = Match(
        told=Told(id="CVE-2022-0778", aliases=()),
        component=part,
        said=(Word(source="nvd", certainty=Certainty.AFFECTED, why=Text("範囲内", "in range")),),
    )
    told = answered(match, [decision], TODAY, Setting(product="nc-100", kernel=kernel, declared=product))
    assert (told.state == "open") == (told.reopened is not None)
    return told.reopened.en if told.reopened else None


def of(part: Component = OPENSSL, **fields: object) -> Component:
    return msgspec.structs.replace(part, **fields)


def with_interfaces(*interfaces: Interface) -> Product:
    return msgspec.structs.replace(PRODUCT, interfaces=interfaces)


def test_what_did_not_change_stays_decided() -> None:
    assert reopened(decided("web は証明書を読まない。CONFIG_BT は使わない")) is None


@pytest.mark.parametrize("raw", ["1.1.1k-1+deb11u2", "1.1.1n-0+deb11u3"])
def test_another_version_or_revision_is_to_be_decided_anew(raw: str) -> None:
    assert reopened(decided("x"), of(raw_version=raw)) == (
        f"what it rests on changed: components[openssl].version (1.1.1k-1+deb11u1 → {raw})"
    )


def test_a_decision_for_named_versions_rests_on_its_range_alone() -> None:
    assert reopened(decided("x", versions=False), of(raw_version="1.1.1n-0+deb11u3")) is None


def test_a_version_of_any_release_that_was_decided_on_stays_decided() -> None:
    newer = of(raw_version="1.1.1n-0+deb11u3")

    assert reopened(decided("x", parts=(OPENSSL, newer)), newer) is None
    assert reopened(decided("x", parts=(OPENSSL, newer)), of(raw_version="1.1.1m-1")) is not None


def test_a_patch_that_is_gone_opens_it_again() -> None:
    patched = of(answered=(PATCH,))

    assert reopened(decided("mended by a patch", parts=(patched,)), patched) is None
    assert "patches" in (reopened(decided("mended by a patch", parts=(patched,))) or "")


def test_another_part_with_the_same_vulnerability_was_not_decided_on() -> None:
    other = Component(name="libressl", software="libressl", version="3.4.1")

    assert "components[libressl]" in (reopened(decided("x"), other) or "")
    assert reopened(decided("x", parts=(OPENSSL, other)), other) is None


@pytest.mark.parametrize(
    ("field", "value"), [("authentication", "none"), ("exposure", "internet"), ("encryption", "none")]
)
def test_a_changed_interface_opens_it_again_where_the_reason_names_it(field: str, value: str) -> None:
    changed = with_interfaces(msgspec.structs.replace(WEB, **{field: value}), MODBUS)

    assert f"interfaces[web].{field}" in (reopened(decided("webは証明書を読まない"), product=changed) or "")
    assert reopened(decided("証明書を読まない"), product=changed) is None
    assert reopened(decided("the website tells so; web-cache too"), product=changed) is None


def test_other_words_about_an_interface_change_nothing() -> None:
    told = with_interfaces(msgspec.structs.replace(WEB, purpose="設定"), MODBUS)

    assert reopened(decided("web is local"), product=told) is None


def test_an_interface_that_goes_or_comes_opens_it_again() -> None:
    assert reopened(decided("web is local"), product=with_interfaces(MODBUS)) is not None
    assert reopened(decided("there is no telnet"), product=PRODUCT) is None
    telnet = Interface(id="telnet", kind="network-service", protocol="telnet")
    assert reopened(decided("there is no telnet"), product=with_interfaces(WEB, MODBUS, telnet)) is not None


def test_a_kernel_option_that_the_reason_names_must_stay_as_it_is() -> None:
    why = "CONFIG_USB_GADGET is not built"

    assert reopened(decided(why)) is None
    assert reopened(decided(why), kernel=Kernel(built_in=("USB_GADGET",), modular=())) is not None
    assert reopened(decided(why), kernel=None) is not None  # what nobody can see does not hold
    assert reopened(decided("x"), kernel=None) is None


def test_a_decision_of_before_facts_were_kept_holds_as_it_did() -> None:
    old = msgspec.structs.replace(decided("web"), rests_on=())

    assert reopened(old, of(raw_version="9"), with_interfaces()) is None


def test_the_last_decision_of_a_day_counts_whatever_it_says() -> None:
    match = Match(told=Told(id="CVE-2022-0778", aliases=()), component=OPENSSL, said=())
    states = ("affected", "fixed", "under-investigation", "affected", "open")
    made = [
        Decision(scope=Scope(vulnerability="CVE-2022-0778"), state=state, reason="r", by="b", on=TODAY)
        for state in states
    ]

    for n in range(1, len(made) + 1):
        assert answered(match, made[:n], TODAY).state == states[n - 1]
