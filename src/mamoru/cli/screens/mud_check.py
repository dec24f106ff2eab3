"""A capture held against a MUD file, on one screen: the result, what no rule allows, what nothing used."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TypeVar

from mamoru.assessment.report import words
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, Pen
from mamoru.assessment.result import State
from mamoru.jobs.mud.traffic import TrafficCheck
from mamoru.language import Text
from mamoru.verification.mud.judging import JudgedFlow, Verdict
from mamoru.verification.mud.profile import Direction

SIGNS = {
    Verdict.ALLOWED: State.HOLDS,
    Verdict.DEFAULT: State.HOLDS,
    Verdict.JOINING: State.NOT_APPLICABLE,
    Verdict.NOT_ALLOWED: State.FALLS_SHORT,
    Verdict.UNDECIDED: State.INDETERMINATE,
}
HEADS = {
    Verdict.NOT_ALLOWED: Text("どの規則も許さない通信", "Flows that no rule allows"),
    Verdict.UNDECIDED: Text("判定できない通信", "Flows that cannot be decided"),
    Verdict.ALLOWED: Text("規則が許す通信", "Flows that a rule allows"),
    Verdict.DEFAULT: Text("規則がなくても許される通信", "Flows that are allowed by default"),
    Verdict.JOINING: Text("ネットワークに加わるための通信", "Joining the network"),
}
WHAT = Text(
    "{device} のパケット {n}件: 許す {allowed}・許さない {bad}・判定できない {open}",
    "{n} packets of {device}: {allowed} allowed, {bad} not, {open} undecided",
)
RULES = Text(
    "規則 {n}件のうち {unused}件は一度も使われませんでした。", "Of {n} rules, {unused} were never used."
)
UNUSED = Text("使われなかった規則", "Rules that nothing used")
OUT = Text("機器から", "from the device")
IN = Text("機器へ", "to the device")
COUNT = Text("{n}件 {kib} KiB", "{n} packets, {kib} KiB")
BY = Text("規則 {rule}", "rule {rule}")
NOT_SEEN = Text("調べられなかったこと", "What could not be looked at")
DEPARTURES = Text("MUD ファイルが RFC 8520 と違うところ", "Where the file leaves RFC 8520")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
MOST = 12

T = TypeVar("T")


def check_lines(told: TrafficCheck, pen: Pen) -> list[str]:
    """The result in three lines, then the flows worst first, the unused rules, what was not seen."""
    judged = told.judgement
    brand = pen.said(words.BRAND)
    head = pen.apart(
        f"{brand}  {pen.raw(told.systeminfo or PurePosixPath(told.profile.path).name)}",
        pen.raw(PurePosixPath(told.capture.path).name),
    )
    fine = State.HOLDS if told.looked.whole else State.INDETERMINATE
    state = State.FALLS_SHORT if told.departs else fine
    counts = {
        "allowed": judged.count(Verdict.ALLOWED)
        + judged.count(Verdict.DEFAULT)
        + judged.count(Verdict.JOINING),
        "bad": judged.count(Verdict.NOT_ALLOWED),
        "open": judged.count(Verdict.UNDECIDED),
    }
    what = pen.said(WHAT, device=pen.raw(told.device), n=judged.of_device, **counts)
    lines = [
        pen.inked(brand, BRAND) + head.removeprefix(brand),
        f" {pen.sign(state)} {pen.cut(what, pen.width - 5)}",
    ]
    lines += pen.paragraph(pen.said(RULES, n=len(judged.rules), unused=len(judged.unused)), 3)
    for verdict, heading in HEADS.items():
        wanted = verdict in (Verdict.NOT_ALLOWED, Verdict.UNDECIDED, Verdict.ALLOWED) or pen.style.verbose
        flows = [flow for flow in judged.flows if flow.verdict is verdict]
        if flows and wanted:
            lines += _section(
                pen.said(heading),
                [line for f in _some(flows, pen) for line in _flow(f, pen)],
                len(flows),
                pen,
            )
    names = [f"{rule.name} ({rule.access_list})" for rule in judged.unused]
    if names:
        lines += _section(
            pen.said(UNUSED),
            [line for n in _some(names, pen) for line in pen.paragraph(pen.raw(n), 3)],
            len(names),
            pen,
        )
    for heading, texts in ((NOT_SEEN, told.not_seen), (DEPARTURES, told.departures)):
        if texts:
            lines += ["", " " + pen.inked(pen.said(heading), BOLD)]
            lines += [line for text in texts for line in pen.paragraph(pen.said(text), 3)]
    return lines


def _some(items: Sequence[T], pen: Pen) -> Sequence[T]:
    return items if pen.style.verbose else items[:MOST]


def _section(heading: str, body: list[str], count: int, pen: Pen) -> list[str]:
    lines = ["", " " + pen.inked(heading, BOLD), *body]
    if count > MOST and not pen.style.verbose:
        lines.append("   " + pen.said(MORE, n=count - MOST))
    return lines


def _flow(flow: JudgedFlow, pen: Pen) -> Iterator[str]:
    way = pen.said(OUT if flow.direction is Direction.FROM_DEVICE else IN)
    whom = flow.names[0] if flow.names else flow.peer
    port = "" if flow.port is None else f"/{flow.port}"
    left = f"{way}  {flow.protocol}{port}  {pen.raw(whom)}"
    right = pen.said(COUNT, n=flow.packets, kib=-(-flow.bytes // 1024))
    room = pen.width - 5 - pen.cells(right) - 2
    yield f"   {pen.sign(SIGNS[flow.verdict])} {pen.padded(pen.cut(left, room), room + 2)}{right}"
    if flow.why is not None and flow.verdict in (Verdict.NOT_ALLOWED, Verdict.UNDECIDED):
        yield from pen.paragraph(pen.said(flow.why), 7)
    elif flow.rule is not None and pen.style.verbose:
        yield from pen.paragraph(pen.said(BY, rule=pen.raw(flow.rule)), 7)
