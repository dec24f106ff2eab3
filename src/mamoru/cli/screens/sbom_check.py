"""The quality of a bill of materials on one screen: what it says, against whom, what is missing."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from mamoru.assessment.report import words
from mamoru.assessment.report.plain_text import cells
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.result import State
from mamoru.language import Text
from mamoru.product.bill import Quality
from mamoru.product.bill.elements import Measured, Standing
from mamoru.product.bill.quality import SetStanding

STATES = {
    Standing.WHOLE: State.HOLDS,
    Standing.REST_SAID: State.PARTLY,
    Standing.PARTLY: State.PARTLY,
    Standing.ABSENT: State.NOT_SHOWN,
}
WHAT = Text("{product}の部品表、部品 {n}点", "bill of {product}, components: {n}")
NO_PRODUCT = Text("（どの製品か書かれていない）", "(no product named)")
MET = Text("{title} {edition}: {of}点のうち{met}点", "{title} {edition}: {met} of {of} points")
NOT_COUNTED = Text("（案のため判定に数えない）", " (a draft, does not count)")
OTHERS = Text("（指定していないため判定に数えない）", " (not asked for, does not count)")
SAID = Text("何がどれだけ書かれているか", "What it says")
NONE = Text("なし", "none")
THERE = Text("あり", "there")
REST_SAID = Text("残り{n}点は「不明」と明記", "the rest ({n}) is said to be unknown")
LACKING = Text("ない: {names}", "missing: {names}")
MISSING = Text("足りない点", "What is missing")
FAULTS = Text("形式の誤り {n}件", "Rules of its form that it breaks: {n}")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
UNSEEN = Text("ファイルからは見えない点: {points}", "What no file can show: {points}")
MOST_FAULTS = 5
MOST_NAMES = 3


def check_lines(told: Quality, pen: Pen) -> list[str]:
    """The result, each element, what each set misses, and the rules broken."""
    fine = State.HOLDS if told.looked.whole else State.INDETERMINATE
    state = State.FALLS_SHORT if told.falls_short else fine
    brand = pen.said(words.BRAND)
    head = pen.apart(
        f"{brand}  {pen.raw(PurePosixPath(told.path).name)}", pen.raw(f"{told.form} {told.edition}")
    )
    product = pen.raw(told.product) if told.product else pen.said(NO_PRODUCT)
    what = pen.cut(pen.said(WHAT, product=product, n=told.components), pen.width - 5)
    lines = [pen.inked(brand, BRAND) + head.removeprefix(brand), f" {pen.sign(state)} {what}"]
    for each in told.sets:
        lines += pen.paragraph(_set(each, pen), 3)
    lines += ["", " " + pen.inked(pen.said(SAID), BOLD), *_elements(told, pen)]
    for each in told.sets:
        lines += _missing(each, pen)
    lines += _faults(told, pen)
    return lines + [line for text in told.looked.unseen for line in ("", *pen.paragraph(pen.said(text), 1))]


def _set(each: SetStanding, pen: Pen) -> str:
    line = pen.said(MET, title=each.title, edition=each.edition, met=each.met, of=each.of)
    if each.counted:
        return line
    return line + pen.said(NOT_COUNTED if "draft" in each.edition else OTHERS)


def _elements(told: Quality, pen: Pen) -> Iterator[str]:
    width = min(max(cells(pen.said(each.title)) for each in told.elements), pen.width // 2)
    for each in told.elements:
        title = pen.padded(pen.cut(pen.said(each.title), width), width)
        state = STATES[each.standing]
        if state is State.HOLDS and told.looked.nothing:  # of no part nothing is good
            state = State.INDETERMINATE
        line = f"   {pen.sign(state)} {title}  {_count(each, pen)}"
        if each.lacking and each.have:
            most = len(each.lacking) if pen.style.verbose else MOST_NAMES
            names = ", ".join(each.lacking[:most]) + (" …" if each.of - each.have > most else "")
            room = pen.width - pen.cells(line) - 2
            line += "  " + pen.cut(pen.said(LACKING, names=names), 10_000 if pen.style.verbose else room)
        yield line.rstrip()


def _count(each: Measured, pen: Pen) -> str:
    if each.of == 1:
        return pen.said(THERE if each.have else NONE)
    count = f"{each.have}/{each.of}"
    return count + (
        pen.dot + pen.said(REST_SAID, n=each.said_unknown) if each.standing is Standing.REST_SAID else ""
    )


def _missing(each: SetStanding, pen: Pen) -> Iterator[str]:
    missing = [pen.said(point.title) for point in each.points if point.met is False]
    unseen = [pen.said(point.title) for point in each.points if point.met is None]
    apart = "、" if pen.lang == "ja" else ", "
    if missing:
        yield from ("", " " + pen.inked(f"{pen.said(MISSING)}: {pen.said(each.title)}", BOLD))
        yield from pen.paragraph(apart.join(missing), 3)
    if pen.style.verbose:
        yield from (
            pen.inked(line, DIM) for line in pen.paragraph(pen.said(UNSEEN, points=apart.join(unseen)), 3)
        )
        yield from (pen.inked(line, DIM) for line in pen.paragraph(pen.said(each.note), 3))


def _faults(told: Quality, pen: Pen) -> Iterator[str]:
    if not told.faults:
        return
    yield from ("", " " + pen.inked(pen.said(FAULTS, n=len(told.faults)), BOLD))
    most = len(told.faults) if pen.style.verbose else MOST_FAULTS
    for fault in told.faults[:most]:
        yield from pen.paragraph(f"{pen.raw(fault.where)}: {pen.said(fault.why)}", 3)
    if len(told.faults) > most:
        yield "   " + pen.said(MORE, n=len(told.faults) - most)
