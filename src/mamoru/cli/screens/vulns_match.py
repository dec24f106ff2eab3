"""The vulnerabilities of a release on one screen: the few that want an answer first, then the rest in sum."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

from mamoru.assessment.report import words
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.result import State
from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.telling.shapes import CoverageTold, MatchesTold, MatchTold, SourceTold

CERTAINTIES = {
    Certainty.AFFECTED: Text("該当", "affected"),
    Certainty.CONDITIONAL: Text("条件つき", "conditional"),
    Certainty.ANY_VERSION: Text("全版が対象", "every version"),
    Certainty.ORDER_UNKNOWN: Text("比べられない", "cannot compare"),
    Certainty.VERSION_UNKNOWN: Text("版が不明", "version unknown"),
}
FOUND = Text(
    "部品 {parts}点のうち {hit}点に脆弱性 {n}件が該当（悪用あり {kev}件）",
    "{n} vulnerabilities affect {hit} of {parts} components ({kev} exploited)",
)
ANSWERS: dict[str, Text] = {
    "affected": Text("該当する", "affected"),
    "not-affected": Text("該当しない", "not affected"),
    "fixed": Text("修正済み", "fixed"),
    "under-investigation": Text("調査中", "under investigation"),
}
ANSWERED = Text("答えの決まっているもの {n}件（{kinds}）", "Answered: {n} ({kinds})")
REOPENED = Text("再検討: {why}", "open again: {why}")
NONE = Text(
    "部品 {parts}点に、該当する脆弱性は見つかりません。",
    "No vulnerability is found that affects the {parts} components.",
)
UNSURE = Text(
    "ほかに、決められないもの {n}件（{kinds}）", "Beside them {n} that could not be decided ({kinds})"
)
DATA = Text("データ: {what} {day}", "Data: {what} {day}")
BUILT_IN = Text("同梱の要点（mamoru vulns sync で全部に）", "built-in facts (mamoru vulns sync brings all)")
LOCAL = Text("手元の脆弱性データ", "local vulnerability data")
FIRST = Text("先に見るもの", "To look at first")
BY_PART = Text("部品ごと", "By component")
EXPLOITED = Text("悪用あり", "exploited")
MEND = Text("修正版 {fixed}", "mended in {fixed}")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
COVERED = Text("どの情報源が何件・何年分を知っているか", "Which source knows how many, of which years")
NOBODY = Text("どの情報源も知らない部品: {names}", "Components that no source knows: {names}")
RULED_OUT = Text(
    "範囲には入るが、より確かな情報源などから当てはまらないと分かるもの: {n}件",
    "In a range, and ruled out by a surer source or by the build: {n}",
)
UNREAD = Text("読めなかったもの: {what}", "Not read: {what}")
EXPLAIN = Text("なぜか: mamoru explain {id} {path}", "Why: mamoru explain {id} {path}")
MOST_FIRST = 10
MOST_PARTS = 12
MOST_NAMES = 8


def match_lines(told: MatchesTold, pen: Pen) -> list[str]:
    """The result, those to look at first, each component in sum, what nobody could say."""
    sure = [match for match in told.matches if match.wants_answer]
    lines = [*_head(told, sure, pen)]
    shown = list(told.matches) if pen.style.verbose else sure[:MOST_FIRST]
    if shown:
        lines += ["", " " + pen.inked(pen.said(FIRST), BOLD)]
        lines += [line for match in shown for line in _match(match, pen)]
        if len(told.matches) > len(shown):
            lines.append("   " + pen.said(MORE, n=len(told.matches) - len(shown)))
    lines += _by_part(sure, pen)
    if pen.style.verbose:
        lines += _coverage(told, pen)
    lines += _foot(told, pen)
    return lines


def _head(told: MatchesTold, sure: list[MatchTold], pen: Pen) -> Iterator[str]:
    brand = pen.said(words.BRAND)
    head = pen.apart(f"{brand}  {pen.raw(PurePosixPath(told.path).name)}", told.on.isoformat())
    yield pen.inked(brand, BRAND) + head.removeprefix(brand)
    parts = len(told.coverage)
    if sure:
        hit = len({match.component for match in sure})
        kev = sum(match.kev for match in sure)
        yield f" {pen.sign(State.FALLS_SHORT)} " + pen.said(FOUND, parts=parts, hit=hit, n=len(sure), kev=kev)
    else:
        state = State.INDETERMINATE if told.matches or told.unread else State.HOLDS
        yield f" {pen.sign(state)} " + pen.said(NONE, parts=parts)
    if answers := Counter(match.state for match in told.matches if match.state != "open"):
        kinds = ", ".join(f"{pen.said(ANSWERS[state])} {n}" for state, n in sorted(answers.items()))
        yield "   " + pen.said(ANSWERED, n=answers.total(), kinds=kinds)
    open_ones = [match for match in told.matches if match.state == "open" and not match.sure]
    if unsure := Counter(match.certainty for match in open_ones):
        kinds = ", ".join(f"{pen.said(CERTAINTIES[kind])} {n}" for kind, n in sorted(unsure.items()))
        yield "   " + pen.said(UNSURE, n=unsure.total(), kinds=kinds)
    what = pen.said(BUILT_IN if told.data.built_in else LOCAL)
    yield "   " + pen.inked(pen.said(DATA, what=what, day=(told.data.as_of or "")[:10]), DIM)


def _match(match: MatchTold, pen: Pen) -> Iterator[str]:
    marks = [f"CVSS {match.cvss.score}" if match.cvss else "", f"EPSS {match.epss:.0%}" if match.epss else ""]
    marks.insert(0, pen.said(EXPLOITED) if match.kev else "")
    marks.insert(0, pen.said(words.URGENCIES[match.ssvc.decision]))
    if match.certainty is not Certainty.AFFECTED:
        marks.insert(0, pen.said(CERTAINTIES[match.certainty]))
    part = f"{match.component.name} {match.component.version or ''}".rstrip()
    left = f"   {pen.padded(pen.raw(match.vulnerability), 17)} {pen.raw(part)}"
    yield pen.apart(left, pen.dot.join(mark for mark in marks if mark))
    detail = pen.said(match.title) if match.title else ""
    if match.fixed:
        detail = pen.said(MEND, fixed=", ".join(match.fixed[:3])) + (pen.dot + detail if detail else "")
    if match.reopened is not None:
        yield from pen.paragraph(pen.said(REOPENED, why=match.reopened), 6)
    if detail:
        yield "      " + pen.cut(detail, pen.width - 6)


def _by_part(sure: list[MatchTold], pen: Pen) -> Iterator[str]:
    counts = Counter(match.component for match in sure)
    if not counts:
        return
    yield from ("", " " + pen.inked(pen.said(BY_PART), BOLD))
    most = len(counts) if pen.style.verbose else MOST_PARTS
    for component, count in counts.most_common(most):
        kev = sum(match.kev for match in sure if match.component == component)
        name = pen.cut(pen.raw(f"{component.name} {component.version or ''}".rstrip()), 40)
        yield f"   {pen.padded(name, 40)} {count:>5}" + (f"  {pen.said(EXPLOITED)} {kev}" if kev else "")
    if len(counts) > most:
        yield "   " + pen.said(MORE, n=len(counts) - most)


def _coverage(told: MatchesTold, pen: Pen) -> Iterator[str]:
    yield from ("", " " + pen.inked(pen.said(COVERED), BOLD))
    for each in told.coverage:
        speaking = [source for source in each.sources if source.speaks]
        name = f"{each.component.name} {each.component.version or ''}".rstrip()
        shares = "; ".join(f"{source.name} {_years(source)}" for source in speaking)
        yield from pen.paragraph(pen.raw(f"{name}: {shares or '-'}"), 3)


def _years(source: SourceTold) -> str:
    years = sorted(year for year in source.years if year != "0")
    count = sum(source.years.values())
    return f"{count} ({years[0]}-{years[-1]})" if years else str(count)


def _foot(told: MatchesTold, pen: Pen) -> Iterator[str]:
    yield ""
    nobody = [each for each in told.coverage if not _known(each)]
    if nobody:
        names = ", ".join(pen.raw(each.component.name) for each in nobody[:MOST_NAMES])
        names += f" … +{len(nobody) - MOST_NAMES}" if len(nobody) > MOST_NAMES else ""
        yield from pen.paragraph(pen.said(NOBODY, names=names), 1)
    if told.ruled_out:
        yield from pen.paragraph(pen.said(RULED_OUT, n=len(told.ruled_out)), 1)
    for what in told.unread:
        yield from pen.paragraph(pen.said(UNREAD, what=what), 1)
    if told.matches:
        yield " " + pen.said(EXPLAIN, id=told.matches[0].vulnerability, path=told.path)


def _known(coverage: CoverageTold) -> bool:
    return any(source.speaks for source in coverage.sources)
