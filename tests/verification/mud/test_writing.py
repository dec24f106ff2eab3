"""The MUD file of a product: what it declares, both ways, and nothing guessed."""

import io
import json
from datetime import date
from typing import Any

import msgspec
import pytest

from mamoru.errors import InputError
from mamoru.product import Product
from mamoru.verification.mud import Draft, Who, draft, judge, read_profile, seen_in
from mamoru.verification.mud.capture import Capture
from mamoru.verification.mud.matching import Around
from material import traffic as make
from material.designs import camera, gateway, sensor

ON = date(2026, 11, 23)
CLOUD = {
    "id": "cloud",
    "kind": "client",
    "protocol": "mqtts",
    "exposure": "internet",
    "peer": "iot.example.com",
}
WEB = {"id": "web", "kind": "network-service", "protocol": "https"}
BLE = {"id": "ble", "kind": "radio", "protocol": "ble"}


def written(*interfaces: dict[str, Any], **more: Any) -> Draft:
    product = msgspec.convert(
        {"id": "nc-1", "name": {"en": "Camera"}, "interfaces": interfaces, **more}, Product
    )
    return draft(product, None, maker="Kodama", url="https://k.example/nc-1.json", on=ON, proposed=False)


def verdicts(body: bytes, *frames: bytes) -> set[str]:
    seen = seen_in(Capture(io.BytesIO(make.pcap(*frames))), Who(make.DEVICE))
    return {flow.verdict.value for flow in judge(read_profile(body), Around(seen=seen)).flows}


def test_what_is_written_is_read_without_a_departure_from_the_rfc() -> None:
    profile = read_profile(written(CLOUD, WEB).body)

    assert profile.departures == ()
    assert not [rule for rule in profile.rules if rule.unread]
    assert (profile.url, profile.maker, profile.supported) == ("https://k.example/nc-1.json", "Kodama", True)


def test_traffic_as_declared_is_allowed_and_nothing_else() -> None:
    body = written(CLOUD, WEB).body
    look = make.looked_up("iot.example.com", "203.0.113.5")
    good = [make.out("203.0.113.5", 8883), make.back("203.0.113.5", 8883), make.called("192.168.1.9", 443)]

    assert verdicts(body, look, *good) == {"default", "allowed"}
    assert "not-allowed" in verdicts(body, look, make.out("203.0.113.5", 443))
    assert "not-allowed" in verdicts(body, make.called("198.51.100.7", 443))
    assert "not-allowed" in verdicts(body, make.called("192.168.1.9", 23))


def test_an_address_and_a_port_of_the_peer_are_taken() -> None:
    peer = CLOUD | {"peer": "https://10.1.2.3:9443/api", "protocol": "https"}

    (rule, *_) = read_profile(written(peer).body).rules

    assert rule.destination_ports is not None
    assert (rule.destination_network, rule.destination_ports.low) == ("10.1.2.3/32", 9443)


def test_a_peer_nobody_named_is_a_gap_and_never_a_rule_for_all() -> None:
    made = written(
        WEB,
        {"id": "cloud", "kind": "client", "protocol": "mqtts"},
        {"id": "x", "kind": "client", "protocol": "own", "peer": "a.example"},
    )

    assert [gap.en.partition(":")[0] for gap in made.gaps] == ["cloud", "x"]
    assert {rule.name.partition("-")[0] for rule in read_profile(made.body).rules} == {"web"}


def test_a_peer_on_the_local_network_without_a_name_is_the_devices_controller() -> None:
    made = written(CLOUD | {"exposure": "local-network", "peer": "the hub in the hall"})

    (rule, *_) = read_profile(made.body).rules

    assert made.gaps == ()
    assert rule.peers[0].kind == "my-controller"
    assert "the hub in the hall" in made.notes[0].en


def test_a_peer_on_the_internet_without_a_name_is_a_gap_and_never_a_controller() -> None:
    made = written(WEB, CLOUD | {"peer": "the maker's cloud"})

    assert "the maker's cloud" in made.gaps[0].en
    assert b"controller" not in made.body


def test_each_of_several_peers_has_a_rule_of_its_own() -> None:
    made = written(CLOUD | {"peer": "a.example.com, b.example.com、192.0.2.1"})

    rules = read_profile(made.body).rules

    assert made.gaps == ()
    assert {rule.name for rule in rules if rule.name.endswith("ipv4-from")} == {
        "cloud-ipv4-from",
        "cloud.2-ipv4-from",
        "cloud.3-ipv4-from",
    }


@pytest.mark.parametrize(("protocol", "own"), [("dns", b"mud:dns"), ("ntp", b"mud:ntp")])
def test_dns_and_ntp_without_a_peer_are_the_rfcs_own_classes(protocol: str, own: bytes) -> None:
    made = written({"id": "base", "kind": "client", "protocol": protocol})

    assert made.gaps == ()
    assert own in made.body


def test_a_service_that_is_switched_off_has_no_rule() -> None:
    assert (
        b"telnet"
        not in written(
            WEB, {"id": "telnet", "kind": "network-service", "protocol": "telnet", "enabled": False}
        ).body
    )


def test_a_product_without_ip_needs_none_and_says_so() -> None:
    with pytest.raises(InputError) as caught:
        written(BLE)

    assert "no interface that talks IP" in caught.value.message.en


def test_support_that_ended_is_said_in_the_file() -> None:
    made = written(WEB, support={"until": date(2026, 1, 31)})

    assert json.loads(made.body)["ietf-mud:mud"]["is-supported"] is False


def test_the_same_product_gives_the_same_bytes() -> None:
    assert written(CLOUD, WEB).body == written(CLOUD, WEB).body


def worked(product: Product) -> Draft:
    return draft(product, None, maker="Kodama", url="https://k.example/x.json", on=ON, proposed=False)


@pytest.mark.parametrize("product", [camera(), gateway()], ids=["camera", "gateway"])
def test_a_worked_example_has_a_rule_or_a_gap_for_each_interface_that_talks_ip(product: Product) -> None:
    made = worked(product)
    talking = {i.id for i in product.interfaces if i.enabled and i.kind in ("client", "network-service")}
    ruled = {rule.name.rsplit("-", 2)[0].partition(".")[0] for rule in read_profile(made.body).rules}

    assert ruled | {gap.en.partition(":")[0] for gap in made.gaps} == talking
    assert ruled


def test_a_sensor_with_a_radio_but_no_ip_needs_no_mud_file() -> None:
    with pytest.raises(InputError):
        worked(sensor())
