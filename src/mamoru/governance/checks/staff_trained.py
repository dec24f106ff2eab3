"""Training in product security within the last twelve months."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.calendar import months_after
from mamoru.product.testimony import testimony

CHECK = Check(
    id="DOC-POL-003",
    title=Text("教育が1年以上行われていない", "No training for more than a year"),
    why=Text(
        "攻撃の手口は毎年変わります。小さな会社では一人の思い込みがそのまま製品の弱点になるので、年に一度は学び直します。",
        "Attacks change every year. In a small company one person's belief becomes the product's weakness, so learn anew once a year.",
    ),
    remedy=Text(
        "教育を行い（社内の勉強会や無料の公開講座でも構いません）、maker.yaml に書きます。例: education: [{on: 2026-10-05, subject: 脆弱性対応の基礎, by: 佐藤花子, attendees: 6, document: docs/training-2026.pdf}]",
        "Hold a training (an internal session or a free public course will do) and enter it in maker.yaml. Example: education: [{on: 2026-10-05, subject: Handling vulnerabilities, by: Hanako Sato, attendees: 6, document: docs/training-2026.pdf}]",
    ),
    severity=Severity.LOW,
    claims=("staff-trained",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
)
PERIOD_MONTHS = 12
EMPTY = Text("誰も参加していない教育を数えている", "A training that nobody attended")
HELD = Text("教育「{subject}」を{n}人が受けました", "{n} people attended the training “{subject}”")
NONE = Text("教育の記録（education）がありません。", "No training is recorded (education).")
PLANNED = Text(
    "書かれている教育はすべてこれからの予定です。", "Every training that is entered is still to come."
)
NO_ATTENDEES = Text("参加者数", "a number of attendees")


def run(documents: Documents) -> Iterator[Observation]:
    """The latest training held decides; one that nobody is said to have attended is only declared."""
    file, education = documents.maker_file, documents.maker.education
    held = [(n, t) for n, t in enumerate(education) if t.on <= documents.on]
    if not held:
        yield CHECK.missing(reason=PLANNED if education else NONE, at=file.at("education"))
        return
    n, latest = max(held, key=lambda pair: pair[1].on)
    due = months_after(latest.on, PERIOD_MONTHS)
    if due < documents.on:
        yield CHECK.finding(at=file.at(f"education[{n}].on"), proof=f"education[{n}].on: {latest.on}")
        return
    if f"education[{n}].attendees" in file.lines and not latest.attendees:
        at = file.at(f"education[{n}].attendees")
        yield CHECK.finding(at=at, proof=f"education[{n}].attendees: 0", title=EMPTY)
        return
    yield testimony(
        CHECK, documents, what=HELD.fill(subject=latest.subject, n=str(latest.attendees)),
        at=file.at(f"education[{n}]"), by=latest.by, on=latest.on, document=latest.document,
        lacking=() if latest.attendees else (NO_ATTENDEES,),
    )  # fmt: skip
