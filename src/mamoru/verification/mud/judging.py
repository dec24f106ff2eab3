"""Judge every flow of a device by a MUD profile.

A pure function. Its rules, after RFC 8520: the rules of a direction are tried in order and the first
that matches decides; what no rule accepts is not allowed, but for local DNS and NTP, which are by
default. What a device must do to join a network at all (ARP, EAPOL, DHCP, neighbour discovery, group
membership) comes before any policy and is told apart. What cannot be told stays undecided.
"""

import ipaddress
from enum import StrEnum

import msgspec

from mamoru.language import Text
from mamoru.verification.mud.flows import DNS, NTP, Flow, Seen
from mamoru.verification.mud.matching import (
    DNS_CLASS,
    NTP_CLASS,
    Around,
    Candidates,
    is_local,
    matches,
    servers,
)
from mamoru.verification.mud.packets import ARP, EAPOL, ICMPV6, IGMP, IPV4, IPV6, LLDP, TCP, UDP
from mamoru.verification.mud.profile import Direction, Profile, Rule

NO_RULE = Text("許す規則がありません。", "No rule allows it.")
ANSWERS = Text(
    "許された通信への返りですが、この向きを許す規則がありません（{policy} に足します）。",
    "It answers a flow that is allowed, but no rule allows this way (add one to {policy}).",
)
DENIED = Text("規則 {rule} が拒んでいます。", "Rule {rule} denies it.")
BY_DEFAULT = Text(
    "手元のDNSとNTPは、規則がなくても許されます（RFC 8520）。",
    "Local DNS and NTP are allowed without a rule (RFC 8520).",
)
JOINING = Text("ネットワークに加わるための通信です。", "It is what a device needs to join a network.")


class Verdict(StrEnum):
    """How a flow stands."""

    ALLOWED = "allowed"
    DEFAULT = "default"
    JOINING = "joining"
    NOT_ALLOWED = "not-allowed"
    UNDECIDED = "undecided"


class JudgedFlow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Flows alike but for a passing port: with whom, by which protocol, how much, and the verdict.
    `rule` is the one that decided; `port` the service's; `first` seconds since 1970."""

    verdict: Verdict
    direction: Direction
    protocol: str
    peer: str
    names: tuple[str, ...] = ()
    port: int | None = None
    initiated: Direction | None = None
    rule: str | None = None
    why: Text | None = None
    flows: int
    packets: int
    bytes: int
    first: float | None = None


class UsedRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule and the packets that it decided on; `possible`: a flow may have used it, but that
    cannot be told."""

    name: str
    direction: Direction
    access_list: str
    packets: int
    possible: bool


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """Every flow and every rule. `packets` are those of the whole capture, `of_device` the device's."""

    packets: int
    of_device: int
    flows: tuple[JudgedFlow, ...]
    rules: tuple[UsedRule, ...]

    def count(self, verdict: Verdict) -> int:
        """How many packets have this verdict."""
        return sum(flow.packets for flow in self.flows if flow.verdict is verdict)

    @property
    def unused(self) -> tuple[UsedRule, ...]:
        """The rules that surely nothing used."""
        return tuple(rule for rule in self.rules if not rule.packets and not rule.possible)


class _Decided(msgspec.Struct):
    verdict: Verdict
    rule: Rule | None = None
    why: Text | None = None


def judge(profile: Profile, around: Around) -> Judgement:
    """Every flow of `around.seen` under `profile`, worst first."""
    used = dict.fromkeys(range(len(profile.rules)), 0)
    perhaps: set[int] = set()
    candidates = Candidates(profile.rules)
    known: dict[tuple[object, ...], _Tried] = {}
    decided = []
    for flow in around.seen.flows:
        alike = (candidates.kind(flow), flow.device, flow.peer, flow.peer_mac)
        if alike not in known:
            known[alike] = _tried(candidates.of(flow), flow, around)
        tried = known[alike]
        perhaps |= tried.perhaps
        if tried.matched is not None:
            used[tried.matched[0]] += flow.packets
        decided.append((flow, _decided(tried, flow, around)))
    allowed = {_way(flow) for flow, said in decided if said.verdict in (Verdict.ALLOWED, Verdict.DEFAULT)}
    for flow, said in decided:
        if (
            said.verdict is Verdict.NOT_ALLOWED
            and said.rule is None
            and flow.device_port
            and _way_back(flow) in allowed
        ):
            said.why = ANSWERS.fill(policy=f"{flow.direction.value}-policy")
    rules = tuple(
        UsedRule(
            name=r.name,
            direction=r.direction,
            access_list=r.access_list,
            packets=used[n],
            possible=n in perhaps,
        )
        for n, r in enumerate(profile.rules)
    )
    return Judgement(
        packets=around.seen.packets,
        of_device=around.seen.of_device,
        flows=_together(decided, around.seen),
        rules=rules,
    )


def _way(flow: Flow) -> tuple[object, ...]:
    return flow.direction, flow.peer, flow.protocol, flow.device_port, flow.peer_port


def _way_back(flow: Flow) -> tuple[object, ...]:
    return (flow.direction.other, *_way(flow)[1:])


class _Tried(msgspec.Struct):
    """What trying the rules gave: the first that surely matches, those before it that perhaps do,
    whether these accept, and why it cannot be told."""

    matched: tuple[int, Rule] | None = None
    perhaps: frozenset[int] = frozenset()
    accepting: frozenset[bool] = frozenset()
    why: Text | None = None


def _tried(rules: list[tuple[int, Rule]], flow: Flow, around: Around) -> _Tried:
    tried = _Tried()
    for n, rule in rules:
        matched = matches(rule, flow, around)
        if matched is True:
            tried.matched = (n, rule)
            return tried
        if isinstance(matched, Text):
            tried.perhaps |= {n}
            tried.accepting |= {rule.accepts}
            tried.why = tried.why or matched
    return tried


def _decided(tried: _Tried, flow: Flow, around: Around) -> _Decided:
    if tried.matched is not None:
        rule = tried.matched[1]
        if tried.accepting - {rule.accepts}:
            return _Decided(Verdict.UNDECIDED, None, tried.why)  # an earlier rule may say otherwise
        if rule.accepts:
            return _Decided(Verdict.ALLOWED, rule)
        return _Decided(Verdict.NOT_ALLOWED, rule, DENIED.fill(rule=rule.name))
    if _local_service(flow, around):
        return _Decided(Verdict.DEFAULT, why=BY_DEFAULT)
    if _joins(flow):
        return _Decided(Verdict.JOINING, why=JOINING)
    if True in tried.accepting:
        return _Decided(Verdict.UNDECIDED, why=tried.why)
    return _Decided(Verdict.NOT_ALLOWED, why=NO_RULE)


def _local_service(flow: Flow, around: Around) -> bool:
    """DNS and NTP with the servers that the network names for them, or that are local."""
    if flow.protocol not in (TCP, UDP) or flow.peer is None or flow.peer_port not in (DNS, NTP):
        return False
    named = servers(DNS_CLASS if flow.peer_port == DNS else NTP_CLASS, around)
    begun = flow.protocol == UDP or flow.initiated is not Direction.TO_DEVICE
    leased = frozenset(around.seen.leased.name_servers + around.seen.leased.time_servers)
    return begun and (flow.peer in named & leased or is_local(flow.peer, around))


def _joins(flow: Flow) -> bool:
    if flow.ethertype in (ARP, EAPOL, LLDP):
        return True
    ports = {flow.device_port, flow.peer_port}
    if flow.protocol == UDP and ports in ({67, 68}, {546, 547}, {67}):
        return True
    multicast = flow.peer is not None and (
        flow.peer[0] & 0xF0 == 0xE0 if len(flow.peer) == 4 else flow.peer[0] == 0xFF
    )
    if flow.ethertype == IPV4 and flow.protocol == IGMP:
        return multicast
    return (
        flow.ethertype == IPV6
        and flow.protocol == ICMPV6
        and flow.icmp_type in (130, 131, 132, 133, 134, 135, 136, 143)
    )


_PROTOCOLS = {1: "icmp", 2: "igmp", 6: "tcp", 17: "udp", 58: "icmpv6"}
_ETHERTYPES = {ARP: "arp", EAPOL: "eapol", LLDP: "lldp"}
_ORDER = [Verdict.NOT_ALLOWED, Verdict.UNDECIDED, Verdict.ALLOWED, Verdict.DEFAULT, Verdict.JOINING]


def _together(decided: list[tuple[Flow, _Decided]], seen: Seen) -> tuple[JudgedFlow, ...]:
    """The flows as they are told: those that differ by a passing port only are one."""
    alike: dict[tuple[object, ...], list[tuple[Flow, _Decided]]] = {}
    for flow, said in decided:
        key = (said.verdict, flow.direction, _protocol(flow), _address(flow), _service(flow), flow.initiated,
               said.rule.name if said.rule else None, said.why)  # fmt: skip
        alike.setdefault(key, []).append((flow, said))
    told = [_judged(group, seen) for group in alike.values()]
    return tuple(
        sorted(
            told,
            key=lambda f: (_ORDER.index(f.verdict), -f.packets, f.direction, f.peer, f.protocol, f.port or 0),
        )
    )


def _judged(group: list[tuple[Flow, _Decided]], seen: Seen) -> JudgedFlow:
    flow, said = group[0]
    times = [each.first for each, _ in group if each.first is not None]
    return JudgedFlow(
        verdict=said.verdict,
        direction=flow.direction,
        protocol=_protocol(flow),
        peer=_address(flow),
        names=tuple(sorted(seen.names.get(flow.peer or b"", ()))),
        port=_service(flow),
        initiated=flow.initiated,
        rule=said.rule.name if said.rule else None,
        why=said.why,
        flows=len(group),
        packets=sum(each.packets for each, _ in group),
        bytes=sum(each.bytes for each, _ in group),
        first=min(times, default=None),
    )


def _protocol(flow: Flow) -> str:
    if flow.protocol is None:
        return _ETHERTYPES.get(flow.ethertype, f"{flow.ethertype:#06x}")
    return _PROTOCOLS.get(flow.protocol, f"ip-{flow.protocol}")


def _address(flow: Flow) -> str:
    if flow.peer is not None:
        return str(ipaddress.ip_address(flow.peer))
    return flow.peer_mac.hex(":") if flow.peer_mac is not None else "-"


def _service(flow: Flow) -> int | None:
    """The port of the side that was called; where the beginning was not seen, the lower of the two."""
    if flow.device_port is None or flow.peer_port is None:
        return flow.icmp_type
    if flow.initiated is None:
        return min(flow.device_port, flow.peer_port)
    return flow.peer_port if flow.initiated is Direction.FROM_DEVICE else flow.device_port
