"""What was decided on vulnerabilities, on one screen: what is new, then what holds, the newest first."""

from collections.abc import Iterator, Sequence

from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.language import Text
from mamoru.operation.vulnerabilities.deciding import DecideTold
from mamoru.operation.vulnerabilities.decisions.telling import DecisionPlaced

STATES = {
    "affected": Text("該当する", "affected"),
    "not-affected": Text("該当しない", "not affected"),
    "fixed": Text("修正済み", "fixed"),
    "under-investigation": Text("調査中", "under investigation"),
    "accepted": Text("受容（期限付き）", "accepted until a day"),
    "open": Text("取り消し", "taken back"),
}
JUSTIFICATIONS = {
    "component_not_present": Text("部品が入っていない", "the component is not present"),
    "vulnerable_code_not_present": Text("脆弱なコードが入っていない", "the vulnerable code is not present"),
    "vulnerable_code_cannot_be_controlled_by_adversary": Text(
        "攻撃者は脆弱なコードを操れない", "an attacker cannot control the vulnerable code"
    ),
    "vulnerable_code_not_in_execute_path": Text(
        "脆弱なコードは実行されない", "the vulnerable code is not executed"
    ),
    "inline_mitigations_already_exist": Text("すでに防ぐ手立てがある", "mitigations are in place"),
}
KEPT = Text("決定を{n}件残しました。", "Decisions kept: {n}")
NOTHING_NEW = Text("新しい決定はありませんでした。", "There was no new decision.")
NOTHING_TAKEN = Text(
    "VEXに、取り込めるものはありませんでした。", "Nothing in the VEX document could be taken."
)
REOPENED = Text("前提が変わった決定（もう一度決めてください）", "What they rest on has changed: decide again")
ABOUT = Text("対象: {all}", "It is about {all}")
ABOUT_NONE = Text(
    "対象となる部品は、登録した版にまだありません", "No part of a registered release is meant by it yet"
)
NO_LONGER = Text("{product} {release}: {why}", "{product} {release}: {why}")
MOST_ABOUT = 4
NONE = Text("まだ何も決めていません。", "Nothing is decided yet.")
HOLDING = Text("効いている決定 {n}件（全{all}件）", "Decisions that hold: {n} of {all}")
EXPIRED = Text("期限切れ（もう一度決めてください）", "Expired: decide again")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
ANY_COMPONENT = Text("すべての部品", "every component")
UNTIL = Text("{day} まで", "until {day}")
RELEASES = Text("版 {all}", "releases {all}")
WHILE = Text("条件 {all}", "while {all}")
RESTS_ON = Text("次が変わるともう一度決めます: {all}", "To be decided anew when one of these changes: {all}")
ANY_VERSION = Text("部品のどの版にも効きます", "for any version of the part")
BY = Text("{by}（{on}）", "{by} ({on})")
SOURCE = Text("出どころ {source}", "source {source}")
FAULTS = Text("読めない決定", "Decisions that cannot be read")
LEFT_OUT = Text("VEXのうち取り込めなかったもの {n}件", "Not taken from the VEX document: {n}")
HOW = Text(
    "決めるには: mamoru vulns decide CVE-… --state … --reason … --by …",
    "To decide: mamoru vulns decide CVE-... --state ... --reason ... --by ...",
)
WHERE = Text("保存先: {path}", "Kept at: {path}")
MOST = 12
MOST_SOURCE = 48


def decide_lines(told: DecideTold, pen: Pen) -> list[str]:
    """The result first, then each decision."""
    lines = [pen.inked(line, BRAND) for line in pen.paragraph(_result(told, pen), 0)]
    listing = told.vex is None and not told.kept
    shown = _standing(told, "holds") if listing else told.kept
    lines += _list(shown, pen)
    for standing, head in (("reopened", REOPENED), ("expired", EXPIRED)):
        if listing and (those := _standing(told, standing)):
            lines += ["", " " + pen.inked(pen.said(head), BOLD), *_list(those, pen)]
    if told.left_out:
        lines += ["", " " + pen.inked(pen.said(LEFT_OUT, n=len(told.left_out) + told.more_left_out), BOLD)]
        most = len(told.left_out) if pen.style.verbose else MOST
        lines += [line for each in told.left_out[:most] for line in pen.paragraph(pen.raw(each), 3)]
    if told.faults:
        lines += ["", " " + pen.inked(pen.said(FAULTS), BOLD)]
        for fault in told.faults:
            lines += pen.paragraph(f"{pen.raw(fault.file)}: {pen.said(fault.what)}", 3)
    lines += ["", *pen.paragraph(pen.said(WHERE, path=told.folder), 1)]
    return lines if told.decisions else [*lines, *pen.paragraph(pen.said(HOW), 1)]


def _standing(told: DecideTold, standing: str) -> list[DecisionPlaced]:
    return [each for each in told.decisions if each.standing == standing]


def _result(told: DecideTold, pen: Pen) -> str:
    if told.kept:
        return pen.said(KEPT, n=len(told.kept))
    if told.vex is not None:
        return pen.said(NOTHING_TAKEN if told.looked is not None and told.looked.nothing else NOTHING_NEW)
    if not told.decisions:
        return pen.said(NONE)
    holding = sum(each.standing == "holds" for each in told.decisions)
    return pen.said(HOLDING, n=holding, all=len(told.decisions))


def _list(decisions: Sequence[DecisionPlaced], pen: Pen) -> Iterator[str]:
    most = len(decisions) if pen.style.verbose else MOST
    for each in decisions[:most]:
        yield from _decision(each, pen)
    if len(decisions) > most:
        yield "   " + pen.said(MORE, n=len(decisions) - most)


def _decision(each: DecisionPlaced, pen: Pen) -> Iterator[str]:
    part = pen.raw(each.component) if each.component else pen.said(ANY_COMPONENT)
    range_ = "" if each.versions == "*" else f" {pen.raw(each.versions)}"
    head = f"{pen.raw(each.vulnerability)}  {part}{range_}  {pen.said(STATES[each.state])}"
    first, *rest = pen.paragraph(head, 1)
    yield pen.inked(first, BOLD)
    yield from rest
    why = [pen.said(JUSTIFICATIONS[each.justification])] if each.justification else []
    why += [pen.raw(each.reason)] if each.reason.strip("- ") else []
    if why:
        yield from pen.paragraph(pen.dot.join(why), 4)
    limits = [pen.said(BY, by=each.by, on=each.on)]
    limits += [pen.said(UNTIL, day=each.until)] if each.until else []
    versions = any(fact.startswith("components[") for fact in each.rests_on)
    limits += [pen.said(ANY_VERSION)] if each.versions == "*" and not versions else []
    limits += [pen.raw(each.product)] if each.product else []
    limits += [pen.said(RELEASES, all=", ".join(each.releases))] if each.releases else []
    limits += [pen.said(WHILE, all=", ".join(each.conditions))] if each.conditions else []
    if each.source != "maker":
        limits.append(
            pen.said(SOURCE, source=each.source if pen.style.verbose else pen.cut(each.source, MOST_SOURCE))
        )
    for line in pen.paragraph(pen.dot.join(limits), 4):
        yield pen.inked(line, DIM)
    yield from _places(each, pen)
    if each.rests_on:
        for line in pen.paragraph(pen.said(RESTS_ON, all="; ".join(each.rests_on)), 4):
            yield pen.inked(line, DIM)


def _places(each: DecisionPlaced, pen: Pen) -> Iterator[str]:
    """The parts that it is about, and where it is open again."""
    if each.about is not None:
        most = len(each.about) if pen.style.verbose else MOST_ABOUT
        names = [f"{part.name} {part.version or ''}".rstrip() for part in each.about]
        shown = [
            f"{name} ({part.product} {part.release})"
            for name, part in zip(names[:most], each.about, strict=False)
        ]
        more = [pen.said(MORE, n=len(names) - most)] if len(names) > most else []
        text = pen.said(ABOUT, all=", ".join([*map(pen.raw, shown), *more]))
        for line in pen.paragraph(text if shown else pen.said(ABOUT_NONE), 4):
            yield pen.inked(line, DIM)
    for gone in each.reopened:
        yield from pen.paragraph(
            pen.said(NO_LONGER, product=gone.product, release=gone.release, why=gone.why), 4
        )
