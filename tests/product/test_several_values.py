"""What is true in more than one way: several places, ways of authentication, kinds of data."""

from pathlib import Path

import msgspec
import pytest

from mamoru.product.files import read_product
from mamoru.product.model import DataItem, Interface, Product
from mamoru.product.problems import ProductFileErrors
from mamoru.product.schema import schema

SEVERAL = """\
id: p
name: {en: P}
placement: [private, outdoors]
users: [{id: guest, description: 宿泊の客, rights: guest, rights_end: 退去の日}]
interfaces:
  - {id: door, kind: radio, protocol: Wi-Fi, role: access-point, exposure: nearby, placement: outdoors, authentication: [certificate, password], other_side: app}
  - {id: far, kind: radio, protocol: LoRaWAN, exposure: wide-area, authentication: key}
data: [{id: pulse, description: 脈拍, kind: [telemetry, health]}]
"""
ONE = "id: p\nname: {en: P}\nplacement: private\ninterfaces: [{id: w, kind: client, protocol: https, authentication: none}]\n"


def product(tmp_path: Path, text: str) -> Product:
    """The product that a file of this text declares."""
    file = tmp_path / "product.yaml"
    file.write_text(text, "utf-8")
    return read_product(file)[0]


def test_lists_are_read_and_the_weakest_way_counts(tmp_path: Path) -> None:
    found = product(tmp_path, SEVERAL)
    door = found.interfaces[0]
    assert found.places == ("private", "outdoors")
    assert (door.ways, door.asks) == (("certificate", "password"), "password")
    assert (found.data[0].kinds, found.data[0].about_people) == (("telemetry", "health"), True)


def test_one_value_is_read_as_before(tmp_path: Path) -> None:
    found = product(tmp_path, ONE)
    assert (found.placement, found.places) == ("private", ("private",))
    assert (found.interfaces[0].authentication, found.interfaces[0].asks) == ("none", "none")
    assert Interface(id="i", kind="radio", protocol="x").asks is None
    assert not DataItem(id="d", description="d", kind="log").about_people


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SEVERAL.replace("[private, outdoors]", "[private, moon]"), "placement[1]"),
        (SEVERAL.replace("[certificate, password]", "[certificate, {a: b}]"), "authentication[1]"),
        (SEVERAL.replace("[private, outdoors]", "{private: yes}"), "placement"),
        (ONE.replace("placement: private", "placement: moon"), "placement"),
    ],
)
def test_a_wrong_value_in_a_list_is_told_where_it_stands(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ProductFileErrors) as caught:
        product(tmp_path, text)
    assert told in caught.value.message.en


def test_the_published_schema_takes_both_forms() -> None:
    made = schema(Product)["$defs"]["Interface"]["properties"]["authentication"]
    kinds = {each.get("type") for each in made["anyOf"]}
    assert "array" in kinds
    assert msgspec.json.encode(made)
