"""How likely a threat is, and how bad."""

import msgspec
import pytest

from mamoru.design import library
from mamoru.design.library import Exposure
from mamoru.design.rating import exposure_of, rated
from mamoru.product import Product
from mamoru.product.model import Interface
from material.designs import designed, sensor

WEB = Interface(id="web", kind="network-service", protocol="https", exposure="local-network")
CLOUD = Interface(id="cloud", kind="client", protocol="mqtts", exposure="internet")
PORT = Interface(id="usb", kind="physical", protocol="usb", exposure="nearby")
RADIO = Interface(id="ble", kind="radio", protocol="BLE", exposure="nearby")
OUTDOORS = msgspec.structs.replace(sensor(), placement="outdoors")


@pytest.mark.parametrize(
    ("interfaces", "product", "exposure"),
    [
        ((WEB, PORT), sensor(), "local-network"),
        ((CLOUD,), sensor(), "on-path"),  # the device calls: an attacker must stand on the way
        ((msgspec.structs.replace(WEB, exposure="internet"), CLOUD), sensor(), "internet"),
        ((msgspec.structs.replace(WEB, enabled=False), PORT), sensor(), "nearby"),  # off counts last
        ((PORT,), OUTDOORS, "public"),
        ((RADIO,), OUTDOORS, "nearby"),  # radio reaches as far as ever
        ((), OUTDOORS, "public"),
        ((), sensor(), "board"),
    ],
)
def test_the_widest_exposure_counts(
    interfaces: tuple[Interface, ...], product: Product, exposure: Exposure
) -> None:
    assert exposure_of(interfaces, "board", product) == exposure


def test_the_gravest_need_that_is_harmed_gives_the_impact_and_is_named() -> None:
    assets = designed(sensor()).assets
    risk = rated(library().matrix, assets, ("availability", "confidentiality"), "nearby", "tools")
    assert (risk.impact, risk.likelihood, risk.level) == ("high", "medium", "high")
    assert "ペアリングの鍵の機密性" in risk.why.ja


def test_what_harms_nothing_is_of_low_impact() -> None:
    assert rated(library().matrix, (), ("safety",), "internet", "tools").level == "medium"
