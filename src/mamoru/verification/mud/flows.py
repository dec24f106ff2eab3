"""The flows of one device in a capture, and what it was told of its network."""

import ipaddress
import re
from collections.abc import Iterable
from typing import Self

import msgspec

from mamoru.errors import FormatError, InputError
from mamoru.language import Text
from mamoru.verification.mud.capture import Capture
from mamoru.verification.mud.names import Answer, Lease, answers, lease
from mamoru.verification.mud.packets import TCP, UDP, Packet, packet
from mamoru.verification.mud.profile import Direction

MOST_FLOWS = 200_000
MOST_NAMES = 100_000
DNS, DHCP_SERVER, NTP = 53, 67, 123
_MAC = re.compile(r"[0-9a-f]{2}([:-][0-9a-f]{2}){5}", re.IGNORECASE | re.ASCII)
NO_DEVICE = Text(
    "機器の指定「{name}」は、MACアドレスでもIPアドレスでもありません。",
    "The device “{name}” is named by neither a MAC nor an IP address.",
)
EXAMPLE = Text("例: --device b8:27:eb:00:00:01", "Example: --device b8:27:eb:00:00:01")


class Who(msgspec.Struct, frozen=True):
    """The device that a capture is judged for: a MAC address (6 bytes) or an IP address (4 or 16)."""

    address: bytes

    @classmethod
    def named(cls, name: str) -> Self:
        """The device of this MAC or IP address; raises `InputError`."""
        if _MAC.fullmatch(name):
            return cls(bytes.fromhex(name.replace(":", "").replace("-", "")))
        try:
            return cls(ipaddress.ip_address(name).packed)
        except ValueError:
            raise InputError(NO_DEVICE.fill(name=name[:60]), EXAMPLE) from None


class Flow(msgspec.Struct, kw_only=True):
    """Packets of one way between the device and one peer, alike in all that a rule can ask for.
    `initiated` says who began the conversation, None where its beginning was not captured."""

    direction: Direction
    ethertype: int
    device: bytes | None
    peer: bytes | None
    peer_mac: bytes | None
    protocol: int | None
    device_port: int | None
    peer_port: int | None
    icmp_type: int | None = None
    icmp_code: int | None = None
    later: bool = False
    initiated: Direction | None = None
    packets: int = 0
    bytes: int = 0
    first: float | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What a capture holds of one device. `names` are the names that the device was answered for an
    address, `resolved` all names that it was answered; `unread` packets of links that are not read,
    `left_off` packets beyond the most flows, `cut` the offset at which the capture broke off."""

    flows: tuple[Flow, ...]
    names: dict[bytes, frozenset[str]]
    resolved: frozenset[str]
    leased: Lease
    name_servers: frozenset[bytes]
    packets: int
    unread: int
    left_off: int
    cut: int | None

    @property
    def of_device(self) -> int:
        """How many packets the device sent or was sent."""
        return sum(flow.packets for flow in self.flows)


class _Gathering:
    """What was gathered so far."""

    def __init__(self, who: Who) -> None:
        self.who = who
        self.flows: dict[tuple[object, ...], Flow] = {}
        self.began: dict[tuple[object, ...], Direction] = {}
        self.own: set[bytes] = set()
        self.names: dict[bytes, set[str]] = {}
        self.aliases: dict[str, set[str]] = {}
        self.resolved: set[str] = set()
        self.leased = Lease()
        self.name_servers: set[bytes] = set()
        self.packets = self.unread = self.left_off = 0

    def direction(self, seen: Packet) -> Direction | None:
        """Which way a packet goes; None where it is none of the device's."""
        address = self.who.address
        source, destination = seen.source, seen.destination
        if len(address) == 6:
            source, destination = seen.source_mac, seen.destination_mac
        if source == address:
            return Direction.FROM_DEVICE
        if destination == address:
            return Direction.TO_DEVICE
        known = destination is None and seen.destination is not None and seen.destination in self.own
        return Direction.TO_DEVICE if known else None

    def add(self, seen: Packet) -> None:
        """Count one packet, and learn from it."""
        direction = self.direction(seen)
        if direction is None:
            return
        outward = direction is Direction.FROM_DEVICE
        flow = _flow(seen, direction)
        if outward and flow.device is not None:
            self.own.add(flow.device)
        key = tuple(getattr(flow, name) for name in _KEYS)
        if key not in self.flows and len(self.flows) >= MOST_FLOWS:
            self.left_off += 1
            return
        flow = self.flows.setdefault(key, flow)
        flow.packets += 1
        flow.bytes += seen.length
        flow.first = flow.first if flow.first is not None else seen.at
        if seen.opens or seen.protocol == UDP:
            self.began.setdefault(_conversation(flow), direction)
        if not outward and seen.protocol == UDP:
            self.learn(seen)

    def learn(self, seen: Packet) -> None:
        """Names and servers that the device was told: only what came to it from such a server."""
        if seen.source_port == DNS and seen.source is not None:
            try:
                told = answers(seen.payload)
            except FormatError:
                return
            self.name_servers.add(seen.source)
            self.learn_names(told)
        elif seen.source_port == DHCP_SERVER:
            self.leased = lease(seen.payload) or self.leased

    def learn_names(self, told: Iterable[Answer]) -> None:
        """Addresses by every name that leads to them, through aliases too."""
        listed = list(told)
        if len(self.resolved) > MOST_NAMES:
            return
        for each in listed:
            self.resolved.add(each.name)
            if each.alias is not None:
                self.resolved.add(each.alias)
                self.aliases.setdefault(each.alias, set()).add(each.name)
        for each in listed:
            if each.address is not None:
                self.names.setdefault(each.address, set()).update(self.led_by(each.name))

    def led_by(self, name: str) -> set[str]:
        """`name` and every name that is an alias of it, over any number of steps."""
        found, ahead = {name}, [name]
        while ahead and len(found) < 100:
            fresh = self.aliases.get(ahead.pop(), set()) - found
            found |= fresh
            ahead += fresh
        return found


_KEYS = (
    "direction", "ethertype", "device", "peer", "peer_mac", "protocol", "device_port", "peer_port",
    "icmp_type", "icmp_code", "later",
)  # fmt: skip


def seen_in(capture: Capture, who: Who) -> Seen:
    """The flows of `who` in `capture`. Raises `FormatError` where the bytes are no capture."""
    gathering = _Gathering(who)
    for frame in capture:
        gathering.packets += 1
        read = packet(frame)
        if read is None:
            gathering.unread += 1
        else:
            gathering.add(read)
    for flow in gathering.flows.values():
        flow.initiated = gathering.began.get(_conversation(flow))
    return Seen(
        flows=tuple(gathering.flows.values()),
        names={address: frozenset(names) for address, names in gathering.names.items()},
        resolved=frozenset(gathering.resolved),
        leased=gathering.leased,
        name_servers=frozenset(gathering.name_servers),
        packets=gathering.packets,
        unread=gathering.unread,
        left_off=gathering.left_off,
        cut=capture.cut,
    )


def _conversation(flow: Flow) -> tuple[object, ...]:
    return flow.device, flow.peer, flow.protocol, flow.device_port, flow.peer_port


def _flow(seen: Packet, direction: Direction) -> Flow:
    ports = seen.protocol in (TCP, UDP) and not seen.later
    mine, theirs = (seen.source, seen.source_port), (seen.destination, seen.destination_port)
    other_mac = seen.destination_mac
    if direction is Direction.TO_DEVICE:
        mine, theirs, other_mac = theirs, mine, seen.source_mac
    return Flow(
        direction=direction,
        ethertype=seen.ethertype if seen.ethertype >= 0x0600 else 0,
        device=mine[0],
        peer=theirs[0],
        peer_mac=other_mac,
        protocol=seen.protocol,
        device_port=mine[1] if ports else None,
        peer_port=theirs[1] if ports else None,
        icmp_type=seen.icmp_type,
        icmp_code=seen.icmp_code,
        later=seen.later,
    )
