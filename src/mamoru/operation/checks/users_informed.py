"""Users find manual, cautions, set-up, disposal and the handling of their data."""

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
    id="DOC-OPS-003",
    title=Text("利用者への情報があるか", "Whether users are informed"),
    why=Text(
        "設定や廃棄のしかたを知らない利用者は、安全につくった製品も危なく使います。問い合わせも減ります。",
        "A user who does not know how to set up or discard uses even a safe product unsafely. Good information also saves support calls.",
    ),
    remedy=Text(
        "説明の場所を product.yaml に書きます。例: information: {manual: https://example.com/manual, cautions: https://example.com/cautions, setup: https://example.com/setup, disposal: https://example.com/disposal, privacy: https://example.com/privacy, confirmed: {by: 高橋実, on: 2026-09-01}}",
        "Enter where they stand in product.yaml. Example: information: {manual: https://example.com/manual, cautions: https://example.com/cautions, setup: https://example.com/setup, disposal: https://example.com/disposal, privacy: https://example.com/privacy, confirmed: {by: Minoru Takahashi, on: 2026-09-01}}",
    ),
    severity=Severity.LOW,
    claims=(
        "user-guidance-published",
        "cautions-published",
        "secure-setup-guided",
        "disposal-guided",
        "personal-data-explained",
    ),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
    limits=Text("説明の中身は読みません。", "It does not read the information."),
)
PLACES = {
    "secure-setup-guided": ("setup", Text("安全な設定の案内", "guidance on secure set-up")),
    "disposal-guided": ("disposal", Text("廃棄と初期化の案内", "guidance on disposal and reset")),
    "personal-data-explained": ("privacy", Text("個人データの扱いの説明", "explanation of personal data")),
    "user-guidance-published": ("manual", Text("取扱説明書", "the manual")),
    "cautions-published": ("cautions", Text("注意事項", "the cautions")),
}
THERE = Text("{what}があります（{field}: {where}）", "There is {what} ({field}: {where})")
DENIED = Text("{what}がないと書かれている", "There is said to be no {what}")
NONE = Text(
    "{what}の場所（information.{field}）が書かれていません。",
    "Where {what} stands is not entered (information.{field}).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Each place of information shows its claim, and one that is denied refutes it; attested by who confirmed it (`confirmed`), the
    page or file itself being the document."""
    for claim, (field, what) in PLACES.items():
        yield _there(documents, claim, field, what)


def _there(documents: Documents, claim: str, field: str, what: Text) -> Shown | Missing | Finding:
    information = documents.product.information
    at = documents.product_file.at(f"information.{field}")
    where: str | None = getattr(information, field)
    if denies(where):
        proof, title = f"information.{field}: {where}", DENIED.fill(what=what)
        return CHECK.finding(at=at, proof=proof, title=title, refutes=(claim,))
    if not filled_in(where):
        return CHECK.missing(reason=NONE.fill(what=what, field=field), at=at, claims=(claim,))
    confirmed = information.confirmed
    return testimony(
        CHECK, documents, what=THERE.fill(what=what, field=field, where=where or ""), at=at, claim=claim,
        by=confirmed.by if confirmed else None, on=confirmed.on if confirmed else None, document=where,
    )  # fmt: skip
