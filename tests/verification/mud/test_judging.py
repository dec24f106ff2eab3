"""A capture is judged as the rules of its profile say, and what cannot be told stays open."""

import csv
import io
from pathlib import Path

import pytest

from mamoru.verification.mud import Judgement, Who, judge, read_profile, seen_in
from mamoru.verification.mud.capture import Capture
from mamoru.verification.mud.judging import Verdict
from mamoru.verification.mud.matching import Around
from material import traffic as make

API, CLOUD = "api.example.com", "203.0.113.5"


def judged(mud: bytes, *frames: bytes, **peers: str) -> Judgement:
    seen = seen_in(Capture(io.BytesIO(make.pcap(*frames))), Who(make.DEVICE))
    given = {name.replace("_", "-"): (address,) for name, address in peers.items()}
    return judge(read_profile(mud), Around(seen=seen, peers=given))


def verdicts(told: Judgement) -> list[str]:
    return [flow.verdict.value for flow in told.flows]


def named(*matches: dict[str, object]) -> bytes:
    return make.mud([make.rule(f"r{n}", m) for n, m in enumerate(matches)])


def real(shared_data: Path, folder: str, mud: str, mac: str) -> Judgement:
    place = shared_data / "mud" / "pcap-and-profile" / folder
    with (place / f"G06-{folder}.pcap").open("rb") as stream:
        seen = seen_in(Capture(stream), Who.named(mac))
    return judge(read_profile((place / mud).read_bytes()), Around(seen=seen))


@pytest.mark.shared
def test_the_lamp_is_judged_as_its_rules_and_flow_rules_say(shared_data: Path) -> None:
    told = real(shared_data, "mood_lamp-3204432", "mood_lamp-3204432Mud.json", "b8:06:0d:18:84:b4")
    used = {
        rule.name.removeprefix("from-ipv4-").removeprefix("to-ipv4-") + rule.direction: rule.packets
        for rule in told.rules
    }

    assert told.of_device == 282
    assert [(f.peer, f.port, f.direction) for f in told.flows if f.verdict is Verdict.NOT_ALLOWED] == [
        ("3.124.225.12", 8886, "to-device")  # its rule stands in the wrong policy
    ]
    assert [rule.name for rule in told.unused] == [
        "from-ipv4-mood_lamp-3204432-0",
        "to-ipv4-mood_lamp-3204432-0",
    ]
    assert used["mood_lamp-3204432-1to-device"] == 8  # as many as in its table of flows
    assert told.count(Verdict.UNDECIDED) == 0


@pytest.mark.shared
def test_the_plug_is_judged_as_its_rules_and_flow_rules_say(shared_data: Path) -> None:
    told = real(shared_data, "tapo-p115", "G06-tapo-p115.mud", "40:ae:30:46:6e:a8")
    table = shared_data / "mud" / "pcap-and-profile" / "tapo-p115" / "G06-tapo-p115.ipflow"
    with table.open(encoding="utf-8") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if row["srcIp"].endswith((".com", ".org")) and int(row["packetCount"])
        ]
    seen = {
        name: sum(
            f.packets for f in told.flows if name in f.names and f.direction == "to-device" and f.initiated
        )
        for name in {row["srcIp"] for row in rows}
    }

    assert seen == {row["srcIp"]: int(row["packetCount"]) for row in rows}
    assert [(f.peer, f.packets) for f in told.flows if f.verdict is Verdict.NOT_ALLOWED] == [
        ("54.169.114.238", 2)
    ] * 2
    assert told.unused == ()


def test_what_a_rule_names_is_allowed_and_counted() -> None:
    mud = make.mud([make.rule("out", make.to_name(API))], [make.rule("back", make.from_name(API))])

    told = judged(mud, make.looked_up(API, CLOUD, "cdn.example"), make.out(CLOUD, 443), make.back(CLOUD, 443))

    assert verdicts(told) == ["allowed", "allowed", "default"]
    assert [rule.packets for rule in told.rules] == [1, 1]


def test_what_no_rule_names_is_not_allowed_and_the_rule_is_unused() -> None:
    told = judged(named(make.to_name(API)), make.looked_up(API, CLOUD), make.out("198.51.100.9", 443))

    assert verdicts(told)[0] == "not-allowed"
    assert [rule.name for rule in told.unused] == ["r0"]


def test_an_answer_without_a_rule_says_which_policy_lacks_it() -> None:
    told = judged(
        named(make.to_name(API)), make.looked_up(API, CLOUD), make.out(CLOUD, 443), make.back(CLOUD, 443)
    )

    assert told.flows[0].verdict is Verdict.NOT_ALLOWED
    assert told.flows[0].why is not None
    assert "to-device-policy" in told.flows[0].why.en


def test_a_name_that_was_never_looked_up_leaves_the_flow_open() -> None:
    told = judged(named(make.to_name(API)), make.out(CLOUD, 443))

    assert verdicts(told) == ["undecided"]
    assert told.unused == ()


def test_the_caller_can_say_which_address_a_name_has() -> None:
    seen = seen_in(Capture(io.BytesIO(make.pcap(make.out(CLOUD, 443)))), Who(make.DEVICE))

    told = judge(read_profile(named(make.to_name(API))), Around(seen=seen, peers={API: (CLOUD + "/32",)}))

    assert verdicts(told) == ["allowed"]


def test_another_port_of_a_named_host_is_not_allowed() -> None:
    told = judged(named(make.to_name(API)), make.looked_up(API, CLOUD), make.out(CLOUD, 8443))

    assert verdicts(told)[0] == "not-allowed"


def test_a_connection_begun_by_the_wrong_side_is_not_allowed() -> None:
    mud = make.mud(
        [], [make.rule("web", {"tcp": {"source-port": {"port": 443}, "direction-initiated": "from-device"}})]
    )
    backwards = make.ethernet(
        make.ip(make.tcp(443, 50000, flags=2), source=CLOUD, destination=make.HOST),
        source=make.ROUTER,
        destination=make.DEVICE,
    )

    assert verdicts(judged(mud, backwards)) == ["not-allowed"]


def test_local_networks_are_the_private_ones_unless_others_are_named() -> None:
    mud = named(make.class_of("local-networks"))

    assert verdicts(judged(mud, make.out("192.168.1.9", 80))) == ["allowed"]
    assert verdicts(judged(mud, make.out(CLOUD, 80))) == ["not-allowed"]


def test_a_controller_that_nobody_named_leaves_the_flow_open() -> None:
    mud = named(make.class_of("controller", "urn:maker:hub"))

    assert verdicts(judged(mud, make.out("192.168.1.9", 80))) == ["undecided"]


def test_a_controller_that_the_caller_names_decides() -> None:
    mud = named(make.class_of("my-controller"))

    assert verdicts(judged(mud, make.out("192.168.1.9", 80), my_controller="192.168.1.9")) == ["allowed"]
    assert verdicts(judged(mud, make.out("192.168.1.8", 80), my_controller="192.168.1.9")) == ["not-allowed"]


def test_the_first_rule_that_matches_decides() -> None:
    drop = make.rule("no", {"tcp": {"destination-port": {"port": 23}}}, "drop")
    accept = make.rule("yes", {"ipv4": {"protocol": 6}})

    assert verdicts(judged(make.mud([drop, accept]), make.out("192.168.1.9", 23))) == ["not-allowed"]
    assert verdicts(judged(make.mud([accept, drop]), make.out("192.168.1.9", 23))) == ["allowed"]


def test_a_denial_that_may_match_leaves_open_what_a_later_rule_allows() -> None:
    drop = make.rule("no", make.to_name(API), "drop")
    accept = make.rule("yes", {"ipv4": {"protocol": 6}})

    assert verdicts(judged(make.mud([drop, accept]), make.out(CLOUD, 443))) == ["undecided"]


def test_a_condition_that_is_not_read_never_allows() -> None:
    assert verdicts(judged(named({"tcp": {"flags": "syn"}}), make.out(CLOUD, 443))) == ["undecided"]


def test_local_dns_is_allowed_by_default_and_dns_elsewhere_is_not() -> None:
    def ask(server: str) -> bytes:
        return make.ethernet(make.ip(make.udp(40001, 53), destination=server, protocol=make.UDP))

    assert verdicts(judged(make.mud(), ask(make.GATE))) == ["default"]
    assert verdicts(judged(make.mud(), ask("198.51.100.53"))) == ["not-allowed"]


def test_what_joins_a_network_is_told_apart_from_what_a_rule_allows() -> None:
    arp = make.ethernet(
        b"\0\1\x08\0\6\4\0\1" + make.DEVICE + b"\xc0\xa8\1\x32" + b"\0" * 6 + b"\xc0\xa8\1\1", kind=0x0806
    )

    assert verdicts(judged(make.mud(), arp)) == ["joining"]


def test_flows_that_differ_by_a_passing_port_are_told_as_one() -> None:
    told = judged(make.mud(), make.out(CLOUD, 443, port=40000), make.out(CLOUD, 443, port=40001))

    assert [(flow.flows, flow.packets) for flow in told.flows] == [(2, 2)]
