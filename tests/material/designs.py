"""The worked examples of the design: three products that differ, and their makers."""

from pathlib import Path

import msgspec

from mamoru.catalog import catalog
from mamoru.design import Design, design_of, library
from mamoru.product import Maker, Product
from mamoru.product.files import read_maker, read_product

REPOSITORY = Path(__file__).parents[2]
NETCAM = REPOSITORY / "examples" / "netcam"
WORKED = REPOSITORY / "tests" / "design" / "worked"


def camera() -> Product:
    """The shipped example: a network camera."""
    return read_product(NETCAM / "products" / "nc-100" / "product.yaml")[0]


def undecided_camera() -> Product:
    """The same camera before anybody rated or decided anything."""
    return msgspec.structs.replace(camera(), risks=())


def gateway() -> Product:
    """An industrial gateway with Modbus and OPC UA that must stay available."""
    return read_product(WORKED / "gateway.yaml")[0]


def sensor() -> Product:
    """A battery sensor with Bluetooth LE and a phone app, without IP."""
    return read_product(WORKED / "sensor.yaml")[0]


def maker() -> Maker:
    """A maker with a contractor and a factory outside."""
    return read_maker(NETCAM / "maker.yaml")[0]


def designed(product: Product) -> Design:
    """The design of a product of that maker."""
    return design_of(catalog(), library(), maker(), product)
