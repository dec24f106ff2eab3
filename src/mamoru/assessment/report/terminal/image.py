"""A bare firmware image on a terminal: what is inside, what is wrong, what it means, how to go on."""

import re

from mamoru.assessment.report import words
from mamoru.assessment.report.model import ImageView, Region, Report
from mamoru.assessment.report.picture import guide, technical
from mamoru.assessment.report.plain_text import cells, size
from mamoru.assessment.report.signs import SEVERITIES
from mamoru.assessment.report.terminal.known import known_line
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.report.verdict import in_firmware, nothing_seen, severities, unseen
from mamoru.assessment.result import State
from mamoru.evidence import Finding
from mamoru.language import both
from mamoru.product import Component

_NEEDS_NO_QUOTES = re.compile(r"[\w./:\\~-]+")
MOST_FINDINGS = 8
MOST_REGIONS = 8
COMPONENT_LINES = 3
LEAST_REASON = 12  # cells below which a cut reason says nothing
PLAIN_STATES = (State.HOLDS, State.PARTLY, State.NOT_SHOWN)  # the word says all that a first look needs


def image_lines(report: Report, pen: Pen) -> list[str]:
    """Everything that the terminal tells of bare images, line by line."""
    image = next(iter(report.images), None)
    if image is None:
        return [pen.said(words.NO_IMAGE)]
    lines = [
        *result_lines(report, image, pen),
        *known_line(report, pen),
        "",
        " " + pen.inked(pen.said(words.INSIDE), BOLD),
    ]
    for each in report.images:
        lines += [*_regions(each, pen), *_components(each.components, pen)]
    lines += [*_findings(report, pen), "", *_measures(report, pen), "", *_go_on(report, image, pen)]
    return lines


def result_lines(report: Report, image: ImageView, pen: Pen) -> list[str]:
    """The three lines that say the result."""
    brand = pen.said(words.BRAND)
    day = report.on.isoformat()
    room = pen.width - cells(brand) - len(day) - 26
    digest = f"{words.SHA256.en} {image.sha256[:12]}"
    head = pen.apart(f"{brand}  {pen.cut(pen.raw(image.path), room)}   {digest}", day)
    unseen = sum(gap.serious for each in report.images for gap in each.unopened)
    weak = in_firmware(report)
    counts = "  ".join(f"{pen.severity(s)} {n}" for s, n in severities(weak))
    looked, blind = report.looked, nothing_seen(report) or image.looked.nothing
    unclear = State.HOLDS if looked.whole and not blind else State.INDETERMINATE
    state = State.FALLS_SHORT if report.findings else unclear
    nothing = words.NOTHING_SEEN if blind else words.NO_WEAK
    found = pen.said(words.WEAK, n=len(weak)) if report.findings else pen.said(nothing)
    seen = pen.said(
        words.INSIDE_LINE,
        size=size(sum(each.bytes for each in report.images)),
        files=sum(each.files for each in report.images),
        parts=sum(len(each.components) for each in report.images),
        unopened=words.UNOPENED.fill(n=unseen) if unseen else "",
    )
    return [
        pen.inked(brand, BRAND) + head.removeprefix(brand),
        f" {pen.sign(state)} {found}{'   ' if counts else ''}{counts}",
        "   " + pen.cut(seen, pen.width - 3),
        *([] if image.looked.whole else ["   " + pen.said(words.LOOKED_SHARE, share=image.looked.text)]),
    ]


def _regions(image: ImageView, pen: Pen) -> list[str]:
    regions = [region for region in image.regions if not region.padding]
    if len(regions) == 1 and regions[0].opened:
        regions = []  # a folder or a single file system: nothing to draw
    lines = [pen.cut(_region(region, pen), pen.width) for region in regions[:MOST_REGIONS]]
    if len(regions) > MOST_REGIONS:
        lines.append("   " + pen.said(words.AND_MORE_PLACES, n=len(regions) - MOST_REGIONS))
    for gap in image.unopened:
        if gap.serious:
            told = pen.said(words.GAP, size=size(gap.bytes), why=gap.why)
            lines += pen.paragraph(f"{gap.offset:#010x}  {told}", 3, most=2)
            if gap.instead:
                lines += pen.paragraph(pen.said(gap.instead), 15, most=2)
    return lines


def _region(region: Region, pen: Pen) -> str:
    state = words.STRETCH_OPENED if region.opened else words.STRETCH_UNOPENED
    name = pen.padded(pen.cut(pen.raw(region.name), 16), 17)
    what = f"{pen.raw(region.format)}{pen.dot}{pen.said(state)}"
    return f"   {region.offset:#010x}  {size(region.bytes):>9}  {name} {what}"


def _components(components: tuple[Component, ...], pen: Pen) -> list[str]:
    """The components in a few lines, those with a version first."""
    if not components:
        return ["   " + pen.said(words.NO_COMPONENT)]
    known = sorted(components, key=lambda c: (c.version is None, -c.confidence, c.name.lower()))
    names = [pen.raw(f"{c.name} {c.version}" if c.version else c.name) for c in known]
    lines = [""]
    for n, name in enumerate(names):
        item = pen.cut(name, 36)
        more = pen.said(words.AND_MORE_PARTS, n=len(names) - n)
        gap = pen.dot if lines[-1] else ""
        last = len(lines) == COMPONENT_LINES
        reserve = cells(pen.dot + more) if last and n < len(names) - 1 else 0
        if cells(lines[-1] + gap + item) + 3 + reserve <= pen.width:
            lines[-1] += gap + item
        elif last:
            lines[-1] += gap + more
            break
        else:
            lines.append(item)
    return ["   " + line for line in lines]


def _findings(report: Report, pen: Pen) -> list[str]:
    weak = in_firmware(report)
    if not weak:
        return []
    lines = ["", " " + pen.inked(pen.said(words.WRONG), BOLD)]
    lines += [_finding(finding, pen) for finding in weak[:MOST_FINDINGS]]
    if len(weak) > MOST_FINDINGS:
        lines.append("   " + pen.said(words.AND_MORE, n=len(weak) - MOST_FINDINGS))
    return lines


def _finding(finding: Finding, pen: Pen) -> str:
    word = max(cells(text[pen.lang]) for text in SEVERITIES.values())
    tail = pen.cut(pen.raw(str(finding.location)), 30)
    left = f"   {pen.said(SEVERITIES[finding.severity])}"
    line = pen.apart(f"{pen.padded(left, word + 5)}{pen.said(finding.title)}", tail)
    return line.replace(left, f"   {pen.severity(finding.severity)}", 1)


def _measures(report: Report, pen: Pen) -> list[str]:
    """Each technical measure with its state and the reason."""
    lines = [" " + pen.inked(pen.said(words.MEANS), BOLD)]
    views = technical(guide(report))
    if not views:
        return []
    title = max(cells(pen.said(view.group.title)) for view in views)
    word = max(pen.cells(pen.word(view.group.state)) for view in views)
    for view in views:
        head = f"{pen.said(view.group.label or both(view.group.id))} {pen.padded(pen.said(view.group.title), title)}"
        line = f"   {head}  {pen.sign(view.group.state)} {pen.padded(pen.word(view.group.state), word)}  "
        room = pen.width - pen.cells(line)
        told = room > LEAST_REASON and view.group.state not in PLAIN_STATES
        lines.append((line + (pen.cut(pen.said(view.group.reason), room) if told else "")).rstrip())
    return lines


def _go_on(report: Report, image: ImageView, pen: Pen) -> list[str]:
    lines = [" " + pen.inked(pen.said(words.GO_ON), BOLD)]
    lines.append(_command("init --from", image, pen))
    lines += pen.paragraph(pen.said(words.DRAFT_WHY), 5)
    if len(in_firmware(report)) > MOST_FINDINGS:
        lines.append(_command("firmware check", image, pen))
        lines += pen.paragraph(pen.said(words.EVERY_WEAKNESS), 5)
    if pen.style.written:
        lines.append("   " + pen.cut(pen.said(words.READ_ON, path=pen.style.written), pen.width - 3))
    if not pen.style.verbose:
        lines.append(pen.inked("   " + pen.said(words.NOT_LOOKED_N, n=len(unseen(report))), DIM))
    return lines


def _command(verb: str, image: ImageView, pen: Pen) -> str:
    """A line to be copied: with the image's path where that fits whole and needs no quoting."""
    line = f"   {pen.style.command} {verb} {image.path}"
    whole = _NEEDS_NO_QUOTES.fullmatch(image.path) and cells(line) <= pen.width
    return line if whole else f"   {pen.style.command} {verb} IMAGE"
