"""What the product file says of a component's place: who can reach it, and what hangs on it."""

import re
from enum import StrEnum
from functools import cache

import msgspec

from mamoru.operation.vulnerabilities.priority.tables import tables
from mamoru.product.component import Component
from mamoru.product.model import Interface, Product


class Exposure(StrEnum):
    """From how far away a component can be reached, nearest first."""

    NONE = "none"
    PHYSICAL = "physical"
    RADIO = "radio"
    LOCAL_NETWORK = "local-network"
    INTERNET = "internet"


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A component's place in a product; None where the product file does not say.

    `exposure` is the farthest over the `interfaces` (ids) that the component serves. `assumed` where
    nobody knows which interface it serves, so that the farthest that it could is taken. `safety` is whether
    somebody may be hurt, `personal_data` whether the product handles such data, `needed` whether a
    function must stay available.
    """

    exposure: Exposure | None = None
    interfaces: tuple[str, ...] = ()
    assumed: bool = False
    safety: bool | None = None
    personal_data: bool | None = None
    needed: bool | None = None


_JOINT = re.compile(r"[\s_-]+")
_PARTS = re.compile(r"[+,&/、・()（）]| over | and ")
_AT_HAND = ("debug", "physical")
_NEAR = {
    "internet": Exposure.INTERNET,
    "local-network": Exposure.LOCAL_NETWORK,
    "wide-area": Exposure.RADIO,
    "nearby": Exposure.RADIO,
    "board": Exposure.PHYSICAL,
}
_RANK = {exposure: rank for rank, exposure in enumerate(Exposure)}


def at_most(exposure: Exposure, most: Exposure) -> bool:
    """Whether `exposure` reaches no farther than `most`."""
    return _RANK[exposure] <= _RANK[most]


def place_of(component: Component, product: Product) -> Place:
    """The place of `component` in `product`, by its interfaces, data and functions.

    A component that is known to serve only protocols that the product does not have is not reached; a
    draft's list is not complete and proves nothing.
    """
    serving, assumed = _serving(component, [each for each in product.interfaces if each.enabled])
    found = [_exposure(interface) for interface in serving]
    known = bool(product.interfaces) and not (product.draft and not found)
    return Place(
        exposure=max(found, key=_RANK.__getitem__, default=Exposure.NONE) if known else None,
        interfaces=tuple(interface.id for interface in serving) if not assumed else (),
        assumed=assumed,
        personal_data=any(d.about_people for d in product.data) if product.data else None,
        needed=_needed(product),
        safety=True if any(function.safety for function in product.functions) else None,
    )


def words_of(interface: Interface) -> set[str]:
    """The protocols that an interface's words name: `MQTT over TLS` gives mqtt and tls, `Wi-Fi` wifi."""
    text = f"{interface.protocol} {interface.encryption or ''}".lower()
    return {_JOINT.sub("", each) for part in _PARTS.split(text) for each in (part, *part.split())}


@cache
def _every_protocol() -> frozenset[str]:
    return frozenset(protocol for serves in tables().serves for protocol in serves.protocols)


def _serving(component: Component, reached: list[Interface]) -> tuple[list[Interface], bool]:
    """The interfaces that the component serves, and whether that is assumed."""
    id = component.software
    if id in tables().everywhere:
        return [i for i in reached if i.kind not in _AT_HAND], False
    protocols = {p for s in tables().serves if id in (*s.software, *s.below) for p in s.protocols}
    if serving := [i for i in reached if words_of(i) & protocols]:
        return serving, False
    if not any(id in serves.software for serves in tables().serves):
        return reached, True
    # a server: only a protocol that nobody here knows may be what it serves
    unknown = [i for i in reached if i.kind not in _AT_HAND and not words_of(i) & _every_protocol()]
    return unknown, bool(unknown)


def _exposure(interface: Interface) -> Exposure:
    """A client meets only its peers' answers: no stranger starts to talk to it."""
    if interface.kind in _AT_HAND:
        return Exposure.PHYSICAL
    near = _NEAR[interface.exposure]
    if interface.kind == "client" and near is Exposure.INTERNET:
        return Exposure.LOCAL_NETWORK
    return near


def _needed(product: Product) -> bool | None:
    if product.characteristics.must_stay_available is not None:
        return product.characteristics.must_stay_available
    return any(f.must_stay_available for f in product.functions) if product.functions else None
