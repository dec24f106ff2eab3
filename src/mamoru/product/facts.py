"""The facts of a product that decide what applies to it, worked out from its file.

Unknown stays unknown (None): a list that is empty because nobody filled it in proves nothing, so
only stated characteristics and stated entries decide. The lists of a draft are not complete: what
they name is true, what they do not name is unknown.
"""

import re
from collections.abc import Callable

from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.wording import denies, filled_in

Rule = Callable[[Product, Maker], bool | None]


def facts(product: Product, maker: Maker) -> dict[str, bool | None]:
    """Every fact of the catalogue's facts.yaml as true, false or None (unknown)."""
    found = {name: rule(product, maker) for name, rule in RULES.items()}
    if product.draft:
        found |= {name: found[name] or _stated(product, name) for name in FROM_LISTS}
    return found


def _stated(product: Product, name: str) -> bool | None:
    """What `characteristics` says itself; None for all that is worked out."""
    stated: bool | None = getattr(product.characteristics, name.replace("-", "_"), None)
    return stated


def _any_if_listed(listed: tuple[object, ...], found: bool) -> bool | None:  # noqa: FBT001
    return found if listed else None


def _communicates(product: Product, _: Maker) -> bool | None:
    if product.characteristics.communicates is not None:
        return product.characteristics.communicates
    network = any(i.kind in ("network-service", "client", "radio") for i in product.interfaces)
    return _any_if_listed(product.interfaces, network)


def _handles_data(product: Product, _: Maker) -> bool | None:
    if product.characteristics.handles_data is not None:
        return product.characteristics.handles_data
    return True if product.data else None


def _must_stay_available(product: Product, _: Maker) -> bool | None:
    if product.characteristics.must_stay_available is not None:
        return product.characteristics.must_stay_available
    return _any_if_listed(product.functions, any(f.must_stay_available for f in product.functions))


def _interfaces(product: Product, *, passwords: bool, network: bool) -> bool | None:
    wanted = ("password",) if passwords else ("password", "key", "certificate", "token", "pairing")
    listed = [i for i in product.interfaces if i.kind != "client"]
    if network:
        listed = [i for i in listed if i.kind in ("network-service", "radio")]
    if any(way in wanted for i in listed for way in i.ways):
        return True
    unsaid = not product.interfaces or any(not i.ways for i in listed)
    return None if unsaid else False


def _authenticates(product: Product, _: Maker) -> bool | None:
    if any(way != "none" for i in product.interfaces for way in i.ways):
        return True
    unsaid = not product.interfaces or any(not i.ways for i in product.interfaces)
    return None if unsaid else False


def _updatable(product: Product, _: Maker) -> bool | None:
    return None if product.update is None else product.update.method != "none"


def _personal(product: Product, *, sent: bool, sensitive: bool) -> bool | None:
    personal = [d for d in product.data if d.about_people]
    found = any((not sent or d.sent_by) and (not sensitive or d.sensitive) for d in personal)
    return _any_if_listed(product.data, found)


def _notifies(product: Product, _: Maker) -> bool | None:
    told = product.update.notification if product.update else None
    return True if filled_in(told) else False if denies(told) else None


# What the free words of `type` tell where `category` is not given.
_KINDS = {
    "ev-charger": r"\bev[ -]?charg|electric vehicle charg|charge ?point|charging station|wallbox|EV充電|電気自動車.{0,4}充電",
    "medical-device": r"medical device|infusion pump|glucose|pacemaker|医療機器|血糖|輸液ポンプ|心電計",
    "smart-meter": r"smart[ -]?meter|スマートメータ",
    "computer": r"\b(laptop|notebook|desktop|tablet|personal) (computer|pc)\b|\blaptop\b|スマートフォン|パソコン|タブレット端末",
    "vehicle": r"\b(motor )?vehicle\b(?! charg)|\bmotorcycle\b|自動車(?!.{0,6}充電)|オートバイ",
    "aviation": r"aircraft|avionic|航空機",
    "marine": r"marine equipment|ship(board|borne)|船舶用|舶用",
}


def _concerned(product: Product, kinds: tuple[str, ...]) -> bool | None:
    """Whether a rule that excepts `kinds` concerns the product; None where neither word tells."""
    if product.category is not None:
        return product.category not in kinds
    if product.type is None:
        return None
    told = [kind for kind, words in _KINDS.items() if re.search(words, product.type, re.IGNORECASE)]
    return not any(kind in kinds for kind in told) if told else None


_OTHER_THAN_IP = re.compile(
    r"lora|zigbee|z-?wave|bluetooth|\bble\b|\bnfc\b|rfid|enocean|sigfox|infrared|\bir\b|赤外線"
    r"|modbus[ -]?rtu|rs-?(232|422|485)|\bcan( bus)?\b|\bi2c\b|\bspi\b|\buart\b|serial|\bknx(?!.?ip)|dali\b|sub-?ghz|mhz",
    re.IGNORECASE,
)


def _speaks_ip(product: Product, maker: Maker) -> bool | None:
    """IP by itself, or through what it talks to; None where another machine may carry it on."""
    if _communicates(product, maker) is False:
        return False
    talking = [i for i in product.interfaces if i.kind in ("network-service", "client", "radio")]
    if any(not _OTHER_THAN_IP.search(interface.protocol) for interface in talking):
        return True
    carried = any(interface.peer or interface.exposure == "internet" for interface in talking)
    return None if carried else _any_if_listed(product.interfaces, found=False)


RULES: dict[str, Rule] = {
    "communicates": _communicates,
    "handles-data": _handles_data,
    "must-stay-available": _must_stay_available,
    "sends-data": lambda p, _: _any_if_listed(p.data, any(d.sent_by for d in p.data)),
    "stores-data": lambda p, _: _any_if_listed(p.data, any(d.stored for d in p.data)),
    "uses-passwords": lambda p, _: _interfaces(p, passwords=True, network=False),
    "users-log-in": lambda p, _: _interfaces(p, passwords=False, network=False),
    "authenticates": _authenticates,
    "network-login": lambda p, _: _interfaces(p, passwords=False, network=True),
    "updatable": _updatable,
    "updates-over-network": lambda p, _: None if p.update is None else p.update.method in ("network", "both"),
    "updates-automatically": lambda p, _: None if p.update is None else p.update.automatic,
    "notifies-updates": _notifies,
    "has-debug-interface": lambda p, _: _any_if_listed(
        p.interfaces, any(i.kind == "debug" for i in p.interfaces)
    ),
    "handles-personal-data": lambda p, _: _personal(p, sent=False, sensitive=False),
    "sends-personal-data": lambda p, _: _personal(p, sent=True, sensitive=False),
    "sends-sensitive-data": lambda p, _: _personal(p, sent=True, sensitive=True),
    "senses-surroundings": lambda p, _: None if p.senses is None else bool(p.senses),
    "collects-telemetry": lambda p, _: _any_if_listed(p.data, any("telemetry" in d.kinds for d in p.data)),
    "stores-secrets": lambda p, _: _any_if_listed(
        p.data, any("credential" in d.kinds and d.stored for d in p.data)
    ),
    "configurable-over-network": lambda p, _: _any_if_listed(
        p.interfaces, any(i.kind == "network-service" for i in p.interfaces)
    ),
    "uses-cloud": lambda p, _: _any_if_listed(
        p.interfaces, any(i.kind == "client" and i.exposure == "internet" for i in p.interfaces)
    ),
    "sold-in-eu": lambda p, _: "eu" in p.markets,
    "sold-in-uk": lambda p, _: "uk" in p.markets,
    "in-psti-scope": lambda p, _: _concerned(
        p, ("ev-charger", "medical-device", "smart-meter", "computer", "vehicle")
    ),
    "in-cra-scope": lambda p, _: _concerned(p, ("medical-device", "vehicle", "aviation", "marine")),
    "in-jc-star-scope": lambda p, _: _concerned(p, ("computer",)),
    "speaks-ip": _speaks_ip,
    "connects-to-machines": lambda p, _: _any_if_listed(
        p.interfaces, any(i.kind == "client" for i in p.interfaces)
    ),
    "for-consumers": lambda p, _: _any_if_listed(p.sold_to, "consumers" in p.sold_to),
    "meant-for-integration": lambda p, _: p.integrated,
    "has-outsourcers": lambda _, m: _any_if_listed(m.stakeholders, any(s.outside for s in m.stakeholders)),
}

FROM_LISTS = (
    "communicates", "handles-data", "must-stay-available", "sends-data", "stores-data", "uses-passwords",
    "users-log-in", "authenticates", "network-login", "has-debug-interface", "handles-personal-data",
    "sends-personal-data", "sends-sensitive-data", "collects-telemetry", "uses-cloud",
    "stores-secrets", "configurable-over-network", "speaks-ip", "connects-to-machines",
)  # fmt: skip
"""The facts worked out from interfaces, data and functions, which a draft does not list in full."""
