"""Registration as product developer with JPCERT/CC, looked after once a year."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.calendar import months_after
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
        "登録内容（担当・代理・宛先・PGP鍵の期限）を確かめ、maker.yaml に書きます。例: jpcert: {registered: 2025-06-01, contact: 佐藤花子, deputy: 鈴木一郎, checked: 2026-06-01}",
        "Check the entry (contact, deputy, address, expiry of the PGP key) and enter it in maker.yaml. Example: jpcert: {registered: 2025-06-01, contact: Hanako Sato, deputy: Ichiro Suzuki, checked: 2026-06-01}",
    ),
    severity=Severity.LOW,
    claims=("jpcert-registered",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
    limits=Text("JPCERT/CCの一覧は照会しません。", "It does not query JPCERT/CC's list."),
)
PERIOD_MONTHS = 12
FUTURE = Text("登録日が未来になっている", "The registration is dated in the future")
ALONE = Text("窓口の担当と代理が同じ人になっている", "Contact and deputy are the same person")
NO_DEPUTY = Text("窓口の代理がいないと書かれている", "The contact is said to have no deputy")
REGISTERED = Text(
    "製品開発者として登録されています（{kind}、{registered}、窓口 {by}、最終確認 {checked}）",
    "Registered as product developer ({kind}, {registered}, contact {by}, last checked {checked})",
)
NO_CONTACT = Text(
    "製品開発者として登録されています（{kind}、{registered}。窓口の担当か代理が書かれていません）",
    "Registered as product developer ({kind}, {registered}; contact or deputy is not entered)",
)
NONE = Text(
    "JPCERT/CCへの登録（jpcert）が書かれていません。", "No registration with JPCERT/CC is entered (jpcert)."
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested where contact and deputy are named and the entry was checked within a year: the
    record is JPCERT/CC's own list, so no document of ours is asked for. Else declared."""
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
    named = filled_in(jpcert.contact) and filled_in(jpcert.deputy)
    if named and jpcert.contact == jpcert.deputy:
        proof = f"jpcert.contact: {jpcert.contact}, deputy: {jpcert.deputy}"
        yield CHECK.finding(at=file.at("jpcert.deputy"), proof=proof, title=ALONE)
    if denies(jpcert.deputy):
        proof = f"jpcert.deputy: {jpcert.deputy}"
        yield CHECK.finding(at=file.at("jpcert.deputy"), proof=proof, title=NO_DEPUTY)
    facts = {"kind": jpcert.kind, "registered": str(jpcert.registered), "checked": str(checked)}
    if named:
        proof_text = REGISTERED.fill(by=jpcert.contact or "", **facts)
        yield CHECK.shown(proof=proof_text, at=file.at("jpcert"), grade=Grade.ATTESTED, by=jpcert.contact)
    else:
        yield CHECK.shown(proof=NO_CONTACT.fill(**facts), at=file.at("jpcert"))
