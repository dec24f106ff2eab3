"""A product on a terminal: the result in three lines, the picture by phase, three actions."""

from mamoru.assessment.deadlines import Nearness
from mamoru.assessment.report import words
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.picture import MeasureView, guide, others, overall, phases
from mamoru.assessment.report.plain_text import cells, size
from mamoru.assessment.report.sentences import sentences
from mamoru.assessment.report.signs import EFFORTS, ROLES, STATES
from mamoru.assessment.report.terminal.known import known_line
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.report.verdict import in_firmware, nothing_seen, unseen
from mamoru.assessment.result import Action, StandardStanding, State
from mamoru.evidence import Severity
from mamoru.language import Lang, both

ACTIONS = 3
DEADLINES = 4
WORST = "31"
NARROW = 5


def product_lines(report: Report, pen: Pen) -> list[str]:
    """Everything that the terminal tells of a product, line by line."""
    main = guide(report) or next(iter(report.assessment.standards), None)
    lines = [_head(report, pen)]
    if main is not None:
        lines.append(f" {pen.sign(_state(report))} {_brief(main, pen, 3)}")
    lines += ["   " + looked(report, pen), *known_line(report, pen), ""]
    lines += strip(report, pen)
    for standing in others(report):
        if standing is not main:
            lines += [f"   {line}" for line in _counts(standing, pen, 3)]
    return [*lines, "", *next_lines(report, pen), "", *_foot(report, pen)]


def _state(report: Report) -> State:
    """The state of the whole; nothing is good of which nothing was seen."""
    return State.INDETERMINATE if nothing_seen(report) else overall(report)


def _head(report: Report, pen: Pen) -> str:
    assert report.product is not None  # a bare image has its own form
    release = pen.said(words.RELEASE, release=report.release) if report.release else ""
    name = pen.cut(pen.said(report.product.name), pen.width - 24 - cells(release))
    left = f"{pen.said(words.BRAND)}  {name}   {release}"
    return _branded(pen.apart(left, report.on.isoformat()), pen)


def _branded(line: str, pen: Pen) -> str:
    brand = pen.said(words.BRAND)
    return pen.inked(brand, BRAND) + line.removeprefix(brand)


def looked(report: Report, pen: Pen) -> str:
    """What was opened and seen, in one line; words fall away where it is too long."""
    if not report.images:
        return pen.cut(pen.said(words.NO_IMAGE), pen.width - 3)
    weak = in_firmware(report)
    worst = sum(finding.severity is Severity.CRITICAL for finding in weak)
    unseen = sum(gap.serious for image in report.images for gap in image.unopened)
    line = pen.said(
        words.LOOKED,
        size=size(sum(image.bytes for image in report.images)),
        parts=sum(len(image.components) for image in report.images),
        weak=len(weak),
        critical=words.CRITICAL.fill(n=worst) if worst else "",
        unopened=words.UNOPENED.fill(n=unseen) if unseen else "",
    )
    return pen.cut(line, pen.width - 3)


def _counts(standing: StandardStanding, pen: Pen, indent: int) -> list[str]:
    """The points of a standard by state: its name and every state always stand there, in a second line
    where one is too short."""
    head, told = _head_of(standing, pen), _told(standing, pen)
    line = f"{head} {'  '.join(told)}"
    if pen.cells(line) + indent <= pen.width:
        return [line]
    lines = [head]
    for item in told:
        gap = " " if len(lines) == 1 and lines[0] == head else "  "
        if pen.cells(lines[-1] + gap + item) + indent <= pen.width:
            lines[-1] += gap + item
        else:
            lines.append("  " + item)
    return lines


def _brief(standing: StandardStanding, pen: Pen, indent: int) -> str:
    """The same in one line: the words give way to the signs, which the key explains."""
    head, told = _head_of(standing, pen), _told(standing, pen)
    for line in (f"{head} {'  '.join(told)}", f"{head} {' '.join(told)}"):
        if pen.cells(line) + indent <= pen.width:
            return line
    counts = [(state, standing.counts.get(state.value, 0)) for state in State]
    signs = "  ".join(f"{pen.sign(state)} {n}" for state, n in counts if n)
    line = f"{head} {signs}"
    return line if pen.cells(line) + indent <= pen.width else f"{pen.said(standing.short)} {signs}"


def _head_of(standing: StandardStanding, pen: Pen) -> str:
    return f"{pen.said(standing.short)} {pen.said(words.POINTS, n=sum(standing.counts.values()))}:"


def _told(standing: StandardStanding, pen: Pen) -> list[str]:
    states = [state for state in State if standing.counts.get(state.value)]
    return [
        f"{pen.inked(pen.said(STATES[s].short), STATES[s].sgr)} {standing.counts[s.value]}" for s in states
    ]


def strip(report: Report, pen: Pen) -> list[str]:
    """The four phases with the signs of their points; the technical measures hang under theirs."""
    standing = guide(report)
    shown = phases(standing)
    if not shown or standing is None:
        return []
    heads = {p.group.id: f" {pen.said(p.group.label or both(''))} {pen.said(p.group.title)}" for p in shown}
    margin = max(cells(head) for head in heads.values()) + 3
    if margin > pen.width // 2:
        margin = NARROW  # the measures stand below their phase, not beside it
    lines: list[str] = []
    for phase in shown:
        rows = [*_rows(phase.measures, pen, margin, 4), *_rows(phase.technical, pen, margin, 2)]
        head = heads[phase.group.id]
        if margin > cells(head) and rows:
            lines.append(pen.padded(head, margin) + rows.pop(0))
        else:
            lines.append(pen.cut(head, pen.width))
        lines += [" " * margin + row for row in rows]
    shown_states = [s.counts for s in report.assessment.standards]
    seen = [state for state in State if any(counts.get(state.value) for counts in shown_states)]
    return [*lines, "", *_key(seen, pen)]


def _key(states: list[State], pen: Pen) -> list[str]:
    """What each sign means, for the signs that occur; one line, or more where it is narrow."""
    lines: list[str] = []
    for state in states:
        gap = "" if pen.lang is Lang.JA and pen.style.unicode else " "
        item = f"{pen.sign(state)}{gap}{pen.said(STATES[state].short)}"
        if lines and pen.cells(lines[-1]) + 2 + pen.cells(item) <= pen.width:
            lines[-1] += "  " + item
        else:
            lines.append("   " + item)
    return lines


def _rows(measures: tuple[MeasureView, ...], pen: Pen, margin: int, gap: int) -> list[str]:
    """Measures with their signs, side by side in as many rows as the width needs."""
    rows: list[str] = []
    for measure in measures:
        label = pen.said(measure.group.label or both(measure.group.id))
        item = f"{label} {pen.signs([r.state for r in measure.requirements])}"
        if rows and margin + pen.cells(rows[-1]) + gap + pen.cells(item) <= pen.width:
            rows[-1] += " " * gap + item
        else:
            rows.append(item)
    return rows


def next_lines(report: Report, pen: Pen) -> list[str]:
    """The next actions: what, who and how long, why and how, where."""
    lines = [*deadline_lines(report, pen), " " + pen.inked(pen.said(words.NEXT), BOLD)]
    actions = report.assessment.next_actions[:ACTIONS]
    if not actions:
        return [*lines, "   " + pen.said(words.NOTHING_NEXT)]
    for n, action in enumerate(actions, 1):
        lines += _action(n, action, pen)
    return lines


def deadline_lines(report: Report, pen: Pen) -> list[str]:
    """What is overdue or ends within 90 days, a line each; nothing where nothing does."""
    warned = [each for each in report.deadlines if each.warned]
    if not warned:
        return []
    lines = [" " + pen.inked(pen.said(words.DEADLINES), BOLD)]
    wide = max(cells(pen.said(each.left)) for each in warned[:DEADLINES])
    for each in warned[:DEADLINES]:
        left = pen.padded(pen.said(each.left), wide)
        who = pen.said(ROLES.get(each.who, both(each.who)))
        rest = f"{pen.dot}{who}{pen.dot}{each.on}"
        line = pen.apart(f"   {left}  {pen.said(each.what)}", rest.removeprefix(pen.dot))
        ink = WORST if each.nearness is Nearness.OVER else ""
        lines.append(line.replace(left, pen.inked(left, ink), 1) if ink else line)
    if len(warned) > DEADLINES:
        lines.append("   " + pen.said(words.AND_MORE, n=len(warned) - DEADLINES))
    return [*lines, ""]


def _action(n: int, action: Action, pen: Pen) -> list[str]:
    title = pen.said(words.MEND if action.check else words.SHOW, title=action.title)
    who = f"{pen.said(ROLES.get(action.who, both(action.who)))}{pen.dot}{pen.said(EFFORTS[action.effort])}"
    text = sentences(action.why, action.what)[pen.lang]
    ids = [pen.said(words.AND_MORE_PLACES, n=action.more)] if action.more else []
    ids += [" ".join(_named(action.requirements)), action.check or ""]
    title = f" {n}  {title}"
    head = [pen.apart(title, who)]
    if cells(title) + 2 + cells(who) > pen.width:
        head = [
            title[:4] + line.lstrip() if not k else line for k, line in enumerate(pen.paragraph(title[4:], 4))
        ]
        ids.append(who)
    place = pen.raw(str(action.location)) if action.location else ""
    where = "    " + pen.beside(place, pen.dot.join(each for each in ids if each), pen.width - 4)
    return [*head, *pen.paragraph(pen.raw(text), 4, most=3), pen.inked(where, DIM)]


def _named(requirements: tuple[str, ...], most: int = 4) -> list[str]:
    """Requirement ids, the guide's first and without their prefix."""
    own = [id.removeprefix("guide:") for id in requirements if id.startswith("guide:")]
    rest = [id for id in requirements if not id.startswith("guide:")]
    return (own or rest)[:most]


def _foot(report: Report, pen: Pen) -> list[str]:
    """Where to read on."""
    parts = [pen.said(words.READ_ON, path=pen.style.written)] if pen.style.written else []
    named = _named(report.assessment.next_actions[0].requirements) if report.assessment.next_actions else []
    if named:
        place = f" {pen.style.place}" if pen.style.place else ""
        parts.append(pen.said(words.WHY, command=pen.style.command, id=named[0], place=place))
    if not pen.style.verbose:
        parts.append(pen.said(words.NOT_LOOKED_N, n=len(unseen(report))))
    lines: list[str] = []
    for part in parts:
        if lines and cells(lines[-1] + pen.dot + part) <= pen.width:
            lines[-1] += pen.dot + part
        else:
            lines.append(" " + pen.cut(part, pen.width - 1))
    return lines
