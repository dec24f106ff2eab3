"""Network services of the product that are declared to ask nobody who they are."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE, answers_whoever_asks, guarded
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-008",
    title=Text("認証のないネットワークの入口がある", "A network service without authentication"),
    why=Text(
        "認証のない入口は、同じネットワークの誰にでも、インターネットに出ていれば世界中の誰にでも開いています。",
        "A service that asks nobody is open to all on the same network, and to the whole world where it faces the internet.",
    ),
    remedy=Text(
        "認証を付けるか、要らない理由と守り方を product.yaml に書きます。例: interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password, encryption: TLS 1.3}]、要らないとき protection: 機種名だけを返し、設定は変えられない",
        "Add authentication, or enter why it needs none and what guards it in product.yaml. Example: interfaces: [{id: web, kind: network-service, protocol: https, port: 443, authentication: password, encryption: TLS 1.3}]; where none is needed protection: answers with its model name only, changes nothing",
    ),
    severity=Severity.HIGH,
    claims=("users-authenticated", "settings-authorised"),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-306",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
    limits=Text(
        "書かれたことだけを見ます。実機やファームウェアは別の検査が見ます。",
        "It sees only what is written; device and firmware are looked at by other checks.",
    ),
)
ALL = Text("入口（{names}）に認証があると書かれています", "The services {names} are said to authenticate")
UNSAID = Text(
    "認証方式（authentication）の書かれていない入口があります: {names}",
    "Services that do not state their authentication: {names}",
)
NO_SERVICES = Text(
    "動いているネットワークの入口（network-service）が書かれていません。",
    "No running network service is listed.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding where `authentication: none` is written: whoever reaches the service may change what it changes.
    Words (`protection`) may say that it changes nothing; that users are authenticated they do not, but for what
    has to answer whoever asks. That settings need rights nothing written here shows."""
    product, file = documents.product, documents.product_file
    if documents.release is None or not product.interfaces:
        reason = NO_RELEASE if product.interfaces else NO_INTERFACES
        yield CHECK.missing(reason=reason, at=file.at("interfaces"), claims=CHECK.claims[:1])
        return
    asking, unsaid = [], []
    for n, entry in enumerate(product.interfaces):
        if entry.kind != "network-service" or not entry.enabled:
            continue
        field = f"interfaces[{n}].authentication"
        if entry.asks not in (None, "none"):
            asking.append(entry.id)
        elif guarded(entry):
            if entry.asks == "none" and not answers_whoever_asks(entry):
                proof = f"{entry.id}: {entry.protocol}, authentication: none, protection: {entry.protection}"
                yield CHECK.finding(
                    at=file.at(field), proof=proof, severity=Severity.MEDIUM, refutes=CHECK.claims[:1]
                )
        elif entry.asks == "none" and entry.exposure in ("internet", "local-network"):
            grave = Severity.CRITICAL if entry.exposure == "internet" else None
            proof = f"{entry.id}: {entry.protocol}, {entry.exposure}, authentication: none"
            yield CHECK.finding(at=file.at(field), proof=proof, severity=grave)
        else:
            unsaid.append(entry.id)
    at = file.at("interfaces")
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at, claims=CHECK.claims[:1])
    elif asking:
        yield CHECK.shown(proof=ALL.fill(names=listing(asking)), at=at)
    else:
        yield CHECK.missing(reason=NO_SERVICES, at=at, claims=CHECK.claims[:1])
