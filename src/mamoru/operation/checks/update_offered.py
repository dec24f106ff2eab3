"""How updates are delivered, announced and explained to users."""

from collections.abc import Iterator

from mamoru.evidence import (
    Check,
    Effort,
    Finding,
    Grade,
    Missing,
    Observation,
    Severity,
    Shown,
    Silence,
    SubjectKind,
)
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies, filled_in

CHECK = Check(
    id="DOC-OPS-010",
    title=Text(
        "更新を提供し、知らせ、案内しているか", "Whether updates are offered, announced and explained"
    ),
    why=Text(
        "直せない製品は、弱点が一つ見つかった日に価値を失います。届けても、利用者が入れなければ同じです。",
        "A product that cannot be mended loses its worth on the day of its first weakness; so does one whose users never install the fix.",
    ),
    remedy=Text(
        "更新の方法・知らせ方・手順を product.yaml に書きます。例: update: {method: network, automatic: true, notification: 画面とメール} と information: {update: https://example.com/update, confirmed: {by: 高橋実, on: 2026-09-01}}",
        "Enter method, notification and instructions in product.yaml. Example: update: {method: network, automatic: true, notification: on screen and by mail} and information: {update: https://example.com/update, confirmed: {by: Minoru Takahashi, on: 2026-09-01}}",
    ),
    severity=Severity.LOW,
    claims=("fixes-provided", "update-automatic", "update-notified", "update-guided"),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
)
DELIVERED = Text("更新の提供方法が決まっています（{method}）", "Delivery of updates is settled ({method})")
AUTOMATIC = Text("自動更新に対応すると書かれています", "Automatic updates are said to be supported")
NOTIFIED = Text("更新を知らせます: {how}", "Users are notified of updates: {how}")
EASY = Text("更新の手順が案内されています", "Users are guided in updating")
NONE = Text("更新の方法（update）が書かれていません。", "No method of update is entered (update).")
NO_UPDATES = Text("修正を届ける方法がないと書かれている", "There is said to be no way to deliver fixes")
BY_HAND_ONLY = Text("自動更新に対応しないと書かれている", "Automatic updates are said not to be supported")
SILENT = Text("更新を知らせないと書かれている", "Updates are said not to be announced")
UNGUIDED = Text("更新の手順がないと書かれている", "Updating is said not to be explained")
ENDED = Text("サポート期間が終わり、修正が提供されない", "Support has ended and no fixes are provided")
NOT_AUTOMATIC = Text(
    "自動更新（update.automatic）に対応すると書かれていません。",
    "Automatic updates are not stated (update.automatic).",
)
NOT_NOTIFIED = Text(
    "更新の知らせ方（update.notification）が書かれていません。",
    "How users are notified is not entered (update.notification).",
)
NOT_GUIDED = Text(
    "更新の手順の場所（information.update）が書かれていません。",
    "Where updating is explained is not entered (information.update).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """What `update` and `information.update` say of four claims: what they deny is a finding, what they
    do not tell is missing, the rest is attested where somebody confirmed the information and the
    instructions for users exist, else declared."""
    update, file = documents.product.update, documents.product_file
    if update is None:
        yield CHECK.missing(reason=NONE, at=file.at("update"))
        return
    if update.method == "none":
        yield _denied(documents, "fixes-provided", NO_UPDATES, "update.method", "none")
        return
    until = documents.product.support.until
    if until is not None and until < documents.on:
        yield _denied(documents, "fixes-provided", ENDED, "support.until", str(until))
    else:
        yield _told(documents, "fixes-provided", DELIVERED.fill(method=update.method), "update.method")
    if update.automatic is False:
        yield _denied(documents, "update-automatic", BY_HAND_ONLY, "update.automatic", "false")
    elif update.automatic:
        yield _told(documents, "update-automatic", AUTOMATIC, "update.automatic")
    else:
        at = file.at("update.automatic")
        yield CHECK.missing(reason=NOT_AUTOMATIC, at=at, claims=("update-automatic",))
    how = NOTIFIED.fill(how=update.notification or "")
    yield _words(documents, "update-notified", update.notification, "update.notification",
                 (how, SILENT, NOT_NOTIFIED))  # fmt: skip
    yield _words(documents, "update-guided", documents.product.information.update, "information.update",
                 (EASY, UNGUIDED, NOT_GUIDED))  # fmt: skip


def _words(
    documents: Documents, claim: str, written: str | None, field: str, texts: tuple[Text, Text, Text]
) -> Shown | Missing | Finding:
    told, denied, unsaid = texts
    if denies(written):
        return _denied(documents, claim, denied, field, written or "")
    if filled_in(written):
        return _told(documents, claim, told, field)
    return CHECK.missing(reason=unsaid, at=documents.product_file.at(field), claims=(claim,))


def _denied(documents: Documents, claim: str, title: Text, field: str, written: str) -> Finding:
    at = documents.product_file.at(field)
    severity = Severity.HIGH if claim == "fixes-provided" else None
    proof = f"{field}: {written}"
    return CHECK.finding(at=at, proof=proof, title=title, severity=severity, refutes=(claim,))


def _told(documents: Documents, claim: str, what: Text, field: str) -> Shown | Missing:
    information = documents.product.information
    confirmed = information.confirmed
    return testimony(
        CHECK, documents, what=what, at=documents.product_file.at(field), claim=claim,
        by=confirmed.by if confirmed else None, on=confirmed.on if confirmed else None,
        document=None if denies(information.update) else information.update,
    )  # fmt: skip
