"""Statements of the product file, as evidence for the claims that they name."""

from collections.abc import Iterator

from mamoru.catalog import catalog
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies, filled_in

STATED = Text("「{how}」", "“{how}”")
NONE = Text("記述（statements）がありません。", "There is no statement (statements).")
DENIED = Text("成り立たないと書かれている: {claim}", "Said not to hold: {claim}")
EMPTY = Text("{claim} の記述の中身（how）がありません。", "The statement of {claim} does not say how.")
OTHER_RELEASE = Text(
    "{claim} の記述は版 {stated} についてのもので、この版には数えません。",
    "The statement of {claim} is about release {stated} and does not count for this one.",
)
NO_RELEASE = Text(
    "版（releases）が登録されていないので、{claim} の記述を数えられません。",
    "No release is registered (releases), so the statement of {claim} cannot count.",
)
WHY = Text(
    "機械では見えない取り組みも、誰がいつ何で確かめたかを残せば、取引先に示せます。",
    "What no machine sees can still be shown to a customer, if you keep who confirmed it when and by what.",
)
LIMITS = Text("文書の中身は読みません。", "It does not read the documents.")


def statement_check(*, id: str, title: Text, example: Text, subject: SubjectKind) -> Check:
    """A check of statements: its claims are whichever the statements name. `example` is one statement as
    product.yaml has it."""
    return Check(
        id=id,
        title=title,
        why=WHY,
        remedy=Text(
            f"product.yaml に書きます。例: statements: [{example.ja}]",
            f"Enter it in product.yaml. Example: statements: [{example.en}]",
        ),
        severity=Severity.INFO,
        claims=(),
        subject=subject,
        grade=Grade.DECLARED,
        silence=Silence.SAYS_NOTHING,
        effort=Effort.HOURS,
        needs=(),
        version=2,
        limits=LIMITS,
    )


def statements(check: Check, documents: Documents, about: str) -> Iterator[Observation]:
    """What the statements show of the claims about `about` (maker, product or release).

    With a person, a day and a document that is there a statement is attested, else declared. One
    that names a release counts for that release only; a claim about a release needs one. One whose
    `how` says that there is nothing (`none`, `なし`) refutes.
    """
    file = documents.product_file
    known = {claim.id for claim in catalog().claims if claim.about == about}
    named = [(n, s) for n, s in enumerate(documents.product.statements) if s.claim in known]
    if not named:
        yield check.missing(reason=NONE, at=file.at("statements"))
        return
    version = documents.release.version if documents.release else None
    for n, statement in named:
        at = file.at(f"statements[{n}]")
        reason = None
        if statement.release is not None and statement.release != version:
            reason = OTHER_RELEASE.fill(claim=statement.claim, stated=statement.release)
        elif about == "release" and version is None:
            reason = NO_RELEASE.fill(claim=statement.claim)
        elif denies(statement.how):
            proof = f"statements[{n}] {statement.claim}: {statement.how}"
            yield check.finding(
                at=at, proof=proof, title=DENIED.fill(claim=catalog().claim(statement.claim).title),
                severity=Severity.MEDIUM, refutes=(statement.claim,),
            )  # fmt: skip
            continue
        elif not filled_in(statement.how):
            reason = EMPTY.fill(claim=statement.claim)
        if reason is not None:
            yield check.missing(reason=reason, at=at, claims=(statement.claim,))
            continue
        yield testimony(
            check, documents, claim=statement.claim, at=at, what=STATED.fill(how=statement.how),
            by=statement.by, on=statement.on, document=statement.document,
        )  # fmt: skip
