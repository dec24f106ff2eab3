"""The design on one screen: what is at stake, the main threats with their reasons, needed measures."""

from collections.abc import Iterator

from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.design.difference import DesignChanges
from mamoru.design.model import Asset, Decision
from mamoru.design.telling import DesignTold, ThreatTold
from mamoru.design.words import (
    ANSWERS,
    CHANGES,
    DECISIONS,
    LEVELS,
    NEED_WORDS,
    RISKS,
    STRIDE_WORDS,
    UNDECIDED,
    WHOM,
)
from mamoru.language import Text, both
from mamoru.product.model import Level

HEAD = Text("{name} {release}：守るものと脅威（{on}）", "{name} {release}: what is at risk ({on})")
SENTENCE = Text(
    "脅威 {n}件（最重要 {critical}、高 {high}）。対策の証跡がそろったもの {countered}件、まだのもの {open}件。",
    "{n} threats ({critical} critical, {high} high); {countered} countered, {open} not yet shown.",
)
ASSETS = Text("守るもの", "What to protect")
THREATS = Text("主な脅威", "Main threats")
MEASURES = Text("必要な技術的対策", "Required technical measures")
QUESTIONS = Text("確かめたい点", "Open questions")
EXCLUDED = Text("当てはまらない脅威", "Threats that do not apply")
CHANGED = Text("前の設計から変わった点", "What changed")
REPEAT = Text("繰り返す試験: {title}（{id}）", "Test to repeat: {title} ({id})")
RETEST = Text("改めて示すこと: {claims}", "To be shown anew: {claims}")
WHY = Text("理由: {why}", "Why: {why}")
ANSWER = Text("対応: {decision}。{answer}", "Decision: {decision}; {answer}")
LACKING = Text("まだ示されていないこと: {claims}", "Not shown yet: {claims}")
EXPIRED = Text("受容の期限が {on} に過ぎました", "The acceptance ended on {on}")
VOID = Text("受容として数えられません（{why}）", "The acceptance does not count: {why}")
REOPENED = Text(
    "判断の前提が変わりました: {path}: {before} → {after}",
    "A fact of the decision changed: {path}: {before} → {after}",
)
OBJECTION = Text("専門家の異論: {said}", "An adviser disagrees: {said}")
KIND = Text("種類と損なうもの: {kinds}", "Kind, and what it harms: {kinds}")
WHO = Text("だれが: {who}", "Who could: {who}")
BEYOND = Text(
    "うち、ガイド以外の基準が求めること: {claims}",
    "Of these, asked by other standards than the guide: {claims}",
)
RESIDUAL = Text("残るリスク: {level}", "Left over: {level}")
MEASURE = Text("{title}: {word}（{why}）", "{title}: {word} ({why})")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
NEEDED, NOT_NEEDED, UNKNOWN = Text("必要", "needed"), Text("不要", "not needed"), Text("未定", "unknown")
MOST_QUESTIONS = 5


def design_lines(told: DesignTold, pen: Pen) -> list[str]:
    """The design of one product; all of it where the pen is verbose."""
    levels = [threat.risk.level for threat in told.threats]
    head = pen.said(HEAD, name=told.name, release=told.release or "", on=told.on)
    first, *rest = pen.paragraph(head, 0)
    sentence = pen.said(
        SENTENCE,
        n=len(levels),
        critical=levels.count("critical"),
        high=levels.count("high"),
        countered=sum(threat.shown for threat in told.threats),
        open=sum(threat.answer == "open" for threat in told.threats),
    )
    lines = [pen.inked(first, BRAND), *rest, *pen.paragraph(sentence, 1)]
    if told.changes is not None:
        lines += _changes(told, told.changes, pen)
    lines += _assets(told, pen)
    lines += _threats(told, pen)
    lines += _measures(told, pen)
    lines += _questions(told, pen)
    if pen.style.verbose:
        lines += ["", _heading(EXCLUDED, pen)]
        for each in told.excluded:
            lines += pen.paragraph(f"{pen.said(each.title)}: {pen.said(each.why)}", 3)
    return lines


def _heading(text: Text, pen: Pen) -> str:
    return " " + pen.inked(pen.said(text), BOLD)


def _assets(told: DesignTold, pen: Pen) -> Iterator[str]:
    yield from ("", _heading(ASSETS, pen))
    for asset in told.assets:
        yield pen.cut(f"   {pen.said(asset.title)} ({pen.raw(asset.id)}): {_needs(asset, pen)}", pen.width)
        if pen.style.verbose:
            whom = ", ".join(pen.said(WHOM[each]) for each in asset.whom)
            yield from pen.paragraph(f"{pen.said(asset.why)} ({whom})", 6)


def _needs(asset: Asset, pen: Pen) -> str:
    """The needs by level; only the highest level, unless all is told."""
    by_level: dict[Level, list[str]] = {}
    for need, level in asset.needs.items():
        by_level.setdefault(level, []).append(pen.said(NEED_WORDS[need]))
    ordered: tuple[Level, ...] = ("high", "medium", "low")
    told = [
        f"{pen.said(LEVELS[level])} {', '.join(by_level[level])}" for level in ordered if level in by_level
    ]
    return "; ".join(told if pen.style.verbose else told[:1])


def _threats(told: DesignTold, pen: Pen) -> Iterator[str]:
    shown = told.threats if pen.style.verbose else tuple(t for t in told.threats if t.first)
    yield from ("", _heading(THREATS, pen))
    for number, threat in enumerate(shown, 1):
        yield from _threat(number, threat, told, pen)
    if rest := len(told.threats) - len(shown):
        yield "   " + pen.said(MORE, n=rest)


def _threat(number: int, threat: ThreatTold, told: DesignTold, pen: Pen) -> Iterator[str]:
    level = f"[{pen.said(RISKS[threat.risk.level])}]"
    yield pen.cut(f" {number:>2} {level} {pen.said(threat.title)} ({pen.raw(threat.id)})", pen.width)
    yield from pen.paragraph(pen.said(WHY, why=threat.why), 6)
    named = "; ".join(
        f"{pen.said(DECISIONS[each.decision])} ({pen.raw(each.risk)})" for each in threat.decisions
    ) or pen.said(UNDECIDED)
    yield from pen.paragraph(pen.said(ANSWER, decision=both(named), answer=ANSWERS[threat.answer]), 6)
    yield from _doubts(threat, pen)
    if not pen.style.verbose:
        return
    titles = {claim.id: claim.title for claim in told.claims}
    if threat.decision is not None:
        yield from pen.paragraph(_decided(threat.decision, pen), 6)
    yield from pen.paragraph(pen.said(threat.text), 6)
    kinds = [*(STRIDE_WORDS[kind] for kind in threat.stride), *(NEED_WORDS[need] for need in threat.harms)]
    yield from pen.paragraph(pen.said(KIND, kinds=", ".join(pen.said(kind) for kind in kinds)), 6)
    yield from pen.paragraph(pen.said(WHO, who=", ".join(pen.said(actor) for actor in threat.actors)), 6)
    yield from pen.paragraph(
        pen.said(threat.risk.why) + " " + pen.said(RESIDUAL, level=RISKS[threat.residual]), 6
    )
    for step, path in enumerate(threat.path, 1):
        yield from pen.paragraph(f"{step}. {pen.said(path)}", 8)
    if threat.lacking:
        lacking = ", ".join(pen.said(titles[claim]) for claim in threat.lacking)
        yield from pen.paragraph(pen.said(LACKING, claims=lacking), 6)
    if threat.beyond:
        beyond = ", ".join(pen.said(titles[claim]) for claim in threat.beyond)
        yield from pen.paragraph(pen.said(BEYOND, claims=beyond), 6)
    if threat.references:
        yield from pen.paragraph(", ".join(threat.references), 6)


def _doubts(threat: ThreatTold, pen: Pen) -> Iterator[str]:
    """What speaks against the decision: its time is over, its facts changed, an adviser disagrees."""
    if threat.expired is not None:
        yield from pen.paragraph(pen.said(EXPIRED, on=threat.expired), 6)
    if threat.void is not None:
        yield from pen.paragraph(pen.said(VOID, why=threat.void), 6)
    for change in threat.reopened:
        told = pen.said(
            REOPENED,
            path=both(change.path),
            before=both(change.before or "-"),
            after=both(change.after or "-"),
        )
        yield from pen.paragraph(told, 6)
    if threat.objection is not None:
        yield from pen.paragraph(pen.said(OBJECTION, said=both(threat.objection)), 6)


def _decided(decision: Decision, pen: Pen) -> str:
    """How a decision is carried out, with what, who stands for it, and until when."""
    named = (decision.how, decision.part, decision.why, decision.by)
    parts = [", ".join(decision.measures), *(pen.raw(part) for part in named if part)]
    if decision.on is not None:
        parts.append(decision.on.isoformat())
    if decision.until is not None:
        parts.append(f"– {decision.until.isoformat()}")
    return pen.dot.join(part for part in parts if part)


def _measures(told: DesignTold, pen: Pen) -> Iterator[str]:
    yield from ("", _heading(MEASURES, pen))
    for need in told.measures:
        word = UNKNOWN if need.needed is None else NEEDED if need.needed else NOT_NEEDED
        line = pen.said(MEASURE, title=need.title, word=word, why=need.why)
        yield from pen.paragraph(line, 3)


def _questions(told: DesignTold, pen: Pen) -> Iterator[str]:
    if not told.questions:
        return
    yield from ("", _heading(QUESTIONS, pen))
    most = len(told.questions) if pen.style.verbose else MOST_QUESTIONS
    for question in told.questions[:most]:
        yield from pen.paragraph(f"{pen.said(question.text)} → {pen.raw(question.field)}", 3)
    if (rest := len(told.questions) - most) > 0:
        yield "   " + pen.inked(pen.said(MORE, n=rest), DIM)


def _changes(told: DesignTold, changes: DesignChanges, pen: Pen) -> Iterator[str]:
    yield from ("", _heading(CHANGED, pen))
    for entry in changes.entries:
        named = (entry.was,) if entry.was else entry.fields
        fields = f" ({', '.join(pen.raw(each) for each in named)})" if named else ""
        yield pen.cut(
            f"   {pen.said(CHANGES[entry.change])} {entry.list}: {pen.raw(entry.id)}{fields}", pen.width
        )
    for threat in changes.threats:
        what = f" ({', '.join(threat.what)})" if threat.what else ""
        yield pen.cut(f"   {pen.said(CHANGES[threat.change])} {pen.said(threat.title)}{what}", pen.width)
    for case in changes.tests:
        yield from pen.paragraph(pen.said(REPEAT, id=both(case.id), title=case.title), 3)
    if changes.retest:
        titles = {claim.id: claim.title for claim in told.claims}
        yield from pen.paragraph(
            pen.said(RETEST, claims=", ".join(pen.said(titles[claim]) for claim in changes.retest)), 3
        )
