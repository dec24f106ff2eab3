"""The parts of an image on a terminal, within each other, with what nobody could open in its place."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from mamoru.assessment.report import words
from mamoru.assessment.report.model import Unopened
from mamoru.assessment.report.plain_text import cells, size
from mamoru.assessment.report.terminal.pen import BRAND, DIM, Pen
from mamoru.jobs.firmware.tree import FileOutline, Outline, PartOutline
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind

SEEN = Text("{size}: 領域 {parts}、ファイル {files}。", "{size}: parts {parts}, files {files}.")
CLOSED = Text(
    "開けなかった所 {n}か所（うち判定に響くもの {serious}か所、{size}）。",
    "Not opened: {n} places (of these {serious} that matter, {size}).",
)
ALL_OPEN = Text("すべて開けました。", "Everything was opened.")
UNKNOWN = Text("何であるか分かるものが見つかりません。", "Nothing in it was recognised.")
SHARE = Text("調べられた範囲: {share}。", "Looked at: {share}.")
NOT_OPENED = Text("開けません", "not opened")
HOLDS = {
    EntryKind.FILE: Text("ファイル {n}", "files {n}"),
    EntryKind.DIRECTORY: Text("フォルダー {n}", "folders {n}"),
    EntryKind.LINK: Text("リンク {n}", "links {n}"),
    EntryKind.DEVICE: Text("デバイス {n}", "devices {n}"),
    EntryKind.FIFO: Text("名前付きパイプ {n}", "pipes {n}"),
    EntryKind.SOCKET: Text("ソケット {n}", "sockets {n}"),
}
VARIABLES = Text("変数 {n}", "variables {n}")
STORED_AS = Text("（イメージ内の名前: {name}）", " (named in the image: {name})")
EACH_FILE = Text("-v を付けると、ファイルを一つずつ表示します。", "With -v each file is told.")
_LETTERS = {
    EntryKind.FILE: "-",
    EntryKind.DIRECTORY: "d",
    EntryKind.LINK: "l",
    EntryKind.DEVICE: "c",
    EntryKind.FIFO: "p",
    EntryKind.SOCKET: "s",
}
_LEFT = 23  # cells of offset and size


def tree_lines(told: Outline, pen: Pen) -> list[str]:
    """The result in two lines, then each part; with `verbose` each file too."""
    brand = pen.said(words.BRAND)
    digest = f"{words.SHA256.en} {told.image.sha256[:12]}"
    head = pen.apart(f"{brand}  {pen.raw(PurePosixPath(told.image.path).name or told.image.path)}", digest)
    lines = [pen.inked(brand, BRAND) + head.removeprefix(brand)]
    parts = _count(told.parts)
    seen = pen.said(SEEN, size=size(told.image.bytes), parts=parts, files=told.image.files)
    lines += pen.paragraph(f"{seen} {_closed(told, pen)}", 3)
    if not told.looked.whole:
        lines += pen.paragraph(pen.said(SHARE, share=told.looked.text), 3)
    lines.append("")
    gaps: dict[str | None, list[Unopened]] = {}
    for gap in told.unopened:
        gaps.setdefault(gap.container, []).append(gap)
    lines += _level(told.parts, gaps, None, pen, 0)
    if not pen.style.verbose and told.image.files:
        lines += ["", pen.inked(" " + pen.said(EACH_FILE), DIM)]
    return lines


def _count(parts: tuple[PartOutline, ...]) -> int:
    return len(parts) + sum(_count(part.parts) for part in parts)


def _closed(told: Outline, pen: Pen) -> str:
    gaps = told.unopened
    if told.looked.nothing:
        return pen.said(UNKNOWN)
    if not gaps:
        return pen.said(ALL_OPEN)
    serious = [gap for gap in gaps if gap.serious]
    return pen.said(CLOSED, n=len(gaps), serious=len(serious), size=size(sum(gap.bytes for gap in serious)))


def _level(
    parts: tuple[PartOutline, ...],
    gaps: dict[str | None, list[Unopened]],
    inside: str | None,
    pen: Pen,
    depth: int,
) -> Iterator[str]:
    """The parts and gaps of one part, by offset."""
    items: list[PartOutline | Unopened] = sorted(
        [*parts, *gaps.get(inside, ())], key=lambda item: item.offset
    )
    for item in items:
        if isinstance(item, Unopened):
            yield from _gap(item, pen, depth)
            continue
        yield from _part(item, pen, depth)
        if pen.style.verbose:
            yield from (_file(each, pen, depth + 1) for each in item.files or ())
            for name, value in (item.variables or {}).items():
                yield " " * (_LEFT + 2 * depth + 4) + pen.raw(f"{name}={value}")
        yield from _level(item.parts, gaps, item.name, pen, depth + 1)


def _left(offset: int, count: int, depth: int) -> str:
    """Where it begins and how long it is; within a part the offset counts from that part's start."""
    where = f"{offset:#010x}" if depth == 0 else f"+{offset:#x}"
    return f" {where:>10} {size(count):>10} "


def _part(part: PartOutline, pen: Pen, depth: int) -> Iterator[str]:
    what = [pen.raw(part.format)] if part.format != part.name else []
    if part.files is not None:
        kinds = Counter(each.kind for each in part.files)
        what += [pen.said(text, n=kinds[kind]) for kind, text in HOLDS.items() if kinds[kind]]
    if part.variables is not None:
        what.append(pen.said(VARIABLES, n=len(part.variables)))
    indent = " " * (2 * depth)
    name = pen.padded(indent + pen.raw(part.name), 18)
    lines = pen.paragraph(pen.dot.join(what), _LEFT + cells(name) + 1) or [""]
    lines[0] = f"{_left(part.offset, part.bytes, depth)}{name} {lines[0].lstrip()}".rstrip()
    yield from lines
    if part.note is not None:
        yield from (
            pen.inked(line, DIM) for line in pen.paragraph(pen.said(part.note), _LEFT + 2 * depth + 2)
        )


def _gap(gap: Unopened, pen: Pen, depth: int) -> Iterator[str]:
    indent = _LEFT + 2 * depth
    sign = "?" if gap.serious else "·" if pen.style.unicode else "."
    told = f"{sign} {pen.said(NOT_OPENED)}: {pen.said(gap.why)}"
    lines = pen.paragraph(told, indent)
    lines[0] = _left(gap.offset, gap.bytes, depth) + " " * (2 * depth) + lines[0].lstrip()
    yield from lines
    if gap.instead is not None and gap.serious:
        yield from (pen.inked(line, DIM) for line in pen.paragraph(pen.said(gap.instead), indent + 2))


def _file(each: FileOutline, pen: Pen, depth: int) -> str:
    """One file as `ls -l` tells it; a name never steers the terminal."""
    owner = f"{each.uid}:{each.gid}"
    line = f"{' ' * (2 * depth + 3)}{permissions(each)} {owner:>9} {each.size:>10} {pen.raw(each.path)}"
    if each.target is not None:
        line += " -> " + pen.raw(each.target)
    return line + (pen.said(STORED_AS, name=each.stored_as) if each.stored_as else "")


def permissions(each: FileOutline) -> str:
    """`-rwsr-xr-x`, as `ls` writes kind and mode."""
    mode = int(each.mode, 8)
    bits = ["rwx"[n % 3] if mode & (0o400 >> n) else "-" for n in range(9)]
    for place, bit, letter in ((2, 0o4000, "s"), (5, 0o2000, "s"), (8, 0o1000, "t")):
        if mode & bit:
            bits[place] = letter if bits[place] == "x" else letter.upper()
    return _LETTERS[each.kind] + "".join(bits)
