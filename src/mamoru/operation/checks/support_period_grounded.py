"""The support period has stated grounds, and is long enough where a law says how long."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.calendar import months_after
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies, filled_in

CHECK = Check(
    id="DOC-OPS-002",
    title=Text(
        "EU向けなのにサポート期間が5年より短く、根拠がない",
        "Sold in the EU, supported for less than five years, without grounds",
    ),
    why=Text(
        "期間の理由を残しておくと、取引先や当局に聞かれたときに答えられ、次の製品でも同じ考え方で決められます。",
        "With its grounds kept, you can answer a customer or authority who asks, and decide the next product alike.",
    ),
    remedy=Text(
        "想定する使用年数や主な部品の保守期限など、決めた理由を product.yaml に書きます。例: support: {grounds: 想定使用年数5年と、OSの保守期限から, decided: {by: 山田太郎, on: 2026-03-01, document: docs/support.pdf}}",
        "Enter why in product.yaml: expected use, maintenance of the main parts. Example: support: {grounds: five years of expected use and the OS's maintenance, decided: {by: Taro Yamada, on: 2026-03-01, document: docs/support.pdf}}",
    ),
    severity=Severity.MEDIUM,
    claims=("support-period-grounded",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
)
LEAST_MONTHS = 60
GROUNDED = Text("サポート期間の根拠が書かれています: {grounds}", "Grounds of the support period: {grounds}")
NO_GROUNDS = Text("サポート期間の根拠がないと書かれている", "The support period is said to have no grounds")
NONE = Text(
    "サポート期間の根拠（support.grounds）が書かれていません。",
    "No grounds of the support period are entered (support.grounds).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by who decided the period, with the decision's document.

    Short of five years without grounds is a finding for products sold in the EU: Regulation (EU)
    2024/2847, Article 13(8), asks for five years unless the expected use is shorter.
    """
    product, file = documents.product, documents.product_file
    support, at = product.support, file.at("support.grounds")
    if filled_in(support.grounds):
        decided = support.decided
        yield testimony(
            CHECK, documents, what=GROUNDED.fill(grounds=support.grounds or ""), at=at,
            by=decided.by if decided else None, on=decided.on if decided else None,
            document=decided.document if decided else None,
        )  # fmt: skip
        return
    if denies(support.grounds):
        yield CHECK.finding(at=at, proof=f"support.grounds: {support.grounds}", title=NO_GROUNDS)
        return
    start, until = support.sales_start, support.until
    if "eu" in product.markets and start and until and start <= until < months_after(start, LEAST_MONTHS):
        proof = f"support: {start} – {until}, markets: eu"
        yield CHECK.finding(at=file.at("support.until"), proof=proof)
        return
    yield CHECK.missing(reason=NONE, at=at)
