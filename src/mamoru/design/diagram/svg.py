"""The picture as SVG: presentation attributes only, so that it lives under any content policy; shapes
and dashes, never colour alone, so that it is read in a black-and-white print."""

from collections.abc import Iterator
from html import escape

from mamoru.design.diagram.layout import LABEL, PAD, ZONES, Box, Diagram, Flow, Zone
from mamoru.design.diagram.lettering import lines
from mamoru.language import Lang, Text

FONT = "BIZ UDPGothic, Hiragino Sans, Noto Sans JP, Noto Sans CJK JP, Yu Gothic UI, sans-serif"
INK, SOFT, PAPER, GROUND = "#1b1f24", "#565d66", "#ffffff", "#f3f4f6"
TITLE_SIZE, NOTE_SIZE, LABEL_SIZE = 12.0, 10.0, 10.0
CLEAR_DASH, UNSAID_DASH, BORDER_DASH = "7 4", "2 3", "5 4"
ABOUT = Text("データフロー図: {title}", "Data-flow diagram: {title}")
KEY = Text(
    "実線: 暗号化または直接の操作　破線: 平文　点線: 不明　点線の枠: 信頼の境界",
    "Solid: encrypted or direct. Dashed: in clear. Dotted: unknown. Dashed frames: trust boundaries.",
)
OFF = Text("（無効）", " (off)")
KEY_ROOM = 22.0


def svg(diagram: Diagram, lang: Lang) -> str:
    """`diagram` as one SVG element, in the language of the reader; what comes from the file is in the
    file's own."""
    height = diagram.height + KEY_ROOM
    title = ABOUT[lang].format(title=diagram.title[lang])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(diagram.width)} {_n(height)}" role="img" '
        f'aria-label="{escape(title)}" font-family="{FONT}" lang="{lang.value}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_n(diagram.width)}" height="{_n(height)}" fill="{PAPER}"/>',
        *(_zone(zone, lang) for zone in diagram.zones),
        *(_line(flow) for flow in diagram.flows),
        *(part for box in diagram.boxes for part in _box(box, lang)),
        *(part for flow in diagram.flows for part in _label(flow, lang)),
        _text(PAD + 2, diagram.height + 6, KEY[lang], LABEL_SIZE, fill=SOFT),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _zone(zone: Zone, lang: Lang) -> str:
    device = zone.id == "device"
    frame = (
        f'<rect x="{_n(zone.x)}" y="{_n(zone.y)}" width="{_n(zone.width)}" height="{_n(zone.height)}" rx="6" '
        f'fill="{GROUND if device else "none"}" stroke="{INK}" stroke-width="{"1.6" if device else "1"}" '
        f'stroke-dasharray="{BORDER_DASH}"/>'
    )
    named = f"{ZONES['device'][lang]}: {zone.title[lang]}" if device else zone.title[lang]
    name = lines(named, zone.width - 20, TITLE_SIZE, 1)
    return frame + _text(zone.x + 10, zone.y + 19, name[0] if name else "", TITLE_SIZE, weight=700)


def _box(box: Box, lang: Lang) -> Iterator[str]:
    x, y, w, h = box.x, box.y, box.width, box.height
    stroke = f'stroke="{SOFT if box.off else INK}"' + (
        f' stroke-dasharray="{UNSAID_DASH}"' if box.off else ""
    )
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}"'
    whole = box.title[lang] + (OFF[lang] if box.off else "")
    yield f"<g><title>{escape(_one_line(whole, box.note[lang]))}</title>"
    if box.shape == "store":
        yield f'<rect {place} fill="{PAPER}"/>'
        yield f'<path d="M{_n(x)} {_n(y)}h{_n(w)}M{_n(x)} {_n(y + h)}h{_n(w)}M{_n(x)} {_n(y)}v{_n(h)}" fill="none" {stroke}/>'
    else:
        radius = {"function": 18.0, "entry": 4.0, "person": 22.0}.get(box.shape, 0.0)
        yield f'<rect {place} rx="{_n(radius)}" fill="{PAPER}" {stroke}/>'
    if box.shape == "person":
        yield f'<circle cx="{_n(x + 18)}" cy="{_n(y + 17)}" r="4.5" fill="none" stroke="{INK}"/>'
        yield f'<path d="M{_n(x + 10)} {_n(y + 32)}a8 8 0 0 1 16 0" fill="none" stroke="{INK}"/>'
    yield from _lettering(box, whole, lang)
    yield "</g>"


def _lettering(box: Box, whole: str, lang: Lang) -> Iterator[str]:
    left = box.x + (32 if box.shape == "person" else 12)
    room = box.x + box.width - 10 - left
    note = lines(box.note[lang], room, NOTE_SIZE, 1)
    title = lines(whole, room, TITLE_SIZE, 1 if note and note[0] else 2)
    block = len(title) * 15.0 + (13.0 if note else 0.0)
    y = box.y + (box.height - block) / 2 + 12
    for line in title:
        yield _text(left, y, line, TITLE_SIZE, fill=SOFT if box.off else INK)
        y += 15
    if note:
        yield _text(left, y - 1, note[0], NOTE_SIZE, fill=SOFT)


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


def _label(flow: Flow, lang: Lang) -> Iterator[str]:
    if flow.label is None:
        return
    y = flow.points[0][1]
    for line in lines(flow.label[lang], LABEL, LABEL_SIZE, 1):
        yield f"<g><title>{escape(_one_line(flow.label[lang], ''))}</title>"
        yield _text(flow.label_x, y - 5, line, LABEL_SIZE, anchor="middle", fill=SOFT) + "</g>"


def _text(
    x: float, y: float, said: str, size: float, *, fill: str = INK, weight: int = 400, anchor: str = "start"
) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    placed = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" fill="{fill}"{bold}{placed}>{escape(said)}</text>'


def _one_line(title: str, note: str) -> str:
    whole = f"{title} ({note})" if note else title
    return "".join(c for c in whole if c.isprintable())[:300]
