"""Explain anything that has an id: a requirement, a measure, a claim, a check, a threat, a standard, a case.

What is asked and by whom, why it stands as it does in the last result, on which evidence, and what
would change it.
"""

from collections.abc import Iterator, Sequence

from mamoru.assessment import RequirementStanding
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.signs import STATES
from mamoru.assessment.requirements import GRADES
from mamoru.catalog import Case, Catalog, Claim, Group, Requirement, Standard, catalog
from mamoru.design import library
from mamoru.evidence import Check, Evidence, Finding
from mamoru.evidence.registry import registry
from mamoru.jobs.explain.answer import KEPT, answer_explained
from mamoru.jobs.explain.explanation import Explanation, Section
from mamoru.jobs.explain.naming import meant
from mamoru.jobs.explain.threat import threat_explained
from mamoru.language import Text, both
from mamoru.verification.plan import HandTest, hand_tests

ASKED = Text("求められること", "What is asked")
STANDS = Text("いまの判定", "Where it stands")
EVIDENCE = Text("根拠の証跡", "Evidence")
CHANGE = Text("判定を変えるには", "What would change it")
ELSEWHERE = Text("ほかの基準の同じ点", "The same point elsewhere")
CASES = Text("ほかの会社の事例", "What another maker did")
WHY = Text("なぜ大切か", "Why it matters")
LIMITS = Text("この検査で見えないもの", "What this check cannot see")
FOUND = Text("最後の結果で見つかったもの", "Found in the last result")
NEEDED_BY = Text("必要とする項目", "Needed by")
SPOKEN_BY = Text("示すか否定する検査と試験", "Checks and tests that show or refute it")
HOLDS = Text("含まれる項目", "What it holds")
UNCONFIRMED = Text("（原文で確認できていない読み）", "(a reading that could not be confirmed)")
JUDGED = Text("（Mamoruの判断）", "(judged by us)")
PROCEDURE = Text("手順", "Procedure")
EXPECTED = Text("期待する結果", "Expected result")
STOP = Text("終わりと中止", "When to stop")
TOOLS = Text("道具", "Tools")
NO_RESULT = Text(
    "まだ結果がありません。mamoru check を実行してください。", "No result yet: run mamoru check."
)

NOT_ASKED = Text(
    "{title} は調べる基準にありません。maker.yaml か product.yaml の standards に {id} を加えると、どうなっているかも示します。",
    "{title} is not among the standards asked here: enter {id} under standards in maker.yaml or product.yaml to be told where it stands.",
)


def explain(id: str, reports: Sequence[Report]) -> Explanation:
    """What is known of `id` (in any case, and without the standard before it where that is plain), with
    the last results where there are some. Raises `InputError`."""
    asked = catalog()
    id = meant(asked, id)
    if found := asked.requirement(id):
        return _requirement(asked, *found, reports)
    if (check := registry().check(id)) is not None:
        return _check(asked, check, reports)
    if (test := hand_tests().case(id)) is not None:
        return _hand_test(asked, test, reports)
    if (claim := next((c for c in asked.claims if c.id == id), None)) is not None:
        return _claim(asked, claim, reports)
    if (threat := library().threat(id)) is not None:
        return threat_explained(asked, threat, reports)
    if (standard := asked.standard(id)) is not None:
        return _standard(standard)
    if id in KEPT:
        return answer_explained(id, reports)
    if (case := next((c for c in asked.cases if c.id == id), None)) is not None:
        return Explanation(id=id, title=case.maker, sections=(_cases([case]),))
    return _group(asked, *_group_named(asked, id), reports)


def _group_named(asked: Catalog, id: str) -> tuple[Standard, Group]:
    return next((s, g) for s in asked.standards for g in s.groups if f"{s.id}:{g.id}" == id)


def _requirement(
    asked: Catalog, standard: Standard, point: Requirement, reports: Sequence[Report]
) -> Explanation:
    id = f"{standard.id}:{point.id}"
    origin = f"{standard.short.ja} {standard.edition}", f"{standard.short.en} {standard.edition}"
    lines = [point.text, Text(*origin)]
    if point.confidence != "high":
        lines.append(point.note or UNCONFIRMED)
    sections = [Section(heading=ASKED, lines=tuple(lines))]
    for report, standing in _standings(id, reports):
        sections += _standing_sections(report, standing)
    if not reports:
        sections.append(Section(heading=STANDS, lines=(NO_RESULT,)))
    elif not any(standard.id == each.id for report in reports for each in report.assessment.standards):
        sections.append(
            Section(heading=STANDS, lines=(NOT_ASKED.fill(id=standard.id, title=standard.short),))
        )
    claims = tuple(asked.claim(claim) for claim in point.needs.claims)
    sections.append(Section(heading=CHANGE, lines=tuple(_need(c, point) for c in claims)))
    if others := tuple(_others(asked, id)):
        sections.append(Section(heading=ELSEWHERE, lines=others))
    if cases := [c for c in asked.cases if standard.id == "guide" and point.group in c.measures]:
        sections.append(_cases(cases))
    return Explanation(id=id, title=point.title, sections=tuple(sections))


def _need(claim: Claim, point: Requirement) -> Text:
    grade = GRADES[point.needs.grade_of(claim.id)]
    return Text(
        f"{claim.title.ja}（{claim.id}、{grade.ja}以上）: {claim.how.ja}",
        f"{claim.title.en} ({claim.id}, at least {grade.en}): {claim.how.en}",
    )


def _others(asked: Catalog, id: str) -> Iterator[Text]:
    for entry in asked.mapping:
        if id not in (entry.from_, entry.to):
            continue
        other = entry.to if entry.from_ == id else entry.from_
        found = asked.requirement(other)
        title = found[1].title if found else both("")
        mark = JUDGED if entry.basis == "judged" else both("")
        yield Text(f"{other} {title.ja}{mark.ja}", f"{other} {title.en} {mark.en}".rstrip())


def _standings(id: str, reports: Sequence[Report]) -> Iterator[tuple[Report, RequirementStanding]]:
    for report in reports:
        for standard in report.assessment.standards:
            for requirement in standard.requirements:
                if requirement.id == id:
                    yield report, requirement


def _standing_sections(report: Report, standing: RequirementStanding) -> Iterator[Section]:
    state = STATES[standing.state]
    name = report.product.name if report.product else both(report.images[0].path if report.images else "")
    head = Text(
        f"{state.sign} {state.word.ja}（{name.ja} {report.release or ''} {report.on}）",
        f"{state.sign} {state.word.en} ({name.en} {report.release or ''} {report.on})",
    )
    claims = [Text(f"{c.claim}: {c.reason.ja}", f"{c.claim}: {c.reason.en}") for c in standing.claims]
    yield Section(heading=STANDS, lines=(head, standing.reason, *claims))
    evidence = [_evidence(e) for e in report.evidence if e.id in standing.evidence]
    if evidence:
        yield Section(heading=EVIDENCE, lines=tuple(evidence))


def _evidence(evidence: Evidence) -> Text:
    told = f"{evidence.check} v{evidence.version} {evidence.outcome.value} {evidence.on}"
    subject = f"{evidence.subject.kind}:{evidence.subject.id[:24]}"
    return both(f"{told} {subject} {evidence.source}")


def _check(asked: Catalog, check: Check, reports: Sequence[Report]) -> Explanation:
    sections = [
        Section(heading=WHY, lines=(check.why,)),
        Section(heading=CHANGE, lines=(check.remedy,)),
        Section(heading=NEEDED_BY, lines=tuple(_needing(asked, check.claims))),
    ]
    if check.limits is not None:
        sections.append(Section(heading=LIMITS, lines=(check.limits,)))
    found = [f for report in reports for f in report.findings if f.check == check.id]
    if found:
        sections.append(Section(heading=FOUND, lines=tuple(_finding(f) for f in found)))
    elif not reports:
        sections.append(Section(heading=FOUND, lines=(NO_RESULT,)))
    return Explanation(id=check.id, title=check.title, sections=tuple(sections))


def _hand_test(asked: Catalog, test: HandTest, reports: Sequence[Report]) -> Explanation:
    sections = [
        Section(heading=PROCEDURE, lines=test.procedure),
        Section(heading=EXPECTED, lines=test.expected),
        Section(heading=STOP, lines=test.stop),
        Section(heading=TOOLS, lines=tuple(hand_tests().tool(id) for id in test.tools)),
        Section(heading=NEEDED_BY, lines=tuple(_needing(asked, test.claims))),
    ]
    results = [_evidence(e) for report in reports for e in report.evidence if e.check == test.id]
    if results:
        sections.append(Section(heading=FOUND, lines=tuple(results)))
    return Explanation(id=test.id, title=test.title, sections=tuple(sections))


def _finding(finding: Finding) -> Text:
    return Text(
        f"{finding.location}: {finding.title.ja}（{finding.proof}）",
        f"{finding.location}: {finding.title.en} ({finding.proof})",
    )


def _needing(asked: Catalog, claims: Sequence[str]) -> Iterator[Text]:
    for standard in asked.standards:
        for point in standard.requirements:
            if set(point.needs.claims) & set(claims):
                yield Text(
                    f"{standard.id}:{point.id} {point.title.ja}", f"{standard.id}:{point.id} {point.title.en}"
                )


def _claim(asked: Catalog, claim: Claim, reports: Sequence[Report]) -> Explanation:
    speaking = [(r.check.id, r.check.title) for r in registry().checks if claim.id in r.check.claims]
    speaking += [(case.id, case.title) for case in hand_tests().cases if claim.id in case.claims]
    stands = [
        Text(f"{c.state.value}: {c.reason.ja}", f"{c.state.value}: {c.reason.en}")
        for report in reports
        for standard in report.assessment.standards[:1]
        for requirement in standard.requirements
        for c in requirement.claims
        if c.claim == claim.id
    ]
    sections = [
        Section(heading=STANDS, lines=tuple(dict.fromkeys(stands)) or (NO_RESULT,)),
        Section(heading=CHANGE, lines=(claim.how,)),
        Section(
            heading=SPOKEN_BY,
            lines=tuple(Text(f"{id} {title.ja}", f"{id} {title.en}") for id, title in speaking),
        ),
        Section(heading=NEEDED_BY, lines=tuple(_needing(asked, (claim.id,)))),
    ]
    return Explanation(id=claim.id, title=claim.title, sections=tuple(sections))


def _standard(standard: Standard) -> Explanation:
    lines = tuple(
        Text(f"{standard.id}:{r.id} {r.title.ja}", f"{standard.id}:{r.id} {r.title.en}")
        for r in standard.requirements
    )
    about = [
        Text(f"{standard.issuer.ja}、{standard.edition}", f"{standard.issuer.en}, {standard.edition}"),
        standard.force,
    ]
    if standard.notice is not None:
        about.append(standard.notice)
    sections = (
        Section(heading=ASKED, lines=(*about, *standard.unconfirmed)),
        Section(heading=HOLDS, lines=lines),
    )
    return Explanation(id=standard.id, title=standard.title, sections=sections)


def _group(asked: Catalog, standard: Standard, group: Group, reports: Sequence[Report]) -> Explanation:
    members = [r for r in standard.requirements if r.group == group.id]
    sections = [Section(heading=ASKED, lines=(group.text,))] if group.text else []
    for report in reports:
        for standing in report.assessment.standards:
            for g in standing.groups:
                if standing.id == standard.id and g.id == group.id:
                    state = STATES[g.state]
                    head = Text(f"{state.sign} {state.word.ja}", f"{state.sign} {state.word.en}")
                    sections.append(Section(heading=STANDS, lines=(head, g.reason)))
    lines = tuple(
        Text(f"{standard.id}:{r.id} {r.title.ja}", f"{standard.id}:{r.id} {r.title.en}") for r in members
    )
    sections.append(Section(heading=HOLDS, lines=lines))
    if cases := [c for c in asked.cases if group.id in c.measures]:
        sections.append(_cases(cases))
    return Explanation(id=f"{standard.id}:{group.id}", title=group.title, sections=tuple(sections))


def _cases(cases: Sequence[Case]) -> Section:
    return Section(
        heading=CASES,
        lines=tuple(
            Text(
                f"{c.maker.ja}: {c.situation.ja} → {c.measure.ja} → {c.gain.ja}",
                f"{c.maker.en}: {c.situation.en} → {c.measure.en} → {c.gain.en}",
            )
            for c in cases
        ),
    )
