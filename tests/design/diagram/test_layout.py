"""Where everything stands in the data-flow diagram."""

import itertools

import msgspec
import pytest

from mamoru.design.diagram import Box, Diagram, diagram
from mamoru.design.diagram.lettering import width
from mamoru.design.diagram.svg import LABEL_SIZE, NOTE_SIZE, TITLE_SIZE, labels
from mamoru.language import Lang
from mamoru.product import Product
from mamoru.product.model import DataItem, Function, Interface, User
from material.designs import camera, gateway, sensor

LONG = "とても長い日本語の説明で、枠に入りきらないほどいろいろなことが書かれているもの"


def crowded() -> Product:
    """A product of 60 elements, all with long Japanese labels."""
    kinds = ("network-service", "client", "radio", "physical", "debug")
    exposures = ("local-network", "internet", "nearby", "nearby", "board")
    interfaces = tuple(
        Interface(
            id=f"i{n}",
            kind=kinds[n % 5],
            protocol="https",
            exposure=exposures[n % 5],
            purpose=LONG,
            peer=LONG,
        )
        for n in range(30)
    )
    data = tuple(
        DataItem(id=f"d{n}", description=LONG, kind="setting", sent_by=(f"i{n}",)) for n in range(14)
    )
    functions = tuple(Function(id=f"f{n}", description=LONG) for n in range(10))
    users = tuple(User(id=f"u{n}", description=LONG) for n in range(6))
    return msgspec.structs.replace(
        camera(),
        interfaces=interfaces,
        data=data,
        functions=functions,
        users=users,
        use_cases=(),
        name=camera().name,
    )


PICTURES = [
    pytest.param(camera(), id="camera"),
    pytest.param(gateway(), id="gateway"),
    pytest.param(sensor(), id="sensor"),
    pytest.param(crowded(), id="sixty"),
]


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share a point."""
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def places(drawn: Diagram) -> dict[str, tuple[float, float]]:
    """Where each box stands."""
    return {box.id: (box.x, box.y) for box in drawn.boxes}


@pytest.mark.parametrize("product", PICTURES)
def test_no_two_boxes_overlap(product: Product) -> None:
    pairs = itertools.combinations(diagram(product).boxes, 2)
    assert not [(one.id, other.id) for one, other in pairs if overlap(one, other)]


@pytest.mark.parametrize("product", PICTURES)
@pytest.mark.parametrize("lang", list(Lang))
def test_no_two_labels_overlap(product: Product, lang: Lang) -> None:
    drawn = list(labels(diagram(product), lang))
    pairs = itertools.combinations(drawn, 2)
    assert not [(a.text, b.text) for a, b in pairs if a.meets(b)]


@pytest.mark.parametrize("product", PICTURES)
def test_every_label_stays_inside_the_picture(product: Product) -> None:
    drawn = diagram(product)
    assert all(
        label.left >= 0 and label.right <= drawn.width and label.bottom <= drawn.height + 22
        for label in labels(drawn, Lang.JA)
    )


def test_japanese_is_as_wide_as_its_letters() -> None:
    assert width("設定", TITLE_SIZE) == 2 * TITLE_SIZE
    assert width("か\u3099", NOTE_SIZE) == NOTE_SIZE
    assert width("web", LABEL_SIZE) < 3 * LABEL_SIZE


def test_one_more_part_at_the_end_moves_nothing_that_was_there() -> None:
    more = Interface(id="new", kind="client", protocol="mqtts", exposure="internet")
    before = places(diagram(camera()))
    after = places(diagram(msgspec.structs.replace(camera(), interfaces=(*camera().interfaces, more))))
    assert {id: after[id] for id in before} == before


def test_one_more_part_in_the_middle_moves_only_those_below_it_on_its_side_by_one_row() -> None:
    more = Interface(id="new", kind="network-service", protocol="ssh", exposure="local-network")
    first, *rest = camera().interfaces
    before = places(diagram(camera()))
    after = places(diagram(msgspec.structs.replace(camera(), interfaces=(first, more, *rest))))
    moved = {id: after[id][1] - y for id, (_, y) in before.items() if after[id] != (before[id][0], y)}
    right = {before["entry:rtsp"][0], before["peer:rtsp"][0]}
    assert {before[id][0] for id in moved} <= right
    assert len(set(moved.values())) == 1
    assert all(before[id][1] >= before["entry:rtsp"][1] for id in moved)


def test_an_entry_stands_beside_whoever_uses_it() -> None:
    boxes = {box.id: box for box in diagram(camera()).boxes}
    assert all(boxes[f"entry:{i.id}"].y == boxes[f"peer:{i.id}"].y for i in camera().interfaces)


def test_what_goes_in_clear_is_drawn_as_such() -> None:
    flows = {(flow.source, flow.target): flow for flow in diagram(camera()).flows}
    assert flows["peer:rtsp", "entry:rtsp"].protected is False
    assert flows["peer:web", "entry:web"].protected is True
    assert flows["entry:mqtt", "peer:mqtt"].protected is True
