"""The picture as SVG."""

import xml.etree.ElementTree as ET
from collections.abc import Callable

import msgspec
import pytest

from mamoru.design.diagram import diagram, svg
from mamoru.language import Lang
from mamoru.product.model import User
from material.designs import camera

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("lang", list(Lang))
def test_the_picture_of_the_camera(lang: Lang, golden: Callable[[str, str], None]) -> None:
    golden(f"camera-{lang.value}.svg", svg(diagram(camera()), lang))


def test_the_picture_is_svg_without_script_style_or_anything_from_elsewhere() -> None:
    root = ET.fromstring(svg(diagram(camera()), Lang.JA))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "rect", "path", "circle", "g", "text"}
    assert not [
        name for element in root.iter() for name in element.attrib if name in ("style", "class", "href")
    ]


def test_a_name_that_looks_like_markup_stays_a_name() -> None:
    evil = User(id="evil", description='</text><script>alert(1)</script>"&\x1b[31m')
    drawn = svg(diagram(msgspec.structs.replace(camera(), users=(evil,))), Lang.JA)
    assert "<script" not in drawn
    assert "\x1b" not in drawn
    ET.fromstring(drawn)


def test_a_product_of_which_nothing_is_said_still_has_a_picture() -> None:
    empty = msgspec.structs.replace(camera(), users=(), use_cases=(), interfaces=(), data=(), functions=())
    drawn = diagram(empty)
    assert [zone.id for zone in drawn.zones] == ["device"]
    ET.fromstring(svg(drawn, Lang.EN))
