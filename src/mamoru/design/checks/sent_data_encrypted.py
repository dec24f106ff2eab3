"""Personal data and credentials that are declared to be sent in clear."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE, encrypted, on_a_network
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.model import DataItem
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-DES-010",
    title=Text("個人データや認証情報を平文で送っている", "Personal data or credentials are sent in clear"),
    why=Text(
        "平文の通信は、同じ無線LANにいる人や途中の機器がそのまま読み、書き換えられます。",
        "What is sent in clear can be read and altered by anyone on the same wireless LAN and every box on the way.",
    ),
    remedy=Text(
        "TLSなどで暗号化された方式に替えて product.yaml に書きます。例: interfaces: [{id: stream, kind: network-service, protocol: rtsps, authentication: password, encryption: TLS 1.3}]",
        "Change to an encrypted protocol and enter it in product.yaml. Example: interfaces: [{id: stream, kind: network-service, protocol: rtsps, authentication: password, encryption: TLS 1.3}]",
    ),
    severity=Severity.HIGH,
    claims=("sent-data-protected", "secrets-sent-encrypted"),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-319",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=3,
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
ALL = Text(
    "送信するデータ（{names}）は保護されると書かれています", "Data sent ({names}) is said to be protected"
)
UNSAID = Text(
    "送るときの保護（interfaces の encryption か data の sent_protection）が分からないデータがあります: {names}",
    "Data whose protection on the way is not stated (encryption of interfaces, or sent_protection of data): {names}",
)
NOTHING_SENT = Text(
    "送信するデータ（data の sent_by）が書かれていません。",
    "No data is said to be sent (sent_by under data).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding for each interface that says `encryption: none` and sends data, and for each of a plain
    protocol that sends personal data, private data, credentials or what is marked sensitive; declared
    where every item is protected. Words on the data (`sent_protection`) do not hide what the interface
    says of itself. Of credentials nothing but a test tells that none is sent in clear."""
    product, file = documents.product, documents.product_file
    if documents.release is None or not product.interfaces:
        reason = NO_RELEASE if product.interfaces else NO_INTERFACES
        yield CHECK.missing(reason=reason, at=file.at("interfaces"), claims=CHECK.claims[:1])
        return
    sent = [item for item in product.data if item.sent_by]
    if not sent:
        yield CHECK.missing(reason=NOTHING_SENT, at=file.at("data"), claims=CHECK.claims[:1])
        return
    unsaid = []
    for item in sent:
        protected_itself = filled_in(item.sent_protection) and not denies(item.sent_protection)
        for n, entry in enumerate(product.interfaces):
            if entry.id not in item.sent_by or not entry.enabled or not on_a_network(entry):
                continue
            protected = encrypted(entry)
            if protected_itself and not denies(entry.encryption):
                continue
            if denies(entry.encryption) or (protected is False and _grave(item)):
                proof = f"{item.id} ({', '.join(item.kinds)}) → {entry.id}: {entry.protocol}, encryption: {entry.encryption}"
                yield CHECK.finding(
                    at=file.at(f"interfaces[{n}].encryption"),
                    proof=proof,
                    severity=None if _grave(item) else Severity.MEDIUM,
                    refutes=CHECK.claims if "credential" in item.kinds else CHECK.claims[:1],
                )
            elif not protected:
                unsaid.append(item.id)
    if unsaid:
        reason = UNSAID.fill(names=listing(unsaid))
        yield CHECK.missing(reason=reason, at=file.at("data"), claims=CHECK.claims[:1])
    else:
        yield CHECK.shown(proof=ALL.fill(names=listing(i.id for i in sent)), at=file.at("data"))


def _grave(item: DataItem) -> bool:
    return item.sensitive or item.about_people or "credential" in item.kinds
