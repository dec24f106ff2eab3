"""How updates are delivered, announced and explained to users."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Missing, Observation, Severity, Shown, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import filled_in

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
    claims=("fixes-provided", "update-automatic", "update-notified", "update-easy"),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
)
DELIVERED = Text("更新の提供方法が決まっています（{method}）", "Delivery of updates is settled ({method})")
AUTOMATIC = Text("自動更新に対応すると書かれています", "Automatic updates are said to be supported")
NOTIFIED = Text("更新を知らせます: {how}", "Users are notified of updates: {how}")
EASY = Text("更新の手順が案内されています", "Users are guided in updating")
NONE = Text("更新の方法（update）が書かれていません。", "No method of update is entered (update).")
NO_UPDATES = Text(
    "更新できない製品だと書かれています（update.method: none）。",
    "The product is said not to be updatable (update.method: none).",
)
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
ABANDONED = Text(
    "サポート期間が終わっているため、修正の提供は数えません。",
    "Support has ended, so the promise of fixes does not count.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """What `update` and `information.update` say of four claims; each is attested where somebody
    confirmed the information and the instructions for users exist, else declared."""
    update, file = documents.product.update, documents.product_file
    if update is None or update.method == "none":
        reason = NONE if update is None else NO_UPDATES
        yield CHECK.missing(reason=reason, at=file.at("update"))
        return
    until = documents.product.support.until
    if until is not None and until < documents.on:
        yield CHECK.missing(reason=ABANDONED, at=file.at("support.until"), claims=("fixes-provided",))
    else:
        yield _told(documents, "fixes-provided", DELIVERED.fill(method=update.method), "update.method")
    if update.automatic:
        yield _told(documents, "update-automatic", AUTOMATIC, "update.automatic")
    else:
        at = file.at("update.automatic")
        yield CHECK.missing(reason=NOT_AUTOMATIC, at=at, claims=("update-automatic",))
    if filled_in(update.notification):
        how = NOTIFIED.fill(how=update.notification or "")
        yield _told(documents, "update-notified", how, "update.notification")
    else:
        at = file.at("update.notification")
        yield CHECK.missing(reason=NOT_NOTIFIED, at=at, claims=("update-notified",))
    if filled_in(documents.product.information.update):
        yield _told(documents, "update-easy", EASY, "information.update")
    else:
        at = file.at("information.update")
        yield CHECK.missing(reason=NOT_GUIDED, at=at, claims=("update-easy",))


def _told(documents: Documents, claim: str, what: Text, field: str) -> Shown | Missing:
    information = documents.product.information
    confirmed = information.confirmed
    return testimony(
        CHECK, documents, what=what, at=documents.product_file.at(field), claim=claim,
        by=confirmed.by if confirmed else None, on=confirmed.on if confirmed else None,
        document=information.update,
    )  # fmt: skip
