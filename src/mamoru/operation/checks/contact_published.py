"""Contact windows for users, contractors and finders of vulnerabilities."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from mamoru.evidence import Check, Effort, Grade, Observation, Paper, Severity, Shown, Silence, SubjectKind
from mamoru.language import Text, joined
from mamoru.product import Documents
from mamoru.product.document_content import why_no_evidence
from mamoru.product.maker import Contact
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-OPS-004",
    title=Text("窓口の宛先が使える形でない", "A contact's address cannot be used as it is"),
    why=Text(
        "弱点を見つけた人の多くは善意です。連絡先が見つからないと、黙って公開されるか、悪用されるまで知らされません。",
        "Most who find a weakness mean well. If they find no address they publish it unasked, or you learn of it when it is abused.",
    ),
    remedy=Text(
        "宛先を mailto:・tel:・https: で始まる形で maker.yaml に書き、公開したページを保存して copy に書きます。例: contacts: [{kind: vulnerability, address: mailto:psirt@example.com, published: https://example.com/security, copy: docs/security.txt}]",
        "Enter the address beginning with mailto:, tel: or https: in maker.yaml, keep the page as published and name it under copy. Example: contacts: [{kind: vulnerability, address: mailto:psirt@example.com, published: https://example.com/security, copy: docs/security.txt}]",
    ),
    severity=Severity.MEDIUM,
    claims=("contact-published",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=3,
    limits=Text("窓口が応答するかは試しません。", "It does not try whether the window answers."),
)
SCHEMES = ("mailto:", "tel:", "https:")
KINDS = {
    "vulnerability": Text("脆弱性の連絡（vulnerability）", "reports of vulnerabilities (vulnerability)"),
    "user": Text("利用者（user）", "users (user)"),
    "contractor": Text("外注先（contractor）", "contractors (contractor)"),
}
KEY_TITLE = Text("PGP鍵が平文の http で配られている", "The PGP key is served over plain http")
KEY_REMEDY = Text(
    "鍵を https で配り、maker.yaml を直します。例: contacts: [{kind: vulnerability, address: mailto:psirt@example.com, pgp_key: https://example.com/psirt.asc}]",
    "Serve the key over https and mend maker.yaml. Example: contacts: [{kind: vulnerability, address: mailto:psirt@example.com, pgp_key: https://example.com/psirt.asc}]",
)
HIDDEN = Text("窓口を公開していない", "A contact window is not published")
OPEN = Text(
    "窓口が公開されています（{copies} に宛先があります。担当: {by}）",
    "The contact windows are published (their addresses stand in {copies}; held by {by})",
)
OPEN_DECLARED = Text(
    "窓口が書かれています（ファイルの記載のみ。{why}）",
    "Contact windows are entered (in the file only: {why})",
)
UNOPENED = Text(
    "{kind}: {published} は開いて確かめていません。公開したページを保存し、copy に書いてください",
    "{kind}: nobody has opened {published}; keep that page here and name it under copy",
)
LACKS_ADDRESS = Text(
    "{kind}: {copy} に宛先 {address} がありません", "{kind}: the address {address} does not stand in {copy}"
)
UNREADABLE = Text("{kind}: {copy} は文字として読めません", "{kind}: {copy} cannot be read as text")
EXPIRED = Text(
    "{kind}: {copy} の期限（Expires）{ended} が過ぎています", "{kind}: {copy} ended on {ended} (Expires)"
)
NO_HOLDER = Text(
    "窓口かセキュリティの担当者が roles にありません", "nobody is named as contact or security under roles"
)
NONE = Text("連絡窓口（contacts）が書かれていません。", "No contact window is entered (contacts).")
NO_KIND = Text(
    "窓口のない相手があります: {names}（contacts の kind）",
    "There is no window for: {names} (kind under contacts)",
)
UNPUBLISHED = Text(
    "窓口の公開場所（published）が書かれていないか、ありません: {names}",
    "Windows whose place of publication (published) is not entered or not there: {names}",
)

LEAST_DIGITS = 6  # of a telephone number
_NUMBERS = re.compile(r"\+?\d[\d\s().\-ー–]{4,24}\d")
_EXPIRES = re.compile(r"^Expires:\s*(\d{4}-\d{2}-\d{2})", re.MULTILINE | re.IGNORECASE)


def run(documents: Documents) -> Iterator[Observation]:
    """All three kinds of window must be there; contractors may be told theirs privately, the others must be
    published: one that is listed and published nowhere is a finding. An address that somebody typed is
    declared: it is attested where the page as published is kept here and the window's address stands in it."""
    contacts, file = documents.maker.contacts, documents.maker_file
    if not contacts:
        yield CHECK.missing(reason=NONE, at=file.at("contacts"))
        return
    wrong = False
    for n, contact in enumerate(contacts):
        if not contact.address.strip().casefold().startswith(SCHEMES):
            wrong = True
            proof = f"contacts[{n}].address: {contact.address}"
            yield CHECK.finding(at=file.at(f"contacts[{n}].address"), proof=proof)
        if contact.pgp_key is not None and contact.pgp_key.casefold().startswith("http:"):
            wrong = True
            at = file.at(f"contacts[{n}].pgp_key")
            yield CHECK.finding(
                at=at, proof=f"pgp_key: {contact.pgp_key}", title=KEY_TITLE, remedy=KEY_REMEDY
            )
        if contact.kind != "contractor" and (contact.published is None or denies(contact.published)):
            proof = f"contacts[{n}].published: {contact.published or '–'}"
            yield CHECK.finding(at=file.at(f"contacts[{n}].published"), proof=proof, title=HIDDEN)
            wrong = True
    there = {contact.kind for contact in contacts}
    open_to = {c.kind for c in contacts if documents.exists(c.published)} | ({"contractor"} & there)
    if absent := [text for kind, text in KINDS.items() if kind not in there]:
        yield CHECK.missing(reason=NO_KIND.fill(names=_names(absent)), at=file.at("contacts"))
    elif not wrong and (hidden := [text for kind, text in KINDS.items() if kind not in open_to]):
        yield CHECK.missing(reason=UNPUBLISHED.fill(names=_names(hidden)), at=file.at("contacts"))
    elif not wrong:
        yield _shown(documents)


def _names(texts: list[Text]) -> Text:
    return Text(listing(t.ja for t in texts).ja, listing(t.en for t in texts).en)


def _shown(documents: Documents) -> Shown:
    at = documents.maker_file.at("contacts")
    public = [contact for contact in documents.maker.contacts if contact.kind != "contractor"]
    reasons = [why for contact in public if (why := _why_unseen(documents, contact)) is not None]
    holders = (documents.maker.person("contact"), documents.maker.person("security"))
    by = next((name for name in holders if filled_in(name)), None)
    if by is None:
        reasons.append(NO_HOLDER)
    if reasons or by is None:
        return CHECK.shown(proof=OPEN_DECLARED.fill(why=joined(reasons)), at=at)
    files = [documents.files[name] for contact in public if (name := _copy(documents, contact))]
    papers = [
        Paper(place=f.place or f.path, bytes=f.bytes, sha256=f.sha256, by=by, on=documents.on) for f in files
    ]
    copies = listing(dict.fromkeys(f.path for f in files))
    proof = OPEN.fill(by=by, copies=copies)
    return CHECK.shown(proof=proof, at=at, grade=Grade.ATTESTED, by=by, papers=papers)


def _copy(documents: Documents, contact: Contact) -> str | None:
    """The page of a window that is kept here."""
    return contact.copy if contact.copy in documents.files else None


def _why_unseen(documents: Documents, contact: Contact) -> Text | None:
    """Why nothing shows that the window is published; None where its page shows it."""
    kind, copy = KINDS[contact.kind], _copy(documents, contact)
    if copy is None:
        return UNOPENED.fill(kind=kind, published=contact.published or "-")
    file = documents.files[copy]
    if (why := why_no_evidence(copy, file.bytes, file.content, None, least=1)) is not None:
        return why
    if file.content.text is None:
        return UNREADABLE.fill(kind=kind, copy=copy)
    if (ended := _expired(file.content.text, documents.on)) is not None:
        return EXPIRED.fill(kind=kind, copy=copy, ended=ended)
    if not _stands(contact, file.content.text):
        return LACKS_ADDRESS.fill(kind=kind, copy=copy, address=contact.address)
    return None


def _stands(contact: Contact, text: str) -> bool:
    """Whether the address stands in the page: of a telephone number the digits, however they are written; a
    form is the page itself."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    scheme, _, rest = contact.address.strip().casefold().partition(":")
    rest = rest.partition("?")[0]
    if scheme == "tel":
        wanted = _digits(rest)
        return len(wanted) >= LEAST_DIGITS and any(
            wanted == _digits(each) for each in _NUMBERS.findall(plain)
        )
    if scheme == "mailto":
        return "@" in rest and re.search(rf"(?<![\w.+-]){re.escape(rest)}(?![\w-]|\.\w)", plain) is not None
    return (
        contact.address.strip() == (contact.published or "").strip()
        or contact.address.strip().casefold() in plain
    )


def _digits(number: str) -> str:
    """A telephone number without what is written between, as it is dialled in Japan."""
    plain = "".join(c for c in number if c.isdigit() or c == "+")
    return "0" + plain.removeprefix("+81").removeprefix("0") if plain.startswith("+81") else plain


def _expired(text: str, on: date) -> str | None:
    """The day on which a security.txt says that it ends (RFC 9116, 2.5.5), where that is over."""
    found = _EXPIRES.search(text)
    return found[1] if found and found[1] < on.isoformat() else None
