"""What changed between two designs."""

import msgspec

from mamoru.design.difference import DesignChanges, compared
from mamoru.product import Product
from mamoru.product.model import Interface
from material.designs import designed, sensor


def changes(before: Product, after: Product) -> DesignChanges:
    """The difference of two product files."""
    return compared(designed(before), designed(after), before, after)


def with_web(product: Product) -> Product:
    """The product with a web page on Wi-Fi."""
    web = Interface(id="web", kind="network-service", protocol="https", port=443, authentication="password")
    return msgspec.structs.replace(product, interfaces=(*product.interfaces, web))


def test_the_same_file_differs_in_nothing() -> None:
    found = changes(sensor(), sensor())
    assert found == DesignChanges(entries=(), threats=(), measures=(), retest=())


def test_a_new_interface_brings_its_threats_and_the_tests_to_repeat() -> None:
    found = changes(sensor(), with_web(sensor()))
    new = {each.id for each in found.threats if each.change == "new"}
    assert [(e.list, e.id, e.change) for e in found.entries] == [("interfaces", "web", "new")]
    assert {"web-injection", "botnet", "guessable-password"} <= new
    assert {"input-validated", "no-shared-credential"} <= set(found.retest)


def test_an_interface_that_is_gone_takes_its_threats_away() -> None:
    found = changes(with_web(sensor()), sensor())
    assert "web-injection" in {each.id for each in found.threats if each.change == "gone"}


def test_a_changed_entry_repeats_the_tests_of_what_comes_in_by_it() -> None:
    ble, *rest = sensor().interfaces
    after = msgspec.structs.replace(
        sensor(), interfaces=(msgspec.structs.replace(ble, encryption="none"), *rest)
    )
    found = changes(sensor(), after)
    assert [(entry.id, entry.fields) for entry in found.entries] == [("ble", ("encryption",))]
    assert "sent-data-protected" in found.retest


def test_a_function_that_must_now_stay_asks_for_recovery() -> None:
    (measure,) = sensor().functions
    after = msgspec.structs.replace(
        sensor(), functions=(msgspec.structs.replace(measure, must_stay_available=True),)
    )
    found = changes(sensor(), after)
    assert [(m.id, m.before, m.after) for m in found.measures] == [("3A", False, True), ("3B", False, True)]
