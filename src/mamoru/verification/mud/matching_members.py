"""One access control entry of a MUD file, read into a `Rule`.

What a member says in a form that is not understood goes to `unread`: it is a condition, so a rule
that has one can only possibly match.
"""

import ipaddress
from collections.abc import Iterator
from typing import Any

from mamoru.verification.mud.profile import Direction, Peer, Ports, Rule

MOST_RULES = 20_000
IPV4, IPV6 = 0x0800, 0x86DD
_PROTOCOLS = {"icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "icmpv6": 58}
_TRANSPORTS = ("tcp", "udp")
_PEERS = ("local-networks", "controller", "my-controller", "manufacturer", "same-manufacturer", "model")


def rule_from(entry: object, direction: Direction, access_list: str, kind: str, place: int) -> Rule:
    """The rule that `entry` is: the `place`th (from 0) of an access list of type `kind`."""
    found: dict[str, Any] = {}
    unread: list[str] = []
    families: set[int] = set()
    matches = _member(entry, "matches")
    for key, value in matches.items() if isinstance(matches, dict) else ():
        _group(_local(key), value, found, unread, families)
    if not families and "ethertypes" not in found:
        families = {number for name, number in (("ipv4", IPV4), ("ipv6", IPV6)) if name in kind}
    if families:
        found["ethertypes"] = tuple(sorted(families))
    name, forwarding = _member(entry, "name"), _member(_member(entry, "actions"), "forwarding")
    return Rule(
        name=name[:200] if isinstance(name, str) else f"{access_list[:200]}[{place}]",
        direction=direction,
        access_list=access_list[:200],
        accepts=isinstance(forwarding, str) and _local(forwarding) == "accept",
        unread=tuple(unread),
        **found,
    )


def _group(name: str, value: object, found: dict[str, Any], unread: list[str], families: set[int]) -> None:
    if name == "mud":
        found["peers"] = tuple(_peers(value, unread))
    elif name in ("ipv4", "ipv6"):
        families.add(IPV4 if name == "ipv4" else IPV6)
        _fields(name, value, _internet, found, unread)
    elif name in _TRANSPORTS:
        found.setdefault("protocol", _PROTOCOLS[name])
        _fields(name, value, _transport, found, unread)
    elif name == "icmp":
        _fields(name, value, _icmp, found, unread)
    elif name == "eth":
        _fields(name, value, _ethernet, found, unread)
    else:
        unread.append(name[:100])


def _fields(group: str, value: object, one: Any, found: dict[str, Any], unread: list[str]) -> None:
    if not isinstance(value, dict):
        unread.append(group)
        return
    for key, inner in value.items():
        read = one(_local(key), inner)
        if read is None:
            unread.append(f"{group}/{_local(key)}"[:100])
        else:
            found.update(read)


def _internet(name: str, value: object) -> dict[str, Any] | None:
    if name == "protocol":
        number = _PROTOCOLS.get(str(value).lower(), _number(value, 255))
        return None if number is None else {"protocol": number}
    if name in ("src-dnsname", "dst-dnsname") and isinstance(value, str):
        return {"source_name" if name[0] == "s" else "destination_name": value.rstrip(".").lower()[:253]}
    for way in ("source", "destination"):
        if name in (f"{way}-ipv4-network", f"{way}-ipv6-network") and isinstance(value, str):
            try:
                return {f"{way}_network": str(ipaddress.ip_network(value, strict=False))}
            except ValueError:
                return None
    return None


def _transport(name: str, value: object) -> dict[str, Any] | None:
    if name == "direction-initiated":
        return (
            {"initiated": Direction(value)} if isinstance(value, str) and value in list(Direction) else None
        )
    if name in ("source-port", "destination-port"):
        ports = _ports(value)
        return None if ports is None else {name.replace("-", "_") + "s": ports}
    return None


def _ports(value: object) -> Ports | None:
    """A port or a range of them; a file may say `eq` beside a range, and means the range."""
    if not isinstance(value, dict):
        one = _number(value, 65535)
        return None if one is None else Ports(one, one)
    low, high = _number(_member(value, "lower-port"), 65535), _number(_member(value, "upper-port"), 65535)
    if low is not None:
        return Ports(low, low if high is None else high)
    port, operator = _number(_member(value, "port"), 65535), _member(value, "operator")
    if port is None:
        return None
    forms = {
        "eq": Ports(port, port),
        "neq": Ports(port, port, but=True),
        "lte": Ports(0, port),
        "gte": Ports(port, 65535),
    }
    return forms.get(operator if isinstance(operator, str) else "eq")


def _icmp(name: str, value: object) -> dict[str, Any] | None:
    number = _number(value, 255)
    return {f"icmp_{name}": number} if name in ("type", "code") and number is not None else None


def _ethernet(name: str, value: object) -> dict[str, Any] | None:
    if name == "ethertype" and (number := _number(value, 65535)) is not None:
        return {"ethertypes": (number,)}
    if name in ("source-mac-address", "destination-mac-address") and isinstance(value, str):
        return {name.removesuffix("-address").replace("-", "_"): value.lower()[:17]}
    return None


def _peers(value: object, unread: list[str]) -> Iterator[Peer]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        name = _local(key)
        if name in _PEERS:
            yield Peer(name, inner[:500] if isinstance(inner, str) and inner else None)
        elif name == "direction-initiated":
            unread.append("mud/direction-initiated")
        else:
            unread.append(f"mud/{name}"[:100])


def _member(group: object, name: str) -> Any:
    if not isinstance(group, dict):
        return None
    return next((value for key, value in group.items() if _local(key) == name), None)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _number(value: object, most: int) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = int(value, 0) if len(value) < 12 else None
        except ValueError:
            return None
    return value if isinstance(value, int) and 0 <= value <= most else None
