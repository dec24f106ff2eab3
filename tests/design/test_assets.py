"""What must be protected, derived from the product file."""

import msgspec

from mamoru.design.model import Asset
from mamoru.product import Product
from mamoru.product.model import Asset as Declared
from mamoru.product.model import DataItem, Function
from material.designs import camera, designed, sensor


def assets(product: Product) -> dict[str, Asset]:
    """The assets of a product by id."""
    return {asset.id: asset for asset in designed(product).assets}


def test_data_and_functions_are_assets_under_their_own_names() -> None:
    found = assets(camera())
    assert found["video"].title.ja == "映像と録画"
    assert (found["video"].kind, found["video"].origin) == ("privacy", "data")
    assert (found["recording"].kind, found["live-view"].kind) == ("must-stay", "function")


def test_each_says_why_it_matters_and_to_whom() -> None:
    assert all(asset.why.ja and asset.whom and asset.needs for asset in assets(camera()).values())
    assert "third-parties" in assets(camera())["device-network"].whom


def test_what_no_list_names_is_there_where_the_facts_imply_it_and_once() -> None:
    assert [id for id in assets(camera()) if id.startswith("device-")] == ["device-setting", "device-network"]
    assert [id for id in assets(sensor()) if id.startswith("device-")] == ["device-log", "device-firmware"]


def test_sensitive_data_needs_more() -> None:
    mild = DataItem(id="name", description="名前", kind="personal")
    grave = msgspec.structs.replace(mild, sensitive=True)
    before = assets(msgspec.structs.replace(sensor(), data=(mild,)))["name"].needs
    after = assets(msgspec.structs.replace(sensor(), data=(grave,)))["name"].needs
    assert (before["privacy"], after["privacy"]) == ("medium", "high")


def test_a_function_on_which_safety_depends_needs_safety() -> None:
    brake = Function(id="brake", description="止める", safety=True)
    found = assets(msgspec.structs.replace(sensor(), functions=(brake,)))["brake"]
    assert found.needs["safety"] == "high"


def test_the_file_adds_assets_and_changes_what_was_derived() -> None:
    brand = Declared(id="brand", description="社名の信用", confidentiality="low", integrity="high")
    video = Declared(id="video", why="店の防犯に使う", availability="high")
    found = assets(msgspec.structs.replace(camera(), assets=(brand, video)))
    assert (found["brand"].origin, found["brand"].needs["integrity"]) == ("assets", "high")
    assert found["video"].why.ja == "店の防犯に使う"
    assert (found["video"].needs["availability"], found["video"].needs["privacy"]) == ("high", "high")
