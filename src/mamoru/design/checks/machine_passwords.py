"""Connections of the device to other machines that authenticate by a password."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE
from mamoru.evidence import Check, Effort, Grade, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-016",
    title=Text("機器どうしの認証にパスワードを使っている", "Machines authenticate by a password"),
    why=Text(
        "機器に入れたパスワードは一台から取り出せ、長く変えられません。取り出した人はその機器になりすませます。",
        "A password inside the device can be taken out of one unit and stays for years; whoever has it passes for the device.",
    ),
    remedy=Text(
        "機器ごとの証明書か鍵に替え、product.yaml に書きます。例: interfaces: [{id: cloud, kind: client, protocol: mqtts, exposure: internet, authentication: certificate, encryption: TLS 1.3}]",
        "Change to a certificate or key of each unit and enter it in product.yaml. Example: interfaces: [{id: cloud, kind: client, protocol: mqtts, exposure: internet, authentication: certificate, encryption: TLS 1.3}]",
    ),
    severity=Severity.MEDIUM,
    claims=("machines-without-passwords",),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-309",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
    version=2,
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
ALL = Text(
    "接続（{names}）はパスワードを使わないと書かれています",
    "The connections {names} are said to use no password",
)
NOBODY = Text(
    "ほかの機器やサービスへの接続（kind: client）がありません。",
    "No connection to another machine or service is listed (kind: client).",
)
UNSAID = Text(
    "認証方式（authentication）の書かれていない接続があります: {names}",
    "Connections that do not state their authentication: {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding for each connection of its own that names a password among its ways of authentication."""
    product, file = documents.product, documents.product_file
    at = file.at("interfaces")
    if documents.release is None or not product.interfaces:
        yield CHECK.missing(reason=NO_RELEASE if product.interfaces else NO_INTERFACES, at=at)
        return
    own = [(n, i) for n, i in enumerate(product.interfaces) if i.kind == "client" and i.enabled]
    if not own:
        yield NotApplicable(reason=NOBODY)
        return
    by_password = [(n, i) for n, i in own if "password" in i.ways]
    for n, entry in by_password:
        proof = f"{entry.id}: {entry.protocol}, authentication: password"
        yield CHECK.finding(at=file.at(f"interfaces[{n}].authentication"), proof=proof)
    unsaid = [entry.id for _, entry in own if not entry.ways]
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at)
    elif not by_password:
        yield CHECK.shown(proof=ALL.fill(names=listing(entry.id for _, entry in own)), at=at)
