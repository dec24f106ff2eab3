"""What changed between two images on one screen: the counts, then the most telling lines, worst first."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from mamoru.assessment.report import words
from mamoru.assessment.report.json_shapes import FindingJson
from mamoru.assessment.report.model import Unopened
from mamoru.assessment.report.plain_text import cells, size
from mamoru.assessment.report.signs import SEVERITIES
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, Pen
from mamoru.cli.screens.file_change import file_line, telling
from mamoru.evidence import Severity
from mamoru.jobs.check.changes import ComponentChange
from mamoru.jobs.firmware.diff import Difference
from mamoru.jobs.firmware.part_changes import PartChange, PartState, VariableChange
from mamoru.language import Text

COUNTS = Text("新しい {new}、なくなった {gone}、変わらない {same}", "new {new}, gone {gone}, same {same}")
CHANGED = Text(
    "新しい {new}、なくなった {gone}、変わった {changed}", "new {new}, gone {gone}, changed {changed}"
)
WEAKNESSES = Text("弱点", "Weaknesses")
COMPONENTS = Text("部品", "Components")
FILES = Text("ファイル", "Files")
PARTS = Text("領域", "Parts")
VARIABLES = Text("ブート環境変数", "Boot variables")
UNOPENED = Text("開けない所", "Not opened")
NEW_WEAK = Text("新しい弱点", "New weaknesses")
UNSEEN_WEAK = Text(
    "新しいほうでは見られず、なくなったか分からない弱点",
    "Weaknesses of which the new image does not show whether they are gone",
)
GONE_WEAK = Text("なくなった弱点", "Weaknesses that are gone")
SAME_IMAGE = Text("二つは同じものです（SHA-256が一致）。", "The two are the same (equal SHA-256).")
NOTHING = Text("開けた範囲では、変わったところはありません。", "In what could be opened, nothing changed.")
UNKNOWN = Text(" {name}: 何であるか分かるものが見つかりません。", " {name}: nothing in it was recognised.")
STILL = Text(
    "どちらも開けず、比べていない所: {n}か所（{size}）",
    "Opened in neither, so not compared: {n} places ({size})",
)
NOT_COMPARED = Text("中身を比べられなかったファイル {n}", "files whose contents could not be compared: {n}")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
NEWLY = Text("新しく開けない: {why}", "not opened any more: {why}")
NOW_OPEN = Text("開けるようになった: {why}", "opened now: {why}")
MOST = {
    NEW_WEAK: 6,
    UNSEEN_WEAK: 3,
    GONE_WEAK: 4,
    COMPONENTS: 5,
    FILES: 5,
    PARTS: 3,
    VARIABLES: 3,
    UNOPENED: 2,
}


def diff_lines(told: Difference, pen: Pen) -> list[str]:
    """The counts, then each topic with its most telling lines; with `verbose` all of them."""
    lines = [*_head(told, pen)]
    unknown = [pen.said(UNKNOWN, name=side.path) for side in (told.old, told.new) if side.looked.nothing]
    if told.old.sha256 == told.new.sha256:
        return [*lines, "   " + pen.said(SAME_IMAGE), *dict.fromkeys(unknown)]
    lines += _counts(told, pen)
    weak = told.weaknesses
    topics: Sequence[tuple[Text, list[str]]] = (
        (NEW_WEAK, _findings(weak.new, pen)),
        (UNSEEN_WEAK, _findings(weak.unseen, pen)),
        (GONE_WEAK, _findings(weak.gone, pen)),
        (COMPONENTS, [_component(change, pen) for change in _components(told)]),
        (FILES, [file_line(change, pen) for change in telling(told.files)]),
        (PARTS, [_part(change, pen) for change in told.parts]),
        (VARIABLES, [_variable(change, pen) for change in told.variables]),
        (UNOPENED, [*_gaps(told.unopened.new, NEWLY, pen), *_gaps(told.unopened.gone, NOW_OPEN, pen)]),
    )
    for title, rows in topics:
        lines += _topic(title, rows, pen)
    if not any(rows for _, rows in topics) and not unknown:
        lines += ["", " " + pen.said(NOTHING)]
    lines += unknown
    if still := [gap.bytes for gap in told.unopened.same if gap.serious]:
        lines += ["", " " + pen.said(STILL, n=len(still), size=size(sum(still)))]
    return lines


def _head(told: Difference, pen: Pen) -> Iterator[str]:
    brand = pen.said(words.BRAND)
    names = [pen.raw(PurePosixPath(side.path).name or side.path) for side in (told.old, told.new)]
    arrow = pen.raw(" → ")
    digests = arrow.join(f"{words.SHA256.en} {side.sha256[:12]}" for side in (told.old, told.new))
    room = (pen.width - cells(brand) - cells(arrow) - 2) // 2
    yield pen.inked(brand, BRAND) + "  " + arrow.join(pen.cut(name, room) for name in names)
    yield "   " + digests


def _counts(told: Difference, pen: Pen) -> Iterator[str]:
    weak, parts, files = told.weaknesses, told.components, told.files
    worst = _by_severity(weak.new, pen)
    counts = pen.said(COUNTS, new=len(weak.new), gone=len(weak.gone), same=weak.same)
    yield f"   {pen.said(WEAKNESSES)}: {counts}" + (f"   {worst}" if worst else "")
    components = pen.said(CHANGED, new=len(parts.new), gone=len(parts.gone), changed=len(parts.changed))
    yield f"   {pen.said(COMPONENTS)}: {components}"
    line = pen.said(CHANGED, new=len(files.new), gone=len(files.gone), changed=len(files.changed))
    if files.not_compared:
        line += pen.dot + pen.said(NOT_COMPARED, n=files.not_compared)
    yield f"   {pen.said(FILES)}: {line}"


def _by_severity(findings: Iterable[FindingJson], pen: Pen) -> str:
    found = [finding.severity for finding in findings]
    return "  ".join(f"{pen.severity(each)} {found.count(each)}" for each in Severity if each in found)


def _topic(title: Text, rows: list[str], pen: Pen) -> Iterator[str]:
    if not rows:
        return
    most = len(rows) if pen.style.verbose else MOST[title]
    yield from ("", " " + pen.inked(pen.said(title), BOLD))
    yield from rows[:most]
    if len(rows) > most:
        yield "   " + pen.said(MORE, n=len(rows) - most)


def _findings(findings: Iterable[FindingJson], pen: Pen) -> list[str]:
    word = max(cells(text[pen.lang]) for text in SEVERITIES.values())
    lines = []
    for finding in findings:
        left = f"   {pen.said(SEVERITIES[finding.severity])}"
        tail = pen.cut(pen.raw(str(finding.location)), 30)
        line = pen.apart(f"{pen.padded(left, word + 5)}{pen.said(finding.title)}", tail)
        lines.append(line.replace(left, f"   {pen.severity(finding.severity)}", 1))
    return lines


def _components(told: Difference) -> list[ComponentChange]:
    return [*told.components.changed, *told.components.new, *told.components.gone]


def _component(change: ComponentChange, pen: Pen) -> str:
    return "   " + pen.cut(pen.said(change.told), pen.width - 3)


def _part(change: PartChange, pen: Pen) -> str:
    sign = "+" if change.old is None else "-" if change.new is None else "~"
    sides = [_part_state(side, pen) for side in (change.old, change.new) if side is not None]
    told = pen.raw(" → ").join(dict.fromkeys(sides))
    return pen.cut(f"   {sign} {pen.padded(pen.raw(change.name), 14)} {told}", pen.width)


def _part_state(state: PartState, pen: Pen) -> str:
    return f"{pen.raw(state.format)} {state.offset:#x} {size(state.bytes)}"


def _variable(change: VariableChange, pen: Pen) -> str:
    """The two values; of long ones that have words in common only the words that differ."""
    if change.old is None:
        told = f"+ {change.name}={change.new}"
    elif change.new is None:
        told = f"- {change.name}={change.old}"
    else:
        told = f"~ {change.name}: {change.old} → {change.new}"
        if cells(told) + 3 > pen.width:
            told = f"~ {change.name}: {_words(change.old, change.new)}"
    return "   " + pen.cut(pen.raw(told), pen.width - 3)


def _words(old: str, new: str) -> str:
    before, after = old.split(), new.split()
    gone = [f"-{word}" for word in before if word not in after]
    came = [f"+{word}" for word in after if word not in before]
    return "  ".join([*gone, *came]) or f"{old} → {new}"


def _gaps(gaps: Iterable[Unopened], text: Text, pen: Pen) -> Iterator[str]:
    for gap in gaps:
        where = f"{gap.container} " if gap.container else ""
        line = pen.raw(f"{where}{gap.offset:#x} {size(gap.bytes)} ") + pen.said(text, why=gap.why)
        yield "   " + pen.cut(line, pen.width - 3)
