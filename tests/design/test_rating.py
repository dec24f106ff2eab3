"""How likely a threat is, and how bad, and which declared facts make it so."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.design import Threat, library
from mamoru.design.library import Exposure, ThreatEntry
from mamoru.design.rating import Stake, exposure_of, rated
from mamoru.product import Product
from mamoru.product.model import Interface
from material.designs import designed, gateway, sensor

WEB = Interface(id="web", kind="network-service", protocol="https", exposure="local-network")
CLOUD = Interface(id="cloud", kind="client", protocol="mqtts", exposure="internet")
PORT = Interface(id="usb", kind="physical", protocol="usb", exposure="nearby")
RADIO = Interface(id="ble", kind="radio", protocol="BLE", exposure="nearby")
OUTDOORS = msgspec.structs.replace(sensor(), placement="outdoors")
BOTH = msgspec.structs.replace(sensor(), placement=("private", "outdoors"))
LEVELS = ("low", "medium", "high", "critical")


def entry(id: str) -> ThreatEntry:
    """A threat of the library."""
    found = library().threat(id)
    assert found is not None
    return found


def threat(product: Product, id: str) -> Threat:
    """A threat that `product` has."""
    found = designed(product).threat(id)
    assert found is not None
    return found


def changed(product: Product, id: str, **fields: Any) -> Product:
    """`product` with fields of one interface changed."""
    return msgspec.structs.replace(
        product,
        interfaces=tuple(
            msgspec.structs.replace(i, **fields) if i.id == id else i for i in product.interfaces
        ),
    )


@pytest.mark.parametrize(
    ("interface", "product", "exposure"),
    [
        (WEB, sensor(), "local-network"),
        (CLOUD, sensor(), "on-path"),  # the device calls: an attacker must stand on the way
        (msgspec.structs.replace(WEB, exposure="internet"), sensor(), "internet"),
        (PORT, sensor(), "nearby"),
        (PORT, OUTDOORS, "public"),
        (PORT, BOTH, "public"),  # of several places the worst counts
        (msgspec.structs.replace(PORT, placement="private"), OUTDOORS, "nearby"),  # its own place goes first
        (msgspec.structs.replace(PORT, placement="outdoors"), sensor(), "public"),
        (RADIO, OUTDOORS, "nearby"),  # radio reaches as far as ever
        (msgspec.structs.replace(RADIO, exposure="wide-area"), sensor(), "wide-area"),
        (None, OUTDOORS, "public"),
        (None, sensor(), "board"),
    ],
)
def test_each_interface_is_as_exposed_as_it_stands(
    interface: Interface | None, product: Product, exposure: Exposure
) -> None:
    assert exposure_of(interface, "board", product) == exposure


def test_the_gravest_need_that_is_harmed_gives_the_impact_and_is_named() -> None:
    stakes = [Stake(None, asset) for asset in designed(sensor()).assets]
    risk = rated(entry("read-from-flash"), library().matrix, stakes, sensor())
    assert risk.impact == "high"
    assert "「ペアリングの鍵」の機密性" in risk.why.ja


def test_what_harms_nothing_is_of_low_impact() -> None:
    risk = rated(entry("flooded"), library().matrix, (), sensor())
    assert (risk.impact, risk.level) == ("low", "low")


def test_what_is_declared_open_makes_a_threat_grave_and_is_named() -> None:
    grave = threat(gateway(), "false-command")
    assert grave.risk.level == "critical"
    assert "interfaces[modbus].authentication: none" in grave.risk.why.en
    guarded = changed(gateway(), "modbus", authentication="certificate", encryption="TLS 1.3")
    assert threat(guarded, "false-command").risk.level == "medium"


def test_none_is_grave_without_a_declared_fact_that_makes_it_so() -> None:
    for product in (gateway(), sensor()):
        for each in designed(product).threats:
            grave = each.risk.level in ("high", "critical")
            assert not grave or any(ground.effect == "raises" for ground in each.risk.grounds)


def test_a_signature_lowers_a_false_update_and_its_absence_raises_it() -> None:
    signed = gateway()
    assert signed.update is not None
    unsigned = msgspec.structs.replace(
        signed, update=msgspec.structs.replace(signed.update, signature="none")
    )
    assert threat(unsigned, "false-update").risk.level == "critical"
    assert threat(signed, "false-update").risk.level == "medium"


def test_of_several_ways_of_authentication_the_weakest_counts() -> None:
    strong = changed(gateway(), "modbus", authentication="certificate")
    weak = changed(gateway(), "modbus", authentication=("certificate", "none"))
    assert threat(weak, "false-command").risk.level == threat(gateway(), "false-command").risk.level
    assert threat(strong, "false-command").risk.level != threat(weak, "false-command").risk.level


def test_an_interface_that_is_switched_off_is_no_way_in_and_the_reason_says_so() -> None:
    design = designed(changed(gateway(), "modbus", enabled=False))
    assert not any("modbus" in each.through for each in design.threats)
    without = changed(changed(gateway(), "modbus", enabled=False), "opcua", enabled=False)
    excluded = {each.id: each for each in designed(without).excluded}
    assert "modbus" in excluded["false-command"].why[-1].text.en


def test_a_machine_on_the_other_side_makes_guessing_less_likely() -> None:
    person = msgspec.structs.replace(
        gateway(), interfaces=(msgspec.structs.replace(WEB, authentication="password"),)
    )
    machine = changed(person, "web", other_side="machine")
    assert threat(person, "guessable-password").risk.likelihood == "medium"
    assert threat(machine, "guessable-password").risk.likelihood == "low"


# Property: what is declared as a protection never raises a rating, what is declared open never lowers one.

INTERFACES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["network-service", "client", "radio", "debug", "physical"]),
            "protocol": st.sampled_from(
                ["https", "http", "Modbus/TCP", "BLE", "LoRaWAN", "UART", "USB", "mqtt"]
            ),
            "exposure": st.sampled_from(["internet", "wide-area", "local-network", "nearby", "board"]),
            "authentication": st.sampled_from([None, "none", "password", "pairing", "certificate"]),
            "encryption": st.sampled_from([None, "none", "AES with a static key", "TLS 1.3"]),
            "protection": st.sampled_from([None, "none", "locked"]),
        }
    ),
    min_size=1,
    max_size=4,
)
STEPS: dict[str, list[Any]] = {  # from the weaker to the stronger
    "encryption": ["none", "AES with a static key", "TLS 1.3"],
    "protection": ["none", "locked"],
    "authentication": ["pairing", "certificate"],
}
REACH = ["board", "nearby", "wide-area", "local-network", "internet"]


def made(interfaces: list[dict[str, Any]], **more: Any) -> Product:
    """A product with those interfaces, and with something at stake of each kind."""
    ids = [f"i{n}" for n in range(len(interfaces))]
    return msgspec.convert(
        {
            "id": "p",
            "name": {"ja": "製品"},
            "characteristics": {"communicates": True, "handles_data": True, "must_stay_available": True},
            "interfaces": [{"id": id, **each} for id, each in zip(ids, interfaces, strict=True)],
            "data": [
                {"id": "people", "description": "d", "kind": "personal", "sensitive": True, "stored": "flash",
                 "sent_by": ids, **more.get("people", {})},
                {"id": "key", "description": "k", "kind": "credential", "stored": "flash"},
            ],
            "functions": [{"id": "move", "description": "drives", "safety": True, "must_stay_available": True}],
            "update": {"method": "network", "signature": more.get("signature")},
        },
        Product,
    )  # fmt: skip


def levels(product: Product) -> dict[str, int]:
    """How grave each threat is."""
    return {each.id: LEVELS.index(each.risk.level) for each in designed(product).threats}


@given(INTERFACES, st.data())
def test_declaring_a_protection_never_raises_a_rating(
    interfaces: list[dict[str, Any]], data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(sorted(STEPS)))
    at = data.draw(st.integers(0, len(interfaces) - 1))
    weak = data.draw(st.integers(0, len(STEPS[field]) - 2))
    strong = data.draw(st.integers(weak + 1, len(STEPS[field]) - 1))
    less, more = (
        [*interfaces[:at], interfaces[at] | {field: STEPS[field][n]}, *interfaces[at + 1 :]]
        for n in (weak, strong)
    )
    before, after = levels(made(less)), levels(made(more))
    assert {id: (before[id], after[id]) for id in before if after.get(id, 0) > before[id]} == {}
    assert not set(after) - set(before)


@given(INTERFACES, st.sampled_from([("none", None), (None, "Ed25519"), ("none", "Ed25519")]))
def test_a_signature_never_raises_a_rating(
    interfaces: list[dict[str, Any]], pair: tuple[str | None, str | None]
) -> None:
    before, after = (levels(made(interfaces, signature=signature)) for signature in pair)
    assert all(after[id] <= before[id] for id in before)


@given(INTERFACES, st.sampled_from(["stored_protection", "sent_protection", "deletion"]))
def test_protecting_data_never_raises_a_rating(interfaces: list[dict[str, Any]], field: str) -> None:
    before = levels(made(interfaces, people={field: "none"}))
    after = levels(made(interfaces, people={field: "AES-256"}))
    assert all(after[id] <= before[id] for id in before)


@given(INTERFACES, st.data())
def test_declaring_a_wider_reach_never_lowers_a_rating(
    interfaces: list[dict[str, Any]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(interfaces) - 1))
    near = data.draw(st.integers(0, len(REACH) - 2))
    far = data.draw(st.integers(near + 1, len(REACH) - 1))
    less, more = (
        [*interfaces[:at], interfaces[at] | {"exposure": REACH[n]}, *interfaces[at + 1 :]]
        for n in (near, far)
    )
    before, after = levels(made(less)), levels(made(more))
    assert {id: (before[id], after.get(id)) for id in before if after.get(id, -1) < before[id]} == {}
