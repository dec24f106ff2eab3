"""MUD files: real ones all read, strange ones give what they say, hostile ones a FormatError."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.verification.mud import Rule, read_profile
from mamoru.verification.mud.profile import Direction, Peer, Ports
from material.traffic import mud, rule, to_name


def only(matches: object) -> Rule:
    return read_profile(mud([rule("one", matches)])).rules[0]  # type: ignore[arg-type]


@pytest.mark.shared
def test_every_real_file_reads_with_every_rule_and_every_condition(shared_data: Path) -> None:
    files = [
        p
        for p in (shared_data / "mud").rglob("*")
        if p.suffix in (".json", ".mud") and "config" not in p.name
    ]
    read = {path.name: read_profile(path.read_bytes()) for path in files}

    assert len(read) == 20
    assert sum(len(profile.rules) for profile in read.values()) == 654
    assert not [rule for profile in read.values() for rule in profile.rules if rule.unread]


def test_a_name_and_a_port_and_who_began_are_read() -> None:
    found = only(to_name("api.example.com."))

    assert (found.destination_name, found.destination_ports) == ("api.example.com", Ports(443, 443))
    assert (found.protocol, found.initiated, found.accepts) == (6, Direction.FROM_DEVICE, True)


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [
        ({"operator": "eq", "port": 80}, 80, 81),
        ({"port": 80}, 80, 79),
        ({"operator": "neq", "port": 80}, 81, 80),
        ({"operator": "gte", "port": 1024}, 65535, 1023),
        ({"operator": "lte", "port": 1023}, 0, 1024),
        ({"lower-port": 10, "upper-port": 20}, 15, 21),
        ({"operator": "eq", "lower-port": 10, "upper-port": 20}, 20, 9),
    ],
)
def test_ports_are_ranges(said: dict[str, object], inside: int, outside: int) -> None:
    ports = only({"udp": {"destination-port": said}}).destination_ports

    assert ports is not None
    assert inside in ports
    assert outside not in ports


def test_peers_without_a_value_are_read_in_the_forms_of_the_field() -> None:
    assert only({"ietf-mud:mud": {"local-networks": [None]}}).peers == (Peer("local-networks"),)
    assert only({"mud": {"controller": "urn:x"}}).peers == (Peer("controller", "urn:x"),)


def test_a_condition_that_is_not_understood_is_kept_as_such() -> None:
    assert only({"ipv4": {"dscp": 46}, "tcp": {"flags": "syn"}, "other:thing": {}}).unread == (
        "ipv4/dscp", "tcp/flags", "thing",
    )  # fmt: skip


def test_a_policy_that_points_at_nothing_is_told() -> None:
    body = json.loads(mud())
    body["ietf-access-control-list:acls"]["acl"][0]["name"] = "stray"

    said = [text.en for text in read_profile(json.dumps(body).encode()).departures]

    assert said == [
        "The policy names an access list that is not there: from.",
        "No policy names this access list: stray.",
    ]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b'{"ietf-mud:mud": 1}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_mud_file_is_a_format_error(body: bytes) -> None:
    with pytest.raises(FormatError):
        read_profile(body)


def test_a_file_of_endless_rules_is_a_format_error() -> None:
    with pytest.raises(FormatError, match="rules"):
        read_profile(mud([{}] * 20_001))


_KEYS = st.sampled_from(
    [
        "ietf-mud:mud",
        "acls",
        "acl",
        "name",
        "type",
        "aces",
        "ace",
        "matches",
        "ipv4",
        "ipv6",
        "tcp",
        "udp",
        "eth",
        "icmp",
        "protocol",
        "port",
        "operator",
        "lower-port",
        "destination-port",
        "source-ipv4-network",
        "ethertype",
        "actions",
        "forwarding",
        "from-device-policy",
        "access-lists",
        "access-list",
    ]
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=30,
)


@given(anything)
def test_any_json_reads_or_is_a_format_error(value: object) -> None:
    with contextlib.suppress(FormatError):
        read_profile(
            json.dumps(
                {"ietf-mud:mud": {}, "x": value} if not isinstance(value, dict) else {"mud": value} | value
            ).encode()
        )


@given(anything)
def test_any_conditions_read(value: object) -> None:
    assert (
        len(
            read_profile(
                mud([rule("x", value)], [rule("y", {"ipv4": value, "udp": value, "eth": value})])
            ).rules
        )
        == 2
    )  # type: ignore[arg-type]


@given(st.binary(max_size=400))
def test_any_bytes_read_or_are_a_format_error(body: bytes) -> None:
    with contextlib.suppress(FormatError):
        read_profile(body)
