"""Write a MUD file from what a product declares of its interfaces.

Sources: RFC 8520 (MUD), RFC 8519 (access lists). A client's peer becomes a rule for its name or
address, a service on the local network one for `local-networks`. A peer on the local network that has no
name in the DNS is what RFC 8520 calls `my-controller` (section 3.6): the network's owner says which device
that is. DNS and NTP without a peer have the RFC's own classes (section 3.7). What cannot be put into a rule
is told as a gap, never guessed.
"""

import ipaddress
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import msgspec

from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.looked import Looked, Seen, looked_at
from mamoru.product import Product, Release
from mamoru.product.model import Interface
from mamoru.verification.mud.services import MULTICAST, SERVICES, TCP, UDP

NO_NETWORK = Text(
    "この製品には IP で通信するインターフェースが書かれていないので、MUD ファイルは要りません。",
    "The product names no interface that talks IP, so it needs no MUD file.",
)
ENTER = Text(
    "ネットワークで通信するなら、product.yaml の interfaces に client か network-service を書いてください。",
    "If it talks on a network, enter its clients and network services under interfaces in product.yaml.",
)
NO_PORT = Text(
    "{id}: プロトコル {protocol} のポートが分かりません（port を書きます）。",
    "{id}: the port of {protocol} is not known (enter port).",
)
NO_PEER = Text(
    "{id}: 通信の相手（peer）が書かれていません。例: peer: api.example.com",
    "{id}: the peer is not named (peer). Example: peer: api.example.com",
)
NOT_A_PEER = Text(
    "{id}: インターネットの相手「{peer}」は、名前（api.example.com）・アドレス・controller の URI のどれでもないので、MUD ファイルに入れられません。",
    "{id}: the peer “{peer}” on the Internet is no host name (api.example.com), address or URI of a controller, so it is not in the MUD file.",
)
MY_CONTROLLER = Text(
    "{id}: 相手「{peer}」は my-controller としました。どの機器のことかは、ネットワークの管理者が決めます。",
    "{id}: the peer “{peer}” is put as my-controller: the network's owner says which device that is.",
)
PROPOSED = Text(
    "mud-url は案です: {url}（--url で決めます）。このファイルをその場所で公開します。",
    "The mud-url is a proposal: {url} (set it with --url). The file is to be published there.",
)
CLASSES = {  # RFC 8520, section 3.7
    "dns": "urn:ietf:params:mud:dns",
    "ntp": "urn:ietf:params:mud:ntp",
    "sntp": "urn:ietf:params:mud:ntp",
}
MOST_INFO = 60
CACHE_HOURS = 48


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A MUD file (JSON, UTF-8), `gaps`: what of the product could not be put into it, so that a network that
    keeps to the file cuts it off, `looked` the peers that are in it of those
    that the product talks to, and `notes`: what somebody has yet to decide."""

    body: bytes
    gaps: tuple[Text, ...]
    looked: Looked
    notes: tuple[Text, ...] = ()


class _Host(msgspec.Struct, frozen=True):
    """A peer: a `name`, a `network` in CIDR form, the URI of a `controller`, or whoever controls this device
    (`mine`); and its port if said."""

    name: str | None = None
    network: str | None = None
    controller: str | None = None
    mine: bool = False
    port: int | None = None


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to allow, both ways."""

    id: str
    transport: str
    port: int
    served: bool  # by the device
    host: _Host | None = None
    local: bool = False
    multicast: bool = False


def draft(
    product: Product, release: Release | None, *, maker: str, url: str, on: date, proposed: bool
) -> Draft:
    """The MUD file of `product`. Raises `InputError` where it has no interface on an IP network.

    `url` is where the file will be published; `proposed` that nobody has decided it yet.
    """
    gaps: list[Text] = []
    notes: list[Text] = [PROPOSED.fill(url=url)] if proposed else []
    talking = [i for i in product.interfaces if i.enabled and i.kind in ("client", "network-service")]
    if not talking:
        raise InputError(NO_NETWORK, ENTER)
    wanted = [each for interface in talking for each in _wanted(interface, gaps, notes)]
    acls = [acl for family in ("ipv4", "ipv6") for acl in _lists(wanted, family)]
    ended = product.support.until is not None and product.support.until < on
    mud: dict[str, Any] = {
        "mud-version": 1,
        "mud-url": url,
        "last-update": f"{on.isoformat()}T00:00:00+00:00",
        "cache-validity": CACHE_HOURS,
        "is-supported": not ended,
        "systeminfo": product.name.text.en[:MOST_INFO],
        "mfg-name": maker,
        "model-name": product.models[0] if product.models else product.id,
    }
    if release is not None:
        mud["firmware-rev"] = release.version
    if product.information.manual is not None and product.information.manual.startswith("https://"):
        mud["documentation"] = product.information.manual
    for way, short in (("from-device", "from"), ("to-device", "to")):
        named = [{"name": acl["name"]} for acl in acls if acl["name"].endswith(f"-{short}")]
        mud[f"{way}-policy"] = {"access-lists": {"access-list": named}}
    whole = {"ietf-mud:mud": mud, "ietf-access-control-list:acls": {"acl": acls}}
    body = msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"
    looked = looked_at(Seen.PEERS, len(wanted) + len(gaps), len(wanted), gaps)
    return Draft(body=body, gaps=tuple(gaps), looked=looked, notes=tuple(notes))


def _wanted(interface: Interface, gaps: list[Text], notes: list[Text]) -> Iterator[_Wanted]:
    """What to allow of `interface`: one thing for each of its peers."""
    protocol = interface.protocol.strip().lower()
    transport, usual = SERVICES.get(protocol, (UDP if protocol.endswith("udp") else TCP, None))
    called = interface.kind == "client" and protocol not in MULTICAST
    served = interface.kind == "network-service"
    multicast = protocol in MULTICAST
    hosts = _peers(interface, protocol, gaps, notes) if called else [None]
    for number, host in enumerate(hosts, 1):
        port = interface.port or (host.port if host else None) or usual
        if port is None:
            gaps.append(NO_PORT.fill(id=interface.id, protocol=interface.protocol[:40]))
            return
        yield _Wanted(
            id=interface.id if number == 1 else f"{interface.id}.{number}",
            transport=transport,
            port=port,
            served=served,
            host=host,
            local=multicast or (served and interface.exposure != "internet"),
            multicast=multicast,
        )


def _peers(interface: Interface, protocol: str, gaps: list[Text], notes: list[Text]) -> list[_Host | None]:
    """Each peer of a client; several stand with commas between them."""
    named = [each.strip() for each in re.split("[,、;]", interface.peer or "") if each.strip()]
    if not named:
        if protocol in CLASSES:
            return [_Host(controller=CLASSES[protocol])]
        gaps.append(NO_PEER.fill(id=interface.id))
        return []
    found: list[_Host | None] = []
    for peer in named:
        if (host := _host(peer)) is not None:
            found.append(host)
        elif interface.exposure == "internet":
            gaps.append(NOT_A_PEER.fill(id=interface.id, peer=peer[:80]))
        else:
            notes.append(MY_CONTROLLER.fill(id=interface.id, peer=peer[:80]))
            found.append(_Host(mine=True))
    return list(dict.fromkeys(found))


def _host(peer: str) -> _Host | None:
    """The host that `peer` names: `host`, `host:port`, an URL, an address, a network, a URI `urn:…`."""
    text = peer.strip()
    if text.lower().startswith("urn:"):
        return _Host(controller=text)
    try:
        return _Host(network=str(ipaddress.ip_network(text, strict=False)))
    except ValueError:
        pass
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not name:
        return None
    try:
        return _Host(network=str(ipaddress.ip_network(name)), port=port)
    except ValueError:
        pass
    try:
        ascii_name = name.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return None
    plain = ascii_name.replace("-", "").replace(".", "").isalnum() and "." in ascii_name
    return _Host(name=ascii_name, port=port) if plain else None


def _lists(wanted: list[_Wanted], family: str) -> list[dict[str, Any]]:
    found = []
    for short, outward in (("from", True), ("to", False)):
        entries = [_entry(w, family, short, outward=outward) for w in wanted if _speaks(w, family)]
        if entries:
            found.append(
                {"name": f"mud-{family}-{short}", "type": f"{family}-acl-type", "aces": {"ace": entries}}
            )
    return found


def _speaks(wanted: _Wanted, family: str) -> bool:
    network = wanted.host.network if wanted.host else None
    return network is None or (":" in network) == (family == "ipv6")


def _entry(wanted: _Wanted, family: str, short: str, *, outward: bool) -> dict[str, Any]:
    """One rule. The port is the service's: the destination of who calls, the source of the answer;
    what is called to everybody has it at both ends."""
    ip: dict[str, Any] = {"protocol": 6 if wanted.transport == TCP else 17}
    host = wanted.host
    if host is not None and host.name is not None:
        ip[f"ietf-acldns:{'dst' if outward else 'src'}-dnsname"] = host.name
    elif host is not None and host.network is not None:
        ip[f"{'destination' if outward else 'source'}-{family}-network"] = host.network
    side = "source" if outward == wanted.served and not wanted.multicast else "destination"
    transport: dict[str, Any] = {f"{side}-port": {"operator": "eq", "port": wanted.port}}
    if wanted.transport == TCP:
        transport["ietf-mud:direction-initiated"] = "to-device" if wanted.served else "from-device"
    matches: dict[str, Any] = {family: ip, wanted.transport: transport}
    if host is not None and host.controller is not None:
        matches["ietf-mud:mud"] = {"controller": host.controller}
    elif host is not None and host.mine:
        matches["ietf-mud:mud"] = {"my-controller": [None]}
    elif wanted.local:
        matches["ietf-mud:mud"] = {"local-networks": [None]}
    return {"name": f"{wanted.id}-{family}-{short}", "matches": matches, "actions": {"forwarding": "accept"}}
