"""The vulnerabilities of a release on one screen: the few that want an answer first, then the rest in sum."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from mamoru.assessment.report import words
from mamoru.assessment.report.severity import severity_of_score
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.result import State
from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.telling.shapes import (
    CoverageTold,
    KernelTold,
    MatchesTold,
    MatchTold,
    SourceTold,
)

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
ALL_ANSWERED = Text(
    "未回答の脆弱性はありません。該当すると答えたもの {n}件",
    "No vulnerability is open. Affected, and answered: {n}",
)
NO_PART = Text(
    "分かった部品が一つもないため、脆弱性があるかは分かりません。",
    "No part of it is known, so whether it is vulnerable is not known.",
)
UNKNOWN = Text(
    "部品 {parts}点のどれも情報源に載っておらず、脆弱性があるかは分かりません。",
    "No source knows any of the {parts} components, so whether they are vulnerable is not known.",
)
KNOWN = Text("照合できた範囲: {share}", "Matched: {share}")
UNSURE = Text(
    "ほかに、決められないもの {n}件（{kinds}）", "Beside them {n} that could not be decided ({kinds})"
)
DATA = Text("データ: {what} {day}", "Data: {what} {day}")
BUILT_IN = Text("同梱の要点（mamoru vulns sync で全部に）", "built-in facts (mamoru vulns sync brings all)")
LOCAL = Text("手元の脆弱性データ", "local vulnerability data")
KERNEL_UPDATE = Text(
    "{name}: {version} に更新すると {n}件のうち {mended}件が直ります（残り {remaining}件）",
    "{name}: updating to {version} mends {mended} of {n} ({remaining} remain)",
)
KERNEL_NO_UPDATE = Text(
    "{name}: {n}件が該当し、同じ系列での修正版は示されていません。新しい系列への移行を検討してください",
    "{name}: {n} apply, and no source names a fix in its series: consider a newer series",
)
KERNEL_EXPLOITED = Text("うち悪用あり {n}件", "{n} of them are exploited")
KERNEL_UNSURE = Text("ほかに決められないもの {n}件", "{n} more could not be decided")
KERNEL_CONFIG = Text(
    "カーネルの設定（.config）かモジュールがあれば、最大 {percent}% が該当しないと分かる可能性があります",
    "with the kernel's .config or its modules at hand, up to {percent} % may prove not to apply",
)
KERNEL_ALL = Text("1件ずつ見るには --all", "--all tells each")
FIRST = Text("先に見るもの", "To look at first")
BY_PART = Text("部品ごと", "By component")
EXPLOITED = Text("悪用あり", "exploited")
MEND = Text("修正版 {fixed}", "mended in {fixed}")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
COVERED = Text("どの情報源が何件・何年分を知っているか", "Which source knows how many, of which years")
NOBODY = Text("どの情報源にも載っていない部品: {names}", "Components that no source knows: {names}")
RULED_OUT = Text(
    "範囲には入るが、より確かな情報源などから当てはまらないと分かるもの: {n}件",
    "In a range, and ruled out by a surer source or by the build: {n}",
)
ASSUMED_OPEN = Text(
    "対応の時期は、どの部品もインターネットに開いていると仮定したものです（ワークスペースなら、interfaces から決まります）",
    "When to act is told as if every part were open to the Internet (of a workspace its interfaces decide)",
)
UNREAD = Text("読めなかったもの: {what}", "Not read: {what}")
EXPLAIN = Text("なぜか: mamoru explain {id} {place}", "Why: mamoru explain {id} {place}")
MOST_FIRST = 10
MOST_PARTS = 12
MOST_NAMES = 8


def match_lines(told: MatchesTold, pen: Pen, place: str) -> list[str]:
    """The result, those to look at first, each component in sum, what nobody could say. `place` is what to
    type after an id to have it explained."""
    sure = [match for match in told.matches if match.wants_answer]
    lines = [*_head(told, sure, pen)]
    shown = list(told.matches) if pen.style.verbose else sure[:MOST_FIRST]
    if shown:
        lines += ["", " " + pen.inked(pen.said(FIRST), BOLD)]
        lines += [line for match in shown for line in _match(match, pen)]
        if len(told.matches) > len(shown):
            lines.append("   " + pen.said(MORE, n=len(told.matches) - len(shown)))
    lines += [line for kernel in told.kernels for line in _kernel(kernel, pen)]
    lines += _by_part(sure, told.kernels, pen)
    if pen.style.verbose:
        lines += _coverage(told, pen)
    lines += _foot(told, pen, place)
    return lines


def _assumed_open(match: MatchTold) -> bool:
    """Whether nobody said from how far away the part is reached."""
    exposure = next((each for each in match.ssvc.inputs if each.id == "exposure"), None)
    return exposure is not None and exposure.assumed and exposure.value == "open"


def _head(told: MatchesTold, sure: list[MatchTold], pen: Pen) -> Iterator[str]:
    brand = pen.said(words.BRAND)
    head = pen.apart(f"{brand}  {pen.raw(PurePosixPath(told.path).name)}", told.on.isoformat())
    yield pen.inked(brand, BRAND) + head.removeprefix(brand)
    parts = len(told.coverage)
    apart = {kernel.component for kernel in told.kernels}
    others = [match for match in sure if match.component not in apart]
    count = len(others) + sum(kernel.affected for kernel in told.kernels)
    if count:
        hit = len({match.component for match in others}) + sum(kernel.affected > 0 for kernel in told.kernels)
        kev = sum(match.kev for match in others) + sum(kernel.exploited for kernel in told.kernels)
        yield f" {pen.sign(State.FALLS_SHORT)} " + pen.said(FOUND, parts=parts, hit=hit, n=count, kev=kev)
    else:
        state = (
            State.HOLDS if told.looked.whole and not (told.matches or told.kernels) else State.INDETERMINATE
        )
        none = (UNKNOWN if parts else NO_PART) if told.looked.nothing else NONE
        affected = sum(match.state == "affected" for match in told.matches)
        said = pen.said(ALL_ANSWERED, n=affected) if affected else pen.said(none, parts=parts)
        yield f" {pen.sign(State.ACCEPTED if affected else state)} " + said
    yield "   " + pen.said(KNOWN, share=told.looked.text)
    if answers := Counter(match.state for match in told.matches if match.state != "open"):
        kinds = ", ".join(f"{pen.said(ANSWERS[state])} {n}" for state, n in sorted(answers.items()))
        yield "   " + pen.said(ANSWERED, n=answers.total(), kinds=kinds)
    open_ones = [
        match
        for match in told.matches
        if match.state == "open" and not match.sure and match.component not in apart
    ]
    if unsure := Counter(match.certainty for match in open_ones):
        kinds = ", ".join(f"{pen.said(CERTAINTIES[kind])} {n}" for kind, n in sorted(unsure.items()))
        yield from pen.paragraph(pen.said(UNSURE, n=unsure.total(), kinds=kinds), 3)
    what = pen.said(BUILT_IN if told.data.built_in else LOCAL)
    yield "   " + pen.inked(pen.said(DATA, what=what, day=(told.data.as_of or "")[:10]), DIM)
    if sure and all(_assumed_open(match) for match in sure):
        yield from (pen.inked(line, DIM) for line in pen.paragraph(pen.said(ASSUMED_OPEN), 3))


def _match(match: MatchTold, pen: Pen) -> Iterator[str]:
    marks = [f"CVSS {match.cvss.score}" if match.cvss else "", f"EPSS {match.epss:.0%}" if match.epss else ""]
    marks.insert(0, pen.said(EXPLOITED) if match.kev else "")
    severity = severity_of_score(match.cvss.score if match.cvss else None, exploited=match.kev)
    marks.insert(0, f"{pen.severity(severity)}{pen.dot}{pen.said(words.URGENCIES[match.ssvc.decision])}")
    if match.state != "open":
        marks.insert(0, pen.said(ANSWERS[match.state]))
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


def _kernel(kernel: KernelTold, pen: Pen) -> Iterator[str]:
    name = pen.raw(f"{kernel.component.name} {kernel.component.version or ''}".rstrip())
    numbers = {"name": name, "n": kernel.affected}
    if kernel.update_to is not None:
        version, counts = pen.raw(kernel.update_to), {"mended": kernel.mended, "remaining": kernel.remaining}
        first = pen.said(KERNEL_UPDATE, **numbers, version=version, **counts)
    else:
        first = pen.said(KERNEL_NO_UPDATE, **numbers)
    more = [pen.said(KERNEL_EXPLOITED, n=kernel.exploited)] if kernel.exploited else []
    more += [pen.said(KERNEL_UNSURE, n=kernel.conditional)] if kernel.conditional else []
    if kernel.falls_away and kernel.affected:
        more.append(pen.said(KERNEL_CONFIG, percent=100 * kernel.falls_away // kernel.affected))
    yield ""
    yield from pen.paragraph(first, 1)
    for each in (*more, pen.said(KERNEL_ALL)):
        yield from pen.paragraph(each, 3)


def _by_part(sure: list[MatchTold], kernels: Sequence[KernelTold], pen: Pen) -> Iterator[str]:
    apart = {kernel.component for kernel in kernels}
    counts = Counter(match.component for match in sure if match.component not in apart)
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


def _foot(told: MatchesTold, pen: Pen, place: str) -> Iterator[str]:
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
        yield " " + pen.said(EXPLAIN, id=told.matches[0].vulnerability, place=place)


def _known(coverage: CoverageTold) -> bool:
    return any(source.speaks for source in coverage.sources)
