"""Registration as product developer with JPCERT/CC, looked after once a year."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.calendar import months_after
from mamoru.product.people import same_person
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies, filled_in

CHECK = Check(
    id="DOC-OPS-007",
    title=Text(
        "JPCERT/CCの登録を1年以上確かめていない",
        "The registration with JPCERT/CC was not checked for over a year",
    ),
    why=Text(
        "国内で届け出られた脆弱性は、IPAの受付後、JPCERT/CCから連絡されます。担当者が替わって連絡がつかないと、知らないうちに公表の日が来ます。",
        "What is reported in Japan reaches you through JPCERT/CC. If the contact has changed and cannot be reached, publication comes without you.",
    ),
    remedy=Text(
        "登録内容（担当・代理・宛先・PGP鍵の期限）を確かめ、JPCERT/CCからの返事などの控えとともに maker.yaml に書きます。例: jpcert: {registered: 2025-06-01, contact: 佐藤花子, deputy: 鈴木一郎, checked: 2026-06-01, record: docs/jpcert.pdf}",
        "Check the entry (contact, deputy, address, expiry of the PGP key) and enter it in maker.yaml, with a record of it such as JPCERT/CC's answer. Example: jpcert: {registered: 2025-06-01, contact: Hanako Sato, deputy: Ichiro Suzuki, checked: 2026-06-01, record: docs/jpcert.pdf}",
    ),
    severity=Severity.LOW,
    claims=("jpcert-registered",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=3,
    limits=Text("JPCERT/CCの一覧は照会しません。", "It does not query JPCERT/CC's list."),
)
PERIOD_MONTHS = 12
FUTURE = Text("登録日が未来になっている", "The registration is dated in the future")
ALONE = Text("窓口の担当と代理が同じ人になっている", "Contact and deputy are the same person")
NO_DEPUTY = Text("窓口の代理がいないと書かれている", "The contact is said to have no deputy")
REGISTERED = Text(
    "製品開発者として登録されています（{kind}、{registered}、最終確認 {checked}）",
    "Registered as product developer ({kind}, {registered}, last checked {checked})",
)
DEPUTY = Text("窓口の代理（deputy）", "a deputy of the contact")
NONE = Text(
    "JPCERT/CCへの登録（jpcert）が書かれていません。", "No registration with JPCERT/CC is entered (jpcert)."
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested where the contact, a deputy and a record of the registration are named, and the entry was checked
    within a year; what is only typed is declared."""
    jpcert, file = documents.maker.jpcert, documents.maker_file
    if jpcert is None:
        yield CHECK.missing(reason=NONE, at=file.at("jpcert"))
        return
    if jpcert.registered > documents.on:
        proof = f"jpcert.registered: {jpcert.registered} > {documents.on}"
        yield CHECK.finding(at=file.at("jpcert.registered"), proof=proof, title=FUTURE)
        return
    checked = jpcert.registered
    if jpcert.checked is not None and jpcert.checked <= documents.on:
        checked = max(checked, jpcert.checked)
    if months_after(checked, PERIOD_MONTHS) < documents.on:
        yield CHECK.finding(
            at=file.at("jpcert.checked"), proof=f"jpcert: {checked} + 12 months < {documents.on}"
        )
    if filled_in(jpcert.contact) and same_person(jpcert.contact, jpcert.deputy):
        proof = f"jpcert.contact: {jpcert.contact}, deputy: {jpcert.deputy}"
        yield CHECK.finding(at=file.at("jpcert.deputy"), proof=proof, title=ALONE)
    if denies(jpcert.deputy):
        proof = f"jpcert.deputy: {jpcert.deputy}"
        yield CHECK.finding(at=file.at("jpcert.deputy"), proof=proof, title=NO_DEPUTY)
    what = REGISTERED.fill(kind=jpcert.kind, registered=jpcert.registered, checked=checked)
    yield testimony(
        CHECK, documents, what=what, at=file.at("jpcert"),
        by=jpcert.contact, on=checked, document=jpcert.record,
        lacking=[] if filled_in(jpcert.deputy) else [DEPUTY],
    )  # fmt: skip
