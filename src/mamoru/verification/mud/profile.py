"""The shapes of a MUD file: a profile and its rules (RFC 8520, RFC 8519)."""

from enum import StrEnum

import msgspec

from mamoru.language import Text


class Direction(StrEnum):
    """Which way a rule looks, and who began a connection."""

    FROM_DEVICE = "from-device"
    TO_DEVICE = "to-device"

    @property
    def other(self) -> "Direction":
        """The way back."""
        return Direction.TO_DEVICE if self is Direction.FROM_DEVICE else Direction.FROM_DEVICE


class Ports(msgspec.Struct, frozen=True):
    """A range of ports, both ends included; `but` turns it round: every port but these."""

    low: int
    high: int
    but: bool = False

    def __contains__(self, port: int) -> bool:
        return (self.low <= port <= self.high) is not self.but


class Peer(msgspec.Struct, frozen=True):
    """A class of peers that only the network can resolve: `kind` is `local-networks`, `controller`,
    `my-controller`, `manufacturer`, `same-manufacturer` or `model`; `value` the URI or name, if any."""

    kind: str
    value: str | None = None

    @property
    def name(self) -> str:
        """What a user calls it: the URI or name, else the kind."""
        return self.value or self.kind


class Rule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One access control entry. What is None matches anything; `unread` names the conditions that
    are not understood, so that a match is never more than possible."""

    name: str
    direction: Direction
    access_list: str
    accepts: bool
    ethertypes: tuple[int, ...] | None = None
    protocol: int | None = None
    source_network: str | None = None
    destination_network: str | None = None
    source_name: str | None = None
    destination_name: str | None = None
    source_ports: Ports | None = None
    destination_ports: Ports | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    initiated: Direction | None = None
    source_mac: str | None = None
    destination_mac: str | None = None
    peers: tuple[Peer, ...] = ()
    unread: tuple[str, ...] = ()


class Profile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A MUD file as read: `rules` in the order in which they are tried, for either direction;
    `departures` say where it leaves the RFC."""

    url: str | None
    last_update: str | None
    systeminfo: str | None
    supported: bool | None
    maker: str | None = None
    model: str | None = None
    rules: tuple[Rule, ...]
    departures: tuple[Text, ...] = ()
