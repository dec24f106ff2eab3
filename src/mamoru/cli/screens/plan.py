"""A verification plan on one screen: how far it is, the tests by hand worst first, what nothing tests."""

import argparse
from collections.abc import Iterator, Sequence

import msgspec

from mamoru.assessment.report import words
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.result import State
from mamoru.cli.presenting import CHOOSE, SEVERAL, indented, terminal_style
from mamoru.errors import InputError
from mamoru.jobs.plan.pages import html_page, markdown_page
from mamoru.jobs.plan.testing import PlanTold
from mamoru.language import Text
from mamoru.verification.plan import Covered, PlannedTest, Standing
from mamoru.verification.plan.words import KINDS, STANDINGS, TITLE, counts, told_result

BY_HAND = Text("手作業の試験 {n}件: {counts}", "Tests by hand: {n} ({counts})")
AUTOMATIC = Text("自動の検査 {n}件: {counts}", "Automatic checks: {n} ({counts})")
TO_DO = Text("手作業の試験", "Tests by hand")
CHECKS = Text("自動の検査（mamoru check が行う）", "Automatic checks (mamoru check runs them)")
MATRIX = Text("何をどの試験が確かめるか", "What is covered by which test")
UNCOVERED = Text("試験のない項目", "What no test covers")
OUTSIDE = Text("外部の試験機関に頼むとよいもの", "What an outside laboratory should test")
LEFT_OUT = Text("この製品では行わない試験", "Tests left out for this product")
UNKNOWN = Text(
    "適用するか分からない項目を {n}件 含めました（{ids}）。",
    "{n} requirement(s) are included although it is not known whether they apply ({ids}).",
)
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
NEXT = Text(
    "試験票: mamoru plan --format html -o plan.html · 手順: mamoru explain {id}",
    "Test sheets: mamoru plan --format html -o plan.html · procedure: mamoru explain {id}",
)
TESTED = Text("試験 {stands}: {tests}", "tests {stands}: {tests}")
MOST = 20
MOST_IDS = 3
_WORST = list(STANDINGS)


def presented(plans: Sequence[PlanTold], options: argparse.Namespace) -> str:
    """`plans` in `options.format`. Raises `InputError` for a page of several products."""
    if options.format == "text":
        pen = Pen(options.lang, terminal_style(options))
        return "\n\n".join("\n".join(plan_lines(told, pen)) for told in plans)
    if options.format == "json":
        if len(plans) == 1:
            return indented(plans[0])
        body = {"schema": "mamoru/plans/1", "products": plans}
        return msgspec.json.format(msgspec.json.encode(body), indent=2).decode()
    if len(plans) != 1:
        raise InputError(SEVERAL.fill(n=len(plans)), CHOOSE)
    page = markdown_page if options.format == "markdown" else html_page
    return page(plans[0], options.lang)


def plan_lines(told: PlanTold, pen: Pen) -> list[str]:
    """The result in three lines, then the tests by hand, and all the rest with -v."""
    by_hand = told.plan.by_hand()
    automatic = tuple(test for test in told.plan.tests if test.kind == "automatic")
    brand = pen.said(words.BRAND)
    head = pen.apart(
        f"{brand}  {pen.said(TITLE)} {pen.said(told.name)} {pen.raw(told.release or '')}", told.on.isoformat()
    )
    worst = min((test.standing for test in told.plan.tests), key=_WORST.index, default=Standing.OPEN)
    lines = [
        pen.inked(brand, BRAND) + head.removeprefix(brand),
        f" {pen.sign(STANDINGS[worst][0])} " + pen.said(BY_HAND, n=len(by_hand), counts=counts(by_hand)),
        "   " + pen.said(AUTOMATIC, n=len(automatic), counts=counts(automatic)),
        *_tests(pen.said(TO_DO), by_hand, pen, most=MOST, history=True),
    ]
    bad = tuple(test for test in automatic if test.standing in (Standing.FAILED, Standing.INCONCLUSIVE))
    lines += _tests(pen.said(CHECKS), automatic if pen.style.verbose else bad, pen, most=MOST, history=False)
    lines += _gaps(told, pen)
    if pen.style.verbose:
        lines += _matrix(told, pen)
    if told.not_decided:
        ids = ", ".join(told.not_decided[:MOST_IDS]) + (" …" if len(told.not_decided) > MOST_IDS else "")
        lines += ["", *pen.paragraph(pen.said(UNKNOWN, n=len(told.not_decided), ids=ids), 1)]
    if by_hand:
        lines += ["", *pen.paragraph(pen.said(NEXT, id=min(by_hand, key=_order).id), 1)]
    return lines


def _tests(
    heading: str, tests: Sequence[PlannedTest], pen: Pen, *, most: int, history: bool
) -> Iterator[str]:
    if not tests:
        return
    yield from ("", " " + pen.inked(heading, BOLD))
    ordered = sorted(tests, key=_order)
    shown = ordered if pen.style.verbose else ordered[:most]
    for test in shown:
        state, word = STANDINGS[test.standing]
        right = pen.said(word)
        left = f"{pen.raw(test.id):<12} {pen.said(test.title)}"
        room = pen.width - 5 - pen.cells(right) - 2
        yield f"   {pen.sign(state)} {pen.padded(pen.cut(left, room), room + 2)}{right}"
        if history and (pen.style.verbose or test.standing in (Standing.FAILED, Standing.RETEST)):
            for tried in test.history:
                yield from (pen.inked(line, DIM) for line in pen.paragraph(pen.said(told_result(tried)), 18))
    if len(ordered) > len(shown):
        yield "   " + pen.said(MORE, n=len(ordered) - len(shown))


def _order(test: PlannedTest) -> tuple[int, int, str]:
    return _WORST.index(test.standing), test.severity.rank, test.id


def _gaps(told: PlanTold, pen: Pen) -> Iterator[str]:
    bare = [row for row in told.plan.matrix if row.uncovered]
    if bare:
        yield from ("", " " + pen.inked(pen.said(UNCOVERED), BOLD))
        for row in bare if pen.style.verbose else bare[:MOST]:
            yield from pen.paragraph(
                f"{row.target.id} {pen.said(row.target.title)}: {', '.join(row.uncovered)}", 3
            )
    outside = told.plan.outside()
    if outside:
        yield from ("", " " + pen.inked(pen.said(OUTSIDE), BOLD))
        for test in outside:
            yield from pen.paragraph(f"{test.id} {pen.said(test.title)}", 3)
            if pen.style.verbose and test.outside is not None:
                yield from (pen.inked(line, DIM) for line in pen.paragraph(pen.said(test.outside), 5))
    if pen.style.verbose and told.plan.left_out:
        yield from ("", " " + pen.inked(pen.said(LEFT_OUT), BOLD))
        for id, reason in told.plan.left_out:
            yield from pen.paragraph(f"{id}: {pen.said(reason)}", 3)


def _matrix(told: PlanTold, pen: Pen) -> Iterator[str]:
    yield from ("", " " + pen.inked(pen.said(MATRIX), BOLD))
    for row in told.plan.matrix:
        yield from _row(row, pen)


def _row(row: Covered, pen: Pen) -> Iterator[str]:
    state: State = row.state or STANDINGS[row.standing][0]
    kind = pen.said(KINDS[row.target.kind])
    measures = f" [{' '.join(row.target.measures)}]" if row.target.measures else ""
    line = f"{kind} {row.target.id}{measures} {pen.said(row.target.title)}"
    yield f"   {pen.sign(state)} {pen.cut(line, pen.width - 5)}"
    named = TESTED.fill(
        tests=", ".join((*row.by_hand, *row.automatic)) or "-", stands=STANDINGS[row.standing][1]
    )
    yield from (pen.inked(line, DIM) for line in pen.paragraph(pen.said(named), 7))
