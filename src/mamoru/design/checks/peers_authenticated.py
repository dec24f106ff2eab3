"""Connections of the device whose other side is declared to be authenticated by nothing."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE, asks_time_or_name, in_clear
from mamoru.evidence import Check, Effort, Grade, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.model import Interface
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-017",
    title=Text("通信相手を確かめずに接続している", "A connection does not authenticate its other side"),
    why=Text(
        "相手を確かめない接続では、途中に割り込んだ人や偽のサーバーが、機器に命令やデータを送り、送られたものを受け取れます。",
        "Where the other side is not authenticated, whoever steps in between, or a false server, can send commands and data and receive what the device sends.",
    ),
    remedy=Text(
        "証明書か鍵で相手を確かめる方式に替え、product.yaml に書きます（サーバー証明書を検証しているなら certificate）。例: interfaces: [{id: cloud, kind: client, protocol: mqtts, exposure: internet, authentication: certificate, encryption: TLS 1.3}]",
        "Change to a protocol that authenticates the other side by certificate or key, and enter it in product.yaml (certificate where the server's certificate is verified). Example: interfaces: [{id: cloud, kind: client, protocol: mqtts, exposure: internet, authentication: certificate, encryption: TLS 1.3}]",
    ),
    severity=Severity.HIGH,
    claims=("peers-authenticated",),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-287", "CWE-295"),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "書かれたことだけを見ます。時刻と名前の問い合わせ（NTP・DNS・DHCPなど）は対象にしません。",
        "It sees only what is written; questions of time and names (NTP, DNS, DHCP …) are left out.",
    ),
)
ALL = Text(
    "接続（{names}）は通信相手を確かめると書かれています",
    "The connections {names} are said to authenticate the other side",
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
    """A finding for each connection of its own that says `authentication: none`, and for each whose secret goes
    in clear: to whoever answers."""
    product, file = documents.product, documents.product_file
    at = file.at("interfaces")
    if documents.release is None or not product.interfaces:
        yield CHECK.missing(reason=NO_RELEASE if product.interfaces else NO_INTERFACES, at=at)
        return
    own = [(n, i) for n, i in enumerate(product.interfaces) if _matters(i)]
    if not own:
        yield NotApplicable(reason=NOBODY)
        return
    unknown = [(n, i) for n, i in own if i.asks == "none" or (_by_secret(i) and in_clear(i))]
    for n, entry in unknown:
        proof = f"{entry.id}: {entry.protocol}, authentication: {', '.join(entry.ways)}, encryption: {entry.encryption}"
        milder = None if in_clear(entry) else Severity.MEDIUM
        yield CHECK.finding(at=file.at(f"interfaces[{n}].authentication"), proof=proof, severity=milder)
    unsaid = [entry.id for _, entry in own if not entry.ways]
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at)
    elif not unknown:
        yield CHECK.shown(proof=ALL.fill(names=listing(entry.id for _, entry in own)), at=at)


def _matters(entry: Interface) -> bool:
    return entry.kind == "client" and entry.enabled and not asks_time_or_name(entry)


def _by_secret(entry: Interface) -> bool:
    return entry.asks in ("password", "token")
