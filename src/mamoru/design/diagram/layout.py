"""Where everything stands: a column for each side of the device, a row for each entry of the file.

    people and what is at hand │ the device: entries, functions, data, entries │ networks
    users, nearby, board       │                                               │ local network, internet

Left and right of the device stand those who are outside, each beside the entry that it uses, so that a
flow is one straight line. Inside, what the device does and keeps stands between its entries.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from mamoru.design.exposure import encrypted
from mamoru.language import Text, both
from mamoru.product import Product
from mamoru.product.model import Interface

Shape = Literal["person", "outside", "entry", "function", "store"]
ROW, GAP, HEAD, PAD = 46.0, 10.0, 30.0, 14.0
BOX, LANE, GUTTER, MARGIN = 176.0, 126.0, 56.0, 16.0
LABEL = LANE - PAD - 8  # what a label may take between two frames
STEP = ROW + GAP

ZONES: dict[str, Text] = {
    "people": Text("利用者", "People"),
    "nearby": Text("手の届く所・近く", "At hand and nearby"),
    "board": Text("機器の中（分解が要る）", "Inside the case"),
    "device": Text("機器", "The device"),
    "local-network": Text("同じネットワーク", "Local network"),
    "wide-area": Text("数kmの範囲の無線", "Radio for kilometres"),
    "internet": Text("インターネット", "Internet"),
}
_LEFT, _RIGHT = ("people", "nearby", "board"), ("local-network", "wide-area", "internet")
PEERS = {
    "nearby": Text("近くの人・機器", "people and machines nearby"),
    "board": Text("分解した人", "whoever opens the case"),
    "local-network": Text("同じネットワークの機器", "machines on the network"),
    "wide-area": Text("離れた所の無線の相手", "a radio peer far away"),
    "internet": Text("インターネットの相手", "a peer on the Internet"),
}
USES = Text("使う", "uses")
CLEAR = Text("平文", "in clear")


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """A trust boundary."""

    id: str
    title: Text
    x: float
    y: float
    width: float
    height: float


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the picture; `note` is its second, smaller line. `off` where it is switched off."""

    id: str
    shape: Shape
    title: Text
    note: Text
    x: float
    y: float
    off: bool = False
    width: float = BOX
    height: float = ROW


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """Data that goes from one box to another. `protected` is None where nobody said. A flow that
    crosses the device's border has a label in the middle of its lane, those inside have none."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    label: Text | None = None
    label_x: float = 0.0
    protected: bool | None = None


class Diagram(msgspec.Struct, frozen=True, kw_only=True):
    """The whole picture."""

    title: Text
    width: float
    height: float
    zones: tuple[Zone, ...]
    boxes: tuple[Box, ...]
    flows: tuple[Flow, ...]


_OUT_LEFT = MARGIN + PAD
_ENTRY_LEFT = _OUT_LEFT + BOX + PAD + LANE
_MIDDLE = _ENTRY_LEFT + BOX + GUTTER
_ENTRY_RIGHT = _MIDDLE + BOX + GUTTER
_OUT_RIGHT = _ENTRY_RIGHT + BOX + LANE + PAD
_WIDTH = _OUT_RIGHT + BOX + PAD + MARGIN
_TOP = MARGIN + HEAD
_LANE_LEFT = (_OUT_LEFT + BOX + _ENTRY_LEFT) / 2
_LANE_RIGHT = (_ENTRY_RIGHT + BOX + _OUT_RIGHT) / 2


def diagram(product: Product) -> Diagram:
    """The picture of `product`; the same file gives the same picture."""
    sides = _Sides(product)
    middle = list(_inside(product))
    height = max(sides.height, MARGIN + HEAD + len(middle) * STEP + PAD)
    right = any(zone.id in _RIGHT for zone in sides.zones)
    device = Zone(
        id="device",
        title=product.name.text,
        x=_ENTRY_LEFT - PAD,
        y=MARGIN,
        width=(_ENTRY_RIGHT if right else _MIDDLE) + BOX + PAD - (_ENTRY_LEFT - PAD),
        height=height - MARGIN,
    )
    boxes = (*sides.boxes, *middle)
    return Diagram(
        title=product.name.text,
        width=_WIDTH if right else _MIDDLE + BOX + PAD + MARGIN,
        height=height + MARGIN,
        zones=(*sides.zones, device),
        boxes=boxes,
        flows=(*sides.flows, *_within(product, {box.id: box for box in boxes})),
    )


class _Sides:
    """What stands outside, with the entry beside each."""

    def __init__(self, product: Product) -> None:
        self.zones: list[Zone] = []
        self.boxes: list[Box] = []
        self.flows: list[Flow] = []
        ends = [self._column(product, _LEFT, left=True), self._column(product, _RIGHT, left=False)]
        self.height = max(ends)

    def _column(self, product: Product, zones: Sequence[str], *, left: bool) -> float:
        y = MARGIN
        for zone in zones:
            entries = [i for i in product.interfaces if zone == _zone_of(i)]
            count = len(product.users) if zone == "people" else len(entries)
            if not count:
                continue
            height = HEAD + count * STEP - GAP + PAD
            x = (_OUT_LEFT if left else _OUT_RIGHT) - PAD
            self.zones.append(Zone(id=zone, title=ZONES[zone], x=x, y=y, width=BOX + 2 * PAD, height=height))
            if zone == "people":
                self._people(product, y + HEAD)
            for row, entry in enumerate(entries):
                self._entry(entry, zone, y + HEAD + row * STEP, left=left)
            y += height + GAP
        return y - GAP

    def _people(self, product: Product, top: float) -> None:
        for row, user in enumerate(product.users):
            y = top + row * STEP
            uses = [case.description for case in product.use_cases if user.id in case.users]
            person = both(user.description)
            box = Box(id=f"user:{user.id}", shape="person", title=person, note=both(""), x=_OUT_LEFT, y=y)
            self.boxes.append(box)
            edge = _ENTRY_LEFT - PAD
            self.flows.append(
                Flow(
                    source=box.id,
                    target="device",
                    points=((_OUT_LEFT + BOX, y + ROW / 2), (edge, y + ROW / 2)),
                    label=both(uses[0]) if uses else USES,
                    label_x=_LANE_LEFT,
                    protected=True,
                )
            )

    def _entry(self, entry: Interface, zone: str, y: float, *, left: bool) -> None:
        inner, outer = (_ENTRY_LEFT, _OUT_LEFT) if left else (_ENTRY_RIGHT, _OUT_RIGHT)
        port = f":{entry.port}" if entry.port else ""
        self.boxes.append(
            Box(
                id=f"entry:{entry.id}",
                shape="entry",
                title=both(entry.purpose or entry.id),
                note=both(f"{entry.id} · {entry.protocol}{port}"),
                x=inner,
                y=y,
                off=not entry.enabled,
            )
        )
        title = both(entry.peer) if entry.peer else PEERS[zone]
        peer = Box(
            id=f"peer:{entry.id}",
            shape="outside",
            title=title,
            note=both(""),
            x=outer,
            y=y,
            off=not entry.enabled,
        )
        self.boxes.append(peer)
        near, far = (inner, outer + BOX) if left else (inner + BOX, outer)
        line = ((near, y + ROW / 2), (far, y + ROW / 2))
        outward = entry.kind == "client"
        entry_id = f"entry:{entry.id}"
        networked = entry.kind in ("network-service", "client", "radio")
        protected = encrypted(entry) if networked else True
        self.flows.append(
            Flow(
                source=entry_id if outward else peer.id,
                target=peer.id if outward else entry_id,
                points=line if outward else tuple(reversed(line)),
                label=_label(entry, protected),
                label_x=_LANE_LEFT if left else _LANE_RIGHT,
                protected=protected,
            )
        )


def _zone_of(entry: Interface) -> str:
    if entry.kind == "debug":
        return "board"
    return entry.exposure


def _label(entry: Interface, protected: bool | None) -> Text:  # noqa: FBT001  (three states of one question)
    if protected is False:
        return Text(f"{entry.protocol}（{CLEAR.ja}）", f"{entry.protocol} ({CLEAR.en})")
    return both(entry.encryption or entry.protocol)


def _inside(product: Product) -> Iterator[Box]:
    row = 0
    for function in product.functions:
        yield Box(
            id=f"function:{function.id}",
            shape="function",
            title=both(function.description),
            note=both(function.id),
            x=_MIDDLE,
            y=_TOP + row * STEP,
        )
        row += 1
    for item in product.data:
        yield Box(
            id=f"data:{item.id}",
            shape="store",
            title=both(item.description),
            note=both(f"{item.id} · {', '.join(item.kinds)}"),
            x=_MIDDLE,
            y=_TOP + row * STEP,
        )
        row += 1


def _within(product: Product, boxes: dict[str, Box]) -> Iterator[Flow]:
    for item in product.data:
        store = boxes[f"data:{item.id}"]
        for id in item.sent_by:
            entry = boxes.get(f"entry:{id}")
            if entry is None:
                continue
            left = entry.x < store.x
            start = (store.x if left else store.x + BOX, store.y + ROW / 2)
            end = (entry.x + BOX if left else entry.x, entry.y + ROW / 2)
            yield Flow(source=store.id, target=entry.id, points=(start, end), protected=True)
