"""Passwords and tokens that are declared to open an interface without encryption."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE, encrypted, in_clear, on_a_network
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.model import Interface
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-019",
    title=Text("パスワードやトークンを平文で送っている", "A password or token is sent in clear"),
    why=Text(
        "平文で送られたパスワードやトークンは、同じネットワークで一度聞くだけで使えます。要求応答式でも、聞いた応答から推測できます。",
        "A password or token sent in clear can be used by whoever hears it once on the same network; a challenge and response can be guessed from what was heard.",
    ),
    remedy=Text(
        "TLSなどで暗号化された方式に替えて product.yaml に書きます。例: interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password, encryption: TLS 1.3}]",
        "Change to an encrypted protocol and enter it in product.yaml. Example: interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password, encryption: TLS 1.3}]",
    ),
    severity=Severity.HIGH,
    claims=("secrets-sent-encrypted",),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-522", "CWE-319"),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "書かれたことだけを見ます。通信は記録しません。",
        "It sees only what is written and captures no traffic.",
    ),
)
ALL = Text(
    "パスワードやトークンを使う入口（{names}）は暗号化されると書かれています",
    "Interfaces that ask for a password or token ({names}) are said to be encrypted",
)
UNSAID = Text(
    "パスワードやトークンを使い、暗号化（encryption）の書かれていない入口があります: {names}",
    "Interfaces that ask for a password or token and do not state their encryption: {names}",
)
NO_SECRET = Text(
    "パスワードやトークンを使うネットワークの入口が書かれていません。",
    "No interface on a network is said to ask for a password or token.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding for each interface on a network that asks for a password or token and is in clear. That none is
    sent in clear is no more than declared: a test that captures the traffic shows it."""
    product, file = documents.product, documents.product_file
    at = file.at("interfaces")
    if documents.release is None or not product.interfaces:
        yield CHECK.missing(reason=NO_RELEASE if product.interfaces else NO_INTERFACES, at=at)
        return
    asking = [(n, i) for n, i in enumerate(product.interfaces) if _secrets(i)]
    plain = [(n, i) for n, i in asking if in_clear(i)]
    for n, entry in plain:
        ways = ", ".join(_secrets(entry))
        proof = f"{entry.id}: {entry.protocol}, authentication: {ways}, encryption: {entry.encryption}"
        yield CHECK.finding(at=file.at(f"interfaces[{n}].encryption"), proof=proof)
    unsaid = [entry.id for _, entry in asking if encrypted(entry) is None]
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at)
    elif not asking:
        yield CHECK.missing(reason=NO_SECRET, at=at)
    elif not plain:
        yield CHECK.shown(proof=ALL.fill(names=listing(entry.id for _, entry in asking)), at=at)


def _secrets(entry: Interface) -> list[str]:
    """The ways of authentication by which something secret goes over the interface."""
    reached = entry.enabled and on_a_network(entry)
    return [way for way in entry.ways if way in ("password", "token")] if reached else []
