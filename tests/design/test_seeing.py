"""Facts seen in the lists of a product file."""

import msgspec
import pytest

from mamoru.catalog import catalog
from mamoru.design import library
from mamoru.design.seeing import Seen, alike, see
from mamoru.product import Product
from mamoru.product.model import Interface
from material.designs import camera, maker, sensor


def seen(product: Product) -> Seen:
    """The facts of a product."""
    return see(catalog(), library().facts, product, maker())


def with_interfaces(*interfaces: Interface, draft: bool = False) -> Product:
    """The sensor with other interfaces."""
    return msgspec.structs.replace(sensor(), interfaces=interfaces, draft=draft)


@pytest.mark.parametrize(
    ("text", "word"),
    [("Modbus/TCP", "modbus"), ("Bluetooth LE 5.2", "bluetooth"), ("Wi-Fi 6", "wi-fi"), ("OPC UA", "opc-ua"),
     ("ＢＬＥ".lower(), "ｂｌｅ"), ("特定小電力無線", "特定小電力"), ("利用者のスマートフォン", "~スマートフォン")],
)  # fmt: skip
def test_a_word_fits_what_begins_with_it(text: str, word: str) -> None:
    assert alike(text, word)


@pytest.mark.parametrize(
    ("text", "word"), [("https", "http"), ("canopener", "canopen"), ("rtsp", "rtp"), ("", "ble")]
)
def test_a_word_does_not_fit_a_longer_word(text: str, word: str) -> None:
    assert not alike(text, word)


def test_a_fact_names_the_entries_in_which_it_is_seen() -> None:
    reason = seen(camera()).reason("web-interface")
    assert reason.seen == ("web",)
    assert reason.text.ja == "Webの画面かAPIがある"


def test_nothing_listed_is_unknown_and_not_false() -> None:
    assert seen(with_interfaces()).facts["ip-network"] is None


def test_what_a_draft_does_not_list_is_unknown() -> None:
    ble = sensor().interfaces[0]
    assert seen(with_interfaces(ble)).facts["web-interface"] is False
    assert seen(with_interfaces(ble, draft=True)).facts["web-interface"] is None


def test_an_authentication_that_nobody_stated_leaves_the_question_open() -> None:
    unsaid = Interface(id="shell", kind="network-service", protocol="ssh", port=22)
    assert seen(with_interfaces(unsaid)).facts["password-over-network"] is None


def test_a_product_that_does_not_communicate_has_no_network_facts() -> None:
    web = Interface(id="web", kind="network-service", protocol="https", authentication="password")
    silent = msgspec.structs.replace(
        with_interfaces(web), characteristics=type(sensor().characteristics)(communicates=False)
    )
    facts = seen(silent).facts
    assert (facts["ip-network"], facts["web-interface"], facts["password-over-network"]) == (
        False,
        False,
        False,
    )


def test_a_control_bus_counts_wherever_it_is_plugged_in() -> None:
    bus = Interface(id="rtu", kind="physical", protocol="RS-485 Modbus RTU", exposure="nearby")
    assert seen(with_interfaces(bus)).entries["field-bus"] == ("rtu",)
