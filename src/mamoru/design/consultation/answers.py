"""The answers of an adviser, as evidence: that advice was taken, and what the adviser does not share."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from mamoru.design.model import Design
from mamoru.evidence import Evidence, Finding, Grade, Location, Outcome, Severity, Shown, Subject
from mamoru.language import Text, both
from mamoru.product.problems import Problem, Problems, ProductFileErrors, plain_words
from mamoru.product.yaml_text import plain

CHECK = "EXPERT-001"
WRONG = Text("答えとして読めません: {why}", "This cannot be read as answers: {why}")
OTHER = Text(
    "別の製品への答えです: {product}（この製品は {id}）",
    "Answers on another product: {product} (this is {id})",
)
UNKNOWN = Text(
    "この製品にない脅威への答えです: {id}", "An answer on a threat that this product does not have: {id}"
)
UNSIGNED = Text("答えた人（adviser）が書かれていません", "The adviser is not named")
TO_COME = Text("日付（on）が、まだ来ていない日です: {on}", "The day (on) is yet to come: {on}")
TAKEN = Text("{adviser} の助言（{n}件の答え）", "Advice of {adviser} ({n} answers)")
DIFFERS = Text("専門家の見方が違う: {title}", "The adviser sees it differently: {title}")
LACKS = Text("専門家が挙げた、ここにない脅威: {title}", "A threat that the adviser misses: {title}")
WEIGH = Text(
    "助言を検討し、product.yaml の risks を直すか理由を書いて、もう一度相談します。",
    "Weigh the advice, change risks in product.yaml or give the reason there, and ask again.",
)
Words = Annotated[str, msgspec.Meta(max_length=4000)]


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the adviser says of one threat."""

    about: str
    opinion: Literal["agree", "disagree", "unsure"]
    comment: Words = ""


class Missed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A threat that the adviser misses."""

    threat: Words
    comment: Words = ""


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form as it came back."""

    product: str
    adviser: str
    on: date
    answers: tuple[Answer, ...] = ()
    missing: tuple[Missed, ...] = ()


def answers(data: bytes, name: str, design: Design, on: date) -> Answers:
    """The form in `data` (a file called `name`), on `design`, as of the day `on`. Raises only
    `ProductFileErrors`."""
    problems = Problems(name)
    read = plain(data, problems)
    if read is None:
        raise ProductFileErrors(tuple(problems.found))
    values, lines = read
    try:
        found = msgspec.convert(values, Answers, strict=False)
    except msgspec.ValidationError as error:
        wrong = WRONG.fill(why=plain_words(str(error)))
        raise ProductFileErrors((*problems.found, Problem(file=name, line=1, message=wrong))) from error
    if found.product not in (design.product, "product"):
        problems.add(lines.get("product", 1), OTHER.fill(product=found.product[:80], id=design.product))
    if not found.adviser.strip():
        problems.add(lines.get("adviser", 1), UNSIGNED)
    if found.on > on:
        problems.add(lines.get("on", 1), TO_COME.fill(on=str(found.on)))
    for number, answer in enumerate(found.answers):
        if design.threat(answer.about) is None:
            problems.add(lines.get(f"answers[{number}].about", 1), UNKNOWN.fill(id=answer.about[:80]))
    if problems.found:
        raise ProductFileErrors(tuple(problems.found))
    return found


def evidence_of_answers(found: Answers, design: Design, *, name: str, at: datetime, source: str) -> Evidence:
    """That advice was taken, attested by the adviser; each threat that is seen differently refutes that
    risks are answered and, until the maker answers, that advice was taken; each that is
    missed that threats are foreseen. A later form supersedes it."""
    said = sum(answer.opinion != "unsure" for answer in found.answers)
    findings = (*_differing(found, design, name), *_missed(found, name))
    taken = Shown(
        claim="expert-consulted",
        grade=Grade.ATTESTED,
        proof=TAKEN.fill(adviser=found.adviser, n=str(said)),
        location=Location(path=name),
        by=found.adviser,
    )
    return Evidence(
        check=CHECK,
        version=1,
        subject=Subject(kind="product", id=design.product),
        outcome=Outcome.FAIL if findings else Outcome.PASS,
        at=at,
        on=found.on,
        shows=(taken,),
        refutes=tuple(dict.fromkeys(claim for finding in findings for claim in finding.refutes)),
        findings=findings,
        source=source,
    )


def _differing(found: Answers, design: Design, name: str) -> list[Finding]:
    titles = {threat.id: threat.title for threat in design.threats}
    return [
        _finding(
            DIFFERS.fill(title=titles[a.about]),
            a.comment or a.about,
            f"answers[{a.about}]",
            name,
            ("risks-answered", "expert-consulted"),
        )
        for a in found.answers
        if a.opinion == "disagree"
    ]


def _missed(found: Answers, name: str) -> list[Finding]:
    return [
        _finding(
            LACKS.fill(title=both(m.threat[:120])),
            m.comment or m.threat,
            f"missing[{n}]",
            name,
            ("threats-foreseen",),
        )
        for n, m in enumerate(found.missing)
    ]


def threat_of(finding: Finding) -> str | None:
    """The threat that a differing answer is about; None where it speaks of a threat that is missed."""
    field = finding.location.field or ""
    return field[len("answers[") : -1] if field.startswith("answers[") else None


def _finding(title: Text, proof: str, field: str, name: str, claims: tuple[str, ...]) -> Finding:
    return Finding(
        check=CHECK,
        severity=Severity.MEDIUM,
        title=title,
        location=Location(path=name, field=field),
        proof=proof,
        remedy=WEIGH,
        refutes=claims,
    )
