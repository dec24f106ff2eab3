"""Captures: both forms in both byte orders, cut anywhere, and hostile ones."""

import contextlib
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.verification.mud import Seen, Who, seen_in
from mamoru.verification.mud.capture import Capture
from mamoru.verification.mud.names import answers, lease
from material import traffic as make

DEVICE = Who(make.DEVICE)
FRAMES = (
    make.looked_up("api.example.com", "203.0.113.5"),
    make.out("203.0.113.5", 443),
    make.back("203.0.113.5", 443),
)


def seen(body: bytes, who: Who = DEVICE) -> Seen:
    return seen_in(Capture(io.BytesIO(body)), who)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("made", [make.pcap, make.pcapng])
def test_both_forms_give_the_same_in_both_byte_orders(made, order: str) -> None:  # type: ignore[no-untyped-def]
    told = seen(made(*FRAMES, order=order))

    assert (told.packets, told.of_device, told.cut) == (3, 3, None)
    assert told.names == {b"\xcb\x00\x71\x05": frozenset({"api.example.com"})}
    assert {flow.first for flow in told.flows} == {1_700_000_000.0, 1_700_000_001.0, 1_700_000_002.0}


@pytest.mark.parametrize("made", [make.pcap, make.pcapng])
def test_a_capture_cut_anywhere_is_told_and_not_crashed(made) -> None:  # type: ignore[no-untyped-def]
    body = made(*FRAMES)
    for end in range(len(body)):
        try:
            told = seen(body[:end])
        except FormatError:
            continue
        assert told.cut is not None or told.packets < 3


def test_a_device_is_named_by_mac_or_by_address() -> None:
    assert Who.named("02:00:00:00:00:01") == Who.named("02-00-00-00-00-01") == DEVICE
    assert seen(make.pcap(*FRAMES), Who.named(make.HOST)).of_device == 3


def test_a_vlan_tag_and_ipv6_are_read() -> None:
    inside = make.ip(make.tcp(40000, 443, flags=2), source="2001:db8::1", destination="2001:db8::2")
    tagged = make.ethernet(b"\0\5\x86\xdd" + inside, kind=0x8100)

    (flow,) = seen(make.pcap(tagged)).flows

    assert (flow.ethertype, flow.peer_port, flow.initiated) == (0x86DD, 443, "from-device")


def test_a_later_fragment_has_no_ports() -> None:
    (flow,) = seen(make.pcap(make.ethernet(make.ip(make.tcp(1, 2), fragment=185)))).flows

    assert (flow.later, flow.device_port) == (True, None)


def test_frames_of_a_link_that_is_not_read_are_counted() -> None:
    assert seen(make.pcap(b"x" * 60, link=195)).unread == 1


def test_names_lead_over_aliases() -> None:
    told = seen(make.pcap(make.looked_up("api.example.com", "203.0.113.5", "a.cdn.example", "b.cdn.example")))

    assert told.names[b"\xcb\x00\x71\x05"] == {"api.example.com", "a.cdn.example", "b.cdn.example"}


def test_an_answer_that_the_device_sends_itself_teaches_nothing() -> None:
    answer = make.looked_up("api.example.com", "203.0.113.5")
    forged = make.ROUTER + make.DEVICE + answer[12:]

    assert seen(make.pcap(forged)).names == {}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"abc", b"\0" * 64,
        make.pcap()[:24] + struct.pack("<IIII", 0, 0, 1 << 30, 1 << 30),
        make.pcapng()[:8],
        make.pcapng() + struct.pack("<II", 6, 8),
        make.pcapng() + struct.pack("<II", 6, 0xFFFFFFF0),
    ],
)  # fmt: skip
def test_what_is_no_capture_is_a_format_error_or_a_cut(body: bytes) -> None:
    with contextlib.suppress(FormatError):
        assert seen(body).cut is not None


def test_a_name_that_points_at_itself_ends() -> None:
    message = struct.pack(">HHHHHH", 1, 0x8180, 1, 0, 0, 0) + b"\xc0\x0c" + b"\0\1\0\1"
    with pytest.raises(FormatError):
        answers(message)


@given(st.binary(max_size=300))
def test_any_message_reads_or_is_a_format_error(body: bytes) -> None:
    with contextlib.suppress(FormatError):
        answers(b"\0\0\x81\x80" + body)
    lease(b"\2" + b"\0" * 235 + b"\x63\x82\x53\x63" + body)


@given(
    st.lists(st.binary(max_size=120), max_size=6), st.sampled_from([0, 1, 12, 101, 113, 276]), st.booleans()
)
def test_any_frames_are_gone_through(frames: list[bytes], link: int, ng: bool) -> None:
    made = make.pcapng if ng else make.pcap

    assert seen(made(*frames, link=link)).packets == len(frames)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8), st.booleans())
def test_a_capture_with_any_bytes_changed_is_read_or_refused(place: int, change: bytes, ng: bool) -> None:
    body = (make.pcapng if ng else make.pcap)(*FRAMES)
    with contextlib.suppress(FormatError):
        seen(body[:place] + change + body[place + len(change) :])
