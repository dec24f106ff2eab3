"""Whether a rule matches a flow: yes, no, or not to be told, and why not.

Kleene logic: one condition that surely fails decides; else one that cannot be told leaves the match
open. An address is a name where the device was answered so in the capture, or the caller says so.
"""

import ipaddress
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from mamoru.language import Text
from mamoru.verification.mud.flows import Flow, Seen
from mamoru.verification.mud.packets import IPV4, IPV6
from mamoru.verification.mud.profile import Direction, Peer, Rule

LOCAL = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "224.0.0.0/4",
    "255.255.255.255/32",
    "fe80::/10",
    "fc00::/7",
    "ff00::/8",
)
DNS_CLASS, NTP_CLASS = "urn:ietf:params:mud:dns", "urn:ietf:params:mud:ntp"
GATEWAY_CLASS = "urn:ietf:params:mud:gateway"  # not registered, but common in the field
NAME_UNSEEN = Text(
    "名前 {name} の問い合わせがキャプチャにありません。--peer {name}=アドレス で教えられます。",
    "The capture holds no look-up of {name}; say --peer {name}=ADDRESS.",
)
WHO_IS = Text(
    "{name} がどの機器かを --peer {name}=アドレス で教えてください。",
    "Say which peer {name} is: --peer {name}=ADDRESS.",
)
CONDITION = Text(
    "規則 {rule} の条件 {what} を読めません。", "Rule {rule} has a condition that is not read: {what}."
)
FRAGMENT = Text(
    "分割されたパケットの続きで、ポートがありません。", "A later fragment of a packet has no ports."
)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the network: what the capture says, the local networks, and the addresses
    (or networks) that the caller gave for names and classes."""

    seen: Seen
    local: tuple[str, ...] = LOCAL
    peers: Mapping[str, tuple[str, ...]] = {}


class Candidates:
    """The rules of a profile that a flow may match by its kind alone, found once for each kind: ports
    count as alike where no rule tells them apart."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        ranges = [ports for rule in rules for ports in (rule.source_ports, rule.destination_ports) if ports]
        self._cuts = sorted({cut for ports in ranges for cut in (ports.low, ports.high + 1)})
        self._known: dict[tuple[object, ...], list[tuple[int, Rule]]] = {}

    def kind(self, flow: Flow) -> tuple[object, ...]:
        """What is alike of flows that the same rules may match."""
        ports = [
            None if port is None else bisect_right(self._cuts, port)
            for port in (flow.device_port, flow.peer_port)
        ]
        kind = (flow.direction, flow.ethertype, flow.protocol, flow.icmp_type, flow.icmp_code)
        return (*kind, flow.initiated, *ports, flow.later)

    def of(self, flow: Flow) -> list[tuple[int, Rule]]:
        """Each such rule with its place, in order."""
        kind = self.kind(flow)
        if kind not in self._known:
            rules = enumerate(self._rules)
            self._known[kind] = [(n, rule) for n, rule in rules if False not in set(_by_kind(rule, flow))]
        return self._known[kind]


def matches(rule: Rule, flow: Flow, around: Around) -> bool | Text:
    """True, False, or why it cannot be told."""
    open_: Text | None = None
    for verdict in _conditions(rule, flow, around):
        if verdict is False:
            return False
        if isinstance(verdict, Text):
            open_ = open_ or verdict
    return True if open_ is None else open_


def _conditions(rule: Rule, flow: Flow, around: Around) -> Iterator[bool | Text]:
    yield from _by_kind(rule, flow)
    outward = flow.direction is Direction.FROM_DEVICE
    source, destination = (flow.device, flow.peer) if outward else (flow.peer, flow.device)
    yield _within(source, rule.source_network)
    yield _within(destination, rule.destination_network)
    macs = rule.destination_mac if outward else rule.source_mac
    yield macs is None or flow.peer_mac is None or macs.replace("-", ":") == flow.peer_mac.hex(":")
    for name, address in ((rule.source_name, source), (rule.destination_name, destination)):
        if name is not None:
            yield _is_called(address, name, around)
    for peer in rule.peers:
        yield _is_peer(flow, peer, around)
    for what in rule.unread:
        yield CONDITION.fill(rule=rule.name, what=what)


def _by_kind(rule: Rule, flow: Flow) -> Iterator[bool | Text]:
    """The conditions that have nothing to do with who the peer is."""
    yield rule.direction is flow.direction
    yield rule.ethertypes is None or flow.ethertype in rule.ethertypes
    yield rule.protocol is None or rule.protocol == flow.protocol
    yield rule.icmp_type is None or rule.icmp_type == flow.icmp_type
    yield rule.icmp_code is None or rule.icmp_code == flow.icmp_code
    yield rule.initiated is None or flow.initiated is None or rule.initiated is flow.initiated
    source, destination = flow.device_port, flow.peer_port
    if flow.direction is Direction.TO_DEVICE:
        source, destination = destination, source
    for ports, port in ((rule.source_ports, source), (rule.destination_ports, destination)):
        if ports is not None:
            yield FRAGMENT if flow.later else port is not None and port in ports


def _within(address: bytes | None, network: str | None) -> bool:
    if network is None:
        return True
    return address is not None and _in_network(address, network)


@cache
def _network(network: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(network, strict=False)


def _in_network(address: bytes, network: str) -> bool:
    within = _network(network)
    if len(address) != within.max_prefixlen // 8:
        return False
    shift = within.max_prefixlen - within.prefixlen
    return int.from_bytes(address, "big") >> shift == int(within.network_address) >> shift


def _is_called(address: bytes | None, name: str, around: Around) -> bool | Text:
    if address is None:
        return False
    if name in around.peers:
        return any(_in_network(address, given) for given in around.peers[name])
    if name in around.seen.names.get(address, frozenset()):
        return True
    if name in around.seen.resolved or address in around.seen.names or is_local(address, around):
        return False  # it was looked up and led elsewhere, or this address is known to be something else
    return NAME_UNSEEN.fill(name=name)


def is_local(address: bytes, around: Around) -> bool:
    """Whether an address lies on the local networks, multicast and broadcast among them."""
    return any(_in_network(address, network) for network in around.local)


def _is_peer(flow: Flow, peer: Peer, around: Around) -> bool | Text:
    if flow.ethertype not in (IPV4, IPV6) or flow.peer is None:
        return peer.kind == "local-networks"
    if peer.kind == "local-networks":
        return is_local(flow.peer, around)
    if peer.name in around.peers:
        return any(_in_network(flow.peer, given) for given in around.peers[peer.name])
    if known := servers(peer.name, around):
        return flow.peer in known
    if flow.peer in around.seen.names and not is_local(flow.peer, around) and peer.kind != "controller":
        return False
    return WHO_IS.fill(name=peer.name)


def servers(name: str, around: Around) -> frozenset[bytes]:
    """The addresses that the capture itself gives for a standard class of servers."""
    leased = around.seen.leased
    if name == DNS_CLASS:
        return frozenset(leased.name_servers) or around.seen.name_servers
    if name == NTP_CLASS:
        return frozenset(leased.time_servers)
    return frozenset(leased.routers) if name == GATEWAY_CLASS else frozenset()
