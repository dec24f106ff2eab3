"""A place where problems in own products are published."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony, weakest
from mamoru.product.wording import denies, filled_in

CHECK = Check(
    id="DOC-OPS-009",
    title=Text("自社製品の問題を公表しているか", "Whether problems in own products are published"),
    why=Text(
        "直した版を出しても、知らされなければ利用者は更新しません。隠したと思われるほうが、弱点そのものより信用を傷つけます。",
        "Users do not install a fix that nobody told them of. To seem to have hidden a weakness costs more trust than the weakness.",
    ),
    remedy=Text(
        "公表の場所を https で用意し、maker.yaml に書きます。例: advisories: {published: https://example.com/security/advisories, by: 佐藤花子, on: 2026-04-01, document: docs/advisory-procedure.pdf}",
        "Provide a place over https and enter it in maker.yaml. Example: advisories: {published: https://example.com/security/advisories, by: Hanako Sato, on: 2026-04-01, document: docs/advisory-procedure.pdf}",
    ),
    severity=Severity.LOW,
    claims=("advisories-published",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
    limits=Text("公表の場所の中身は見ません。", "It does not look at what is published."),
)
PUBLISHED = Text(
    "自社製品の問題を公表する場所があります", "There is a place where problems in own products are published"
)
PLAIN_HTTP = Text("公表の場所が平文の http になっている", "The place of publication is plain http")
UNPUBLISHED = Text(
    "自社製品の問題を公表していないと書かれている", "Problems in own products are said not to be published"
)
NONE = Text(
    "公表の場所（advisories.published）が書かれていません。",
    "Where advisories are published is not entered (advisories.published).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by `by` and `on`, the place of publication being the document; where a procedure is
    named too (`document`), it must exist as well."""
    advisories, file = documents.maker.advisories, documents.maker_file
    if advisories is not None and denies(advisories.published):
        at, proof = file.at("advisories.published"), f"advisories.published: {advisories.published}"
        yield CHECK.finding(at=at, proof=proof, title=UNPUBLISHED, severity=Severity.MEDIUM)
        return
    if advisories is None or not filled_in(advisories.published):
        yield CHECK.missing(reason=NONE, at=file.at("advisories"))
        return
    at = file.at("advisories.published")
    if advisories.published.casefold().startswith("http:"):
        yield CHECK.finding(at=at, proof=f"advisories.published: {advisories.published}", title=PLAIN_HTTP)
        return
    by, on = advisories.by, advisories.on
    named = [advisories.published] + ([advisories.document] if advisories.document else [])
    yield from weakest(
        testimony(CHECK, documents, what=PUBLISHED, at=at, by=by, on=on, document=document)
        for document in named
    )
