"""The picture as SVG: presentation attributes only, so that it lives under any content policy; shapes
and dashes, never colour alone, so that it is read in a black-and-white print."""

from collections.abc import Iterator
from html import escape

import msgspec

from mamoru.design.diagram.layout import LABEL, PAD, ZONES, Box, Diagram, Flow, Zone
from mamoru.design.diagram.lettering import lines, width
from mamoru.language import Lang, Text

FONT = "BIZ UDPGothic, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, sans-serif"
INK, SOFT, PAPER, GROUND = "#1b1f24", "#565d66", "#ffffff", "#f3f4f6"
TITLE_SIZE, NOTE_SIZE, LABEL_SIZE = 12.0, 11.0, 11.0  # pixels where the picture is shown at its own size
CLEAR_DASH, UNSAID_DASH, BORDER_DASH = "7 4", "2 3", "5 4"
ABOUT = Text("データフロー図: {title}", "Data-flow diagram: {title}")
KEY = Text(
    "実線: 暗号化または直接の操作　破線: 平文　点線: 不明　点線の枠: 信頼の境界",
    "Solid: encrypted or direct. Dashed: in clear. Dotted: unknown. Dashed frames: trust boundaries.",
)
OFF = Text("（無効）", " (off)")
KEY_ROOM = 22.0


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One line of text: `x` is where it begins, or its middle; `y` is its base line."""

    text: str
    x: float
    y: float
    size: float
    fill: str
    bold: bool = False
    middle: bool = False

    @property
    def left(self) -> float:
        """Where it begins, at most."""
        return self.x - width(self.text, self.size) / 2 if self.middle else self.x

    @property
    def right(self) -> float:
        """Where it ends, at most."""
        return self.left + width(self.text, self.size)

    @property
    def bottom(self) -> float:
        """The lowest point of its letters."""
        return self.y + self.size / 4

    def meets(self, other: "Label") -> bool:
        """Whether its letters touch those of another."""
        beside = self.left < other.right and other.left < self.right
        return beside and abs(self.y - other.y) < max(self.size, other.size)


def svg(diagram: Diagram, lang: Lang) -> str:
    """`diagram` as one SVG element, in the language of the reader; what comes from the file is in the
    file's own."""
    height = diagram.height + KEY_ROOM
    title = ABOUT[lang].format(title=diagram.title[lang])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(diagram.width)}" height="{_n(height)}" viewBox="0 0 {_n(diagram.width)} {_n(height)}" role="img" '
        f'aria-label="{escape(title)}" font-family="{FONT}" lang="{lang.value}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_n(diagram.width)}" height="{_n(height)}" fill="{PAPER}"/>',
        *(_zone(zone) for zone in diagram.zones),
        *(_line(flow) for flow in diagram.flows),
        *(part for box in diagram.boxes for part in _box(box, lang)),
        *(_text(label) for label in labels(diagram, lang)),
        _text(Label(text=KEY[lang], x=PAD + 2, y=diagram.height + 6, size=LABEL_SIZE, fill=INK)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _zone(zone: Zone) -> str:
    device = zone.id == "device"
    return (
        f'<rect x="{_n(zone.x)}" y="{_n(zone.y)}" width="{_n(zone.width)}" height="{_n(zone.height)}" rx="6" '
        f'fill="{GROUND if device else "none"}" stroke="{INK}" stroke-width="{"1.6" if device else "1"}" '
        f'stroke-dasharray="{BORDER_DASH}"/>'
    )


def _box(box: Box, lang: Lang) -> Iterator[str]:
    x, y, w, h = box.x, box.y, box.width, box.height
    stroke = f'stroke="{SOFT if box.off else INK}"' + (
        f' stroke-dasharray="{UNSAID_DASH}"' if box.off else ""
    )
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"'
    yield f"<g><title>{escape(_one_line(_whole(box, lang), box.note[lang]))}</title>"
    if box.shape == "store":
        yield f'<rect {place} fill="{PAPER}"/>'
        yield f'<path d="M{_n(x)} {_n(y)}h{_n(w)}M{_n(x)} {_n(y + h)}h{_n(w)}M{_n(x)} {_n(y)}v{_n(h)}" fill="none" {stroke}/>'
    else:
        radius = {"function": 18.0, "entry": 4.0, "person": 22.0}.get(box.shape, 0.0)
        yield f'<rect {place} rx="{_n(radius)}" fill="{PAPER}" {stroke}/>'
    if box.shape == "person":
        yield f'<circle cx="{_n(x + 18)}" cy="{_n(y + 17)}" r="4.5" fill="none" stroke="{INK}"/>'
        yield f'<path d="M{_n(x + 10)} {_n(y + 32)}a8 8 0 0 1 16 0" fill="none" stroke="{INK}"/>'
    yield "</g>"


def labels(diagram: Diagram, lang: Lang) -> Iterator[Label]:
    """Every line of text in the picture, with its place."""
    for zone in diagram.zones:
        yield from _of_zone(zone, lang)
    for box in diagram.boxes:
        yield from _of_box(box, lang)
    for flow in diagram.flows:
        yield from _of_flow(flow, lang)


def _of_zone(zone: Zone, lang: Lang) -> Iterator[Label]:
    device = zone.id == "device"
    named = f"{ZONES['device'][lang]}: {zone.title[lang]}" if device else zone.title[lang]
    for line in lines(named, zone.width - 20, TITLE_SIZE, 1):
        yield Label(text=line, x=zone.x + 10, y=zone.y + 19, size=TITLE_SIZE, fill=INK, bold=True)


def _of_box(box: Box, lang: Lang) -> Iterator[Label]:
    left = box.x + (32 if box.shape == "person" else 12)
    room = box.x + box.width - 10 - left
    note = lines(box.note[lang], room, NOTE_SIZE, 1)
    title = lines(_whole(box, lang), room, TITLE_SIZE, 1 if note else 2)
    y = box.y + (box.height - len(title) * 15.0 - len(note) * 13.0) / 2 + 12
    for line in title:
        yield Label(text=line, x=left, y=y, size=TITLE_SIZE, fill=SOFT if box.off else INK)
        y += 15
    for line in note:
        yield Label(text=line, x=left, y=y - 1, size=NOTE_SIZE, fill=INK)


def _of_flow(flow: Flow, lang: Lang) -> Iterator[Label]:
    if flow.label is None:
        return
    y = flow.points[0][1] - 5
    for line in lines(flow.label[lang], LABEL, LABEL_SIZE, 1):
        yield Label(text=line, x=flow.label_x, y=y, size=LABEL_SIZE, fill=INK, middle=True)


def _whole(box: Box, lang: Lang) -> str:
    return box.title[lang] + (OFF[lang] if box.off else "")


def _line(flow: Flow) -> str:
    (x1, y1), (x2, y2) = flow.points[0], flow.points[-1]
    dash = {True: "", False: f' stroke-dasharray="{CLEAR_DASH}"', None: f' stroke-dasharray="{UNSAID_DASH}"'}
    line = (
        f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" fill="none" stroke="{INK}"{dash[flow.protected]}/>'
    )
    return line + _arrow(x1, y1, x2, y2)


def _arrow(x1: float, y1: float, x2: float, y2: float) -> str:
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1.0)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    bx, by = x2 - 8 * ux, y2 - 8 * uy
    return (
        f'<path d="M{_n(x2)} {_n(y2)}L{_n(bx - 3.5 * uy)} {_n(by + 3.5 * ux)}'
        f'L{_n(bx + 3.5 * uy)} {_n(by - 3.5 * ux)}Z" fill="{INK}"/>'
    )


def _text(label: Label) -> str:
    bold = ' font-weight="700"' if label.bold else ""
    placed = ' text-anchor="middle"' if label.middle else ""
    return (
        f'<text x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}" fill="{label.fill}"{bold}{placed}>'
        f"{escape(label.text)}</text>"
    )


def _one_line(title: str, note: str) -> str:
    whole = f"{title} ({note})" if note else title
    return "".join(c for c in whole if c.isprintable())[:300]
