"""What a frame says of who talks to whom: Ethernet, IPv4, IPv6, TCP, UDP, ICMP, ARP.

A frame that is cut, or lies about a length, gives what can be read of it; nothing is raised.
Sources: RFC 791, RFC 8200, RFC 9293, RFC 768, RFC 792, RFC 4443, RFC 826, IEEE 802.1Q, the link
types of tcpdump.org.
"""

from typing import Any

import msgspec

from mamoru.verification.mud.capture import Frame

ARP, IPV4, IPV6, EAPOL, LLDP = 0x0806, 0x0800, 0x86DD, 0x888E, 0x88CC
ICMP, IGMP, TCP, UDP, ICMPV6 = 1, 2, 6, 17, 58
_TAGS = (0x8100, 0x88A8, 0x9100)
_ETHERNET, _SLL, _SLL2 = 1, 113, 276
_RAW = (12, 14, 101, 228, 229)
_NULL = (0, 108)
_EXTENSIONS = (0, 43, 60, 135, 139, 140)
_FRAGMENT, _AUTHENTICATION = 44, 51
_MOST_HEADERS = 16


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """One packet. Addresses are the bytes of the wire (6 of a MAC, 4 or 16 of IP), None where the
    link or the protocol has none. `opens` is a TCP SYN without ACK; `payload` what UDP carries;
    `later` a fragment after the first, which has no ports."""

    ethertype: int
    length: int
    at: float | None
    source_mac: bytes | None = None
    destination_mac: bytes | None = None
    source: bytes | None = None
    destination: bytes | None = None
    protocol: int | None = None
    source_port: int | None = None
    destination_port: int | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    opens: bool = False
    later: bool = False
    payload: bytes = b""


def packet(frame: Frame) -> Packet | None:
    """The packet in `frame`; None where its link type is not read or too little of it was kept."""
    data = frame.data
    macs: dict[str, Any] = {}
    if frame.link == _ETHERNET:
        if len(data) < 14:
            return None
        macs = {"destination_mac": data[:6], "source_mac": data[6:12]}
        place, ethertype = 14, int.from_bytes(data[12:14], "big")
        while ethertype in _TAGS and len(data) >= place + 4:
            ethertype = int.from_bytes(data[place + 2 : place + 4], "big")
            place += 4
    elif frame.link == _SLL and len(data) >= 16:
        macs = {"source_mac": data[6:12] if data[4:6] == b"\0\6" else None}
        place, ethertype = 16, int.from_bytes(data[14:16], "big")
    elif frame.link == _SLL2 and len(data) >= 20:
        macs = {"source_mac": data[12:18] if data[11] == 6 else None}
        place, ethertype = 20, int.from_bytes(data[0:2], "big")
    elif frame.link in (*_RAW, *_NULL):
        place = 4 if frame.link in _NULL else 0
        if len(data) <= place or data[place] >> 4 not in (4, 6):
            return None
        ethertype = IPV4 if data[place] >> 4 == 4 else IPV6
    else:
        return None
    read = {IPV4: _ipv4, IPV6: _ipv6, ARP: _arp}.get(ethertype, _nothing)
    inside = read(data[place:])
    return Packet(ethertype=ethertype, length=frame.length, at=frame.at, **macs, **inside)


def _nothing(data: bytes) -> dict[str, Any]:
    return {}


def _arp(data: bytes) -> dict[str, Any]:
    """Of ARP over Ethernet and IPv4 the addresses that ask and are asked for."""
    if data[:6] != b"\0\1\x08\0\6\4" or len(data) < 28:
        return {}
    return {"source": data[14:18], "destination": data[24:28]}


def _ipv4(data: bytes) -> dict[str, Any]:
    header = (data[0] & 15) * 4 if data else 0
    if len(data) < 20 or data[0] >> 4 != 4 or header < 20:
        return {}
    found: dict[str, Any] = {"source": data[12:16], "destination": data[16:20], "protocol": data[9]}
    end = int.from_bytes(data[2:4], "big")
    if int.from_bytes(data[6:8], "big") & 0x1FFF:
        return found | {"later": True}
    return found | _above(data[9], data[header : end if end >= header else len(data)])


def _ipv6(data: bytes) -> dict[str, Any]:
    if len(data) < 40 or data[0] >> 4 != 6:
        return {}
    found: dict[str, Any] = {"source": data[8:24], "destination": data[24:40]}
    protocol, place = data[6], 40
    for _ in range(_MOST_HEADERS):
        if protocol == _FRAGMENT and len(data) >= place + 8:
            later = int.from_bytes(data[place + 2 : place + 4], "big") >> 3
            protocol, place = data[place], place + 8
            if later:
                return found | {"protocol": protocol, "later": True}
        elif protocol in _EXTENSIONS and len(data) >= place + 2:
            protocol, place = data[place], place + 8 + 8 * data[place + 1]
        elif protocol == _AUTHENTICATION and len(data) >= place + 2:
            protocol, place = data[place], place + 8 + 4 * data[place + 1]
        else:
            break
    return found | {"protocol": protocol} | _above(protocol, data[place:])


def _above(protocol: int, data: bytes) -> dict[str, Any]:
    if protocol in (ICMP, ICMPV6) and len(data) >= 2:
        return {"icmp_type": data[0], "icmp_code": data[1]}
    if protocol not in (TCP, UDP) or len(data) < 4:
        return {}
    ports = {
        "source_port": int.from_bytes(data[0:2], "big"),
        "destination_port": int.from_bytes(data[2:4], "big"),
    }
    if protocol == UDP:
        return {**ports, "payload": data[8:]}
    return {**ports, "opens": len(data) > 13 and data[13] & 0x12 == 0x02}
