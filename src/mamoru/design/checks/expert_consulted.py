"""Advice was taken from outside."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony

CHECK = Check(
    id="DOC-DES-006",
    title=Text("専門家の助言を受けているか", "Whether outside advice is taken"),
    why=Text(
        "専任者のいない会社では、半日の相談が何か月もの手戻りを防ぎます。公的機関の無料相談もあります。",
        "Where nobody does security full time, half a day of advice saves months of rework. Public bodies give some of it free.",
    ),
    remedy=Text(
        "相談の相手・日付・記録を product.yaml に書きます。例: consultations: [{with: 県工業技術センター, on: 2026-04-20, subject: 更新の設計, document: docs/advice.pdf}]",
        "Enter with whom, when and the record in product.yaml. Example: consultations: [{with: Prefectural Technology Centre, on: 2026-04-20, subject: design of updates, document: docs/advice.pdf}]",
    ),
    severity=Severity.INFO,
    claims=("expert-consulted",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
)
TAKEN = Text("{adviser} に相談しています", "Advice was taken from {adviser}")
NONE = Text("相談の記録（consultations）がありません。", "No consultation is recorded (consultations).")


def run(documents: Documents) -> Iterator[Observation]:
    """The latest consultation held; attested by the adviser with the record of the advice."""
    file = documents.product_file
    every = list(enumerate(documents.product.consultations))
    if not every:
        yield CHECK.missing(reason=NONE, at=file.at("consultations"))
        return
    held = [(n, c) for n, c in every if c.on <= documents.on]
    n, latest = max(held or every, key=lambda pair: pair[1].on)
    yield testimony(
        CHECK, documents, what=TAKEN.fill(adviser=latest.with_), at=file.at(f"consultations[{n}]"),
        by=latest.with_, on=latest.on, document=latest.document, outside=True,
    )  # fmt: skip
