"""The day on which security support ends is decided, still to come, and published."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies

CHECK = Check(
    id="DOC-OPS-001",
    title=Text("サポート期間がすでに終わっている", "Support has already ended"),
    why=Text(
        "買う人は、いつまで安全に使えるかで製品を選びます。終わったあとも売られたり使われたりする製品は、直らない弱点として残ります。",
        "Buyers choose by how long a product stays safe. One that is sold or used beyond that day remains as a weakness that nobody mends.",
    ),
    remedy=Text(
        "終了日を決めて公開し、product.yaml に書きます。例: support: {until: 2031-03-31, published: https://example.com/support, decided: {by: 山田太郎, on: 2026-03-01}}",
        "Decide and publish the date and enter it in product.yaml. Example: support: {until: 2031-03-31, published: https://example.com/support, decided: {by: Taro Yamada, on: 2026-03-01}}",
    ),
    severity=Severity.HIGH,
    claims=("support-end-published",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
    limits=Text("公開先の中身は見ません。", "It does not look at what is published."),
)
PUBLISHED = Text("サポート終了日 {until} が公開されています", "The end of support, {until}, is published")
NO_END = Text(
    "サポート終了日（support.until）が書かれていません。", "No end of support is entered (support.until)."
)
UNPUBLISHED = Text(
    "サポート終了日を決めたのに公開していない（support.published がない）",
    "The end of support is set and not published (no support.published)",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A date that is set and published nowhere is a finding. Attested by who decided the date, with the publication itself as the document."""
    support, file = documents.product.support, documents.product_file
    if support.until is None:
        yield CHECK.missing(reason=NO_END, at=file.at("support.until"))
        return
    if support.until < documents.on:
        proof = f"support.until: {support.until} < {documents.on}"
        yield CHECK.finding(at=file.at("support.until"), proof=proof)
        return
    if support.published is None or denies(support.published):
        proof = f"support.until: {support.until}, support.published: {support.published or '–'}"
        yield CHECK.finding(
            at=file.at("support.published"), proof=proof, title=UNPUBLISHED, severity=Severity.MEDIUM
        )
        return
    yield testimony(
        CHECK, documents, what=PUBLISHED.fill(until=support.until), at=file.at("support.published"),
        by=support.decided.by if support.decided else None,
        on=support.decided.on if support.decided else None, document=support.published,
    )  # fmt: skip
