"""The facts of a product that decide what applies to it, worked out from its file.

Unknown stays unknown (None): a list that is empty because nobody filled it in proves nothing, so
only stated characteristics and stated entries decide. The lists of a draft are not complete: what
they name is true, what they do not name is unknown.
"""

from collections.abc import Callable

from mamoru.product.maker import Maker
from mamoru.product.model import Product

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
    "notifies-updates": lambda p, _: None if p.update is None else p.update.notification is not None,
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
    "has-outsourcers": lambda _, m: _any_if_listed(m.stakeholders, any(s.outside for s in m.stakeholders)),
}

FROM_LISTS = (
    "communicates", "handles-data", "must-stay-available", "sends-data", "stores-data", "uses-passwords",
    "users-log-in", "authenticates", "network-login", "has-debug-interface", "handles-personal-data",
    "sends-personal-data", "sends-sensitive-data", "collects-telemetry", "uses-cloud",
    "stores-secrets", "configurable-over-network",
)  # fmt: skip
"""The facts worked out from interfaces, data and functions, which a draft does not list in full."""
