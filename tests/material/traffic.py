"""Captures and MUD files made from the formats' documents, for tests to bend."""

import ipaddress
import itertools
import json
import struct
from collections.abc import Sequence
from typing import Any

DEVICE, ROUTER = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
HOST, GATE = "192.168.1.50", "192.168.1.1"
TCP, UDP = 6, 17


def ethernet(
    inside: bytes, *, source: bytes = DEVICE, destination: bytes = ROUTER, kind: int = 0x0800
) -> bytes:
    """A frame of Ethernet II."""
    return destination + source + kind.to_bytes(2, "big") + inside


def ip(
    inside: bytes, *, source: str = HOST, destination: str = GATE, protocol: int = TCP, fragment: int = 0
) -> bytes:
    """An IPv4 or IPv6 packet, by its addresses."""
    one, other = ipaddress.ip_address(source).packed, ipaddress.ip_address(destination).packed
    if len(one) == 4:
        return (
            struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(inside), 1, fragment, 64, protocol, 0)
            + one
            + other
            + inside
        )
    return struct.pack(">IHBB", 6 << 28, len(inside), protocol, 64) + one + other + inside


def tcp(source: int, destination: int, *, flags: int = 0x18) -> bytes:
    """A TCP header; flags 0x02 is SYN, 0x12 its answer."""
    return struct.pack(">HHIIBBHHH", source, destination, 1, 1, 0x50, flags, 1024, 0, 0)


def udp(source: int, destination: int, payload: bytes = b"") -> bytes:
    """A UDP datagram."""
    return struct.pack(">HHHH", source, destination, 8 + len(payload), 0) + payload


def out(peer: str, service: int, *, port: int = 40000, flags: int = 0x02) -> bytes:
    """A frame with which the device calls a TCP service."""
    return ethernet(ip(tcp(port, service, flags=flags), destination=peer))


def back(peer: str, service: int, *, port: int = 40000, flags: int = 0x12) -> bytes:
    """A frame that answers `out`."""
    inside = ip(tcp(service, port, flags=flags), source=peer, destination=HOST)
    return ethernet(inside, source=ROUTER, destination=DEVICE)


def called(peer: str, service: int, *, flags: int = 0x02) -> bytes:
    """A frame with which a peer calls a TCP service of the device."""
    inside = ip(tcp(50000, service, flags=flags), source=peer, destination=HOST)
    return ethernet(inside, source=ROUTER, destination=DEVICE)


def label(name: str) -> bytes:
    """A name as DNS writes it."""
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"


def looked_up(name: str, address: str, *aliases: str, server: str = GATE) -> bytes:
    """A frame in which a DNS server answers the device: `name` over `aliases` to `address`."""
    records = b""
    names = [name, *aliases]
    for one, other in itertools.pairwise(names):
        records += label(one) + struct.pack(">HHIH", 5, 1, 60, len(label(other))) + label(other)
    packed = ipaddress.ip_address(address).packed
    records += (
        label(names[-1]) + struct.pack(">HHIH", 1 if len(packed) == 4 else 28, 1, 60, len(packed)) + packed
    )
    message = struct.pack(">HHHHHH", 7, 0x8180, 1, len(names), 0, 0) + label(name) + b"\0\1\0\1" + records
    inside = ip(udp(53, 40001, message), source=server, destination=HOST, protocol=UDP)
    return ethernet(inside, source=ROUTER, destination=DEVICE)


def pcap(*frames: bytes, order: str = "<", link: int = 1, magic: int = 0xA1B2C3D4) -> bytes:
    """A pcap file, a frame a second."""
    body = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, link)]
    for n, frame in enumerate(frames):
        body += [struct.pack(order + "IIII", 1_700_000_000 + n, 0, len(frame), len(frame)), frame]
    return b"".join(body)


def pcapng(*frames: bytes, order: str = "<", link: int = 1, resolution: int = 6) -> bytes:
    """A pcapng file of one section and one interface."""
    body = _block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)
    options = struct.pack(order + "HHB3xHH", 9, 1, resolution, 0, 0)
    body += _block(1, struct.pack(order + "HHI", link, 0, 65535) + options, order)
    for n, frame in enumerate(frames):
        at = (1_700_000_000 + n) * 10**resolution
        told = struct.pack(order + "IIIII", 0, at >> 32, at & 0xFFFFFFFF, len(frame), len(frame))
        body += _block(6, told + frame + b"\0" * (-len(frame) % 4), order)
    return body


def _block(kind: int, body: bytes, order: str) -> bytes:
    size = len(body) + 12
    return struct.pack(order + "II", kind, size) + body + struct.pack(order + "I", size)


def rule(name: str, matches: dict[str, Any], forwarding: str = "accept") -> dict[str, Any]:
    """An access control entry."""
    return {"name": name, "matches": matches, "actions": {"forwarding": forwarding}}


def mud(
    outward: Sequence[dict[str, Any]] = (), inward: Sequence[dict[str, Any]] = (), *, kind: str = "ipv4"
) -> bytes:
    """A MUD file with these rules from and to the device."""
    pairs = [("from", "from-device", outward), ("to", "to-device", inward)]
    body: dict[str, Any] = {"mud-version": 1, "mud-url": "https://maker.example/x.json", "systeminfo": "Lamp"}
    body |= {f"{way}-policy": {"access-lists": {"access-list": [{"name": name}]}} for name, way, _ in pairs}
    acls = [
        {"name": name, "type": f"{kind}-acl-type", "aces": {"ace": list(rules)}} for name, _, rules in pairs
    ]
    return json.dumps({"ietf-mud:mud": body, "ietf-access-control-list:acls": {"acl": acls}}).encode()


def to_name(name: str, port: int = 443) -> dict[str, Any]:
    """Conditions: TCP to a name, begun by the device."""
    return {
        "ipv4": {"protocol": TCP, "ietf-acldns:dst-dnsname": name},
        "tcp": {
            "destination-port": {"operator": "eq", "port": port},
            "ietf-mud:direction-initiated": "from-device",
        },
    }


def from_name(name: str, port: int = 443) -> dict[str, Any]:
    """Conditions: TCP back from a name."""
    return {
        "ipv4": {"protocol": TCP, "ietf-acldns:src-dnsname": name},
        "tcp": {
            "source-port": {"operator": "eq", "port": port},
            "ietf-mud:direction-initiated": "from-device",
        },
    }


def class_of(kind: str, value: Any = None, port: int = 80) -> dict[str, Any]:
    """Conditions: TCP to a class of peers."""
    return {
        "ietf-mud:mud": {kind: value if value is not None else [None]},
        "ipv4": {"protocol": TCP},
        "tcp": {"destination-port": {"operator": "eq", "port": port}},
    }
