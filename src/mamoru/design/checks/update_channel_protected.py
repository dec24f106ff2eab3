"""Updates that are declared to arrive over a connection in clear, or from nobody in particular."""

import re
from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE, asks_time_or_name, in_clear
from mamoru.evidence import Check, Effort, Grade, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.model import Interface, Product
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-018",
    title=Text(
        "更新を守られていない経路で受け取っている", "Updates arrive over a connection that is not protected"
    ),
    why=Text(
        "平文の経路では、どの版を使っているかが分かり、更新を止めたり古い版を渡したりできます。署名の確認に誤りがあれば、偽の更新も入ります。",
        "In clear, anyone on the way sees which version runs, can hold updates back or hand out an old one, and a flaw in checking the signature lets a forged one in.",
    ),
    remedy=Text(
        "TLSなどで保護された経路に替え、product.yaml に書きます。例: interfaces: [{id: update-server, kind: client, protocol: https, authentication: certificate, encryption: TLS 1.3, purpose: 更新の取得}]",
        "Change to a protected connection such as TLS and enter it in product.yaml. Example: interfaces: [{id: update-server, kind: client, protocol: https, authentication: certificate, encryption: TLS 1.3, purpose: fetches updates}]",
    ),
    severity=Severity.MEDIUM,
    claims=("update-over-secure-channel",),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-319",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "書かれたことだけを見ます。更新の経路は、id・目的・相手の言葉と、ファームウェアを運ぶデータ（data の sent_by）から見分けます。",
        "It sees only what is written. Which connection carries updates it tells by the words of id, purpose and peer, and by data of kind firmware (sent_by).",
    ),
)
ALL = Text(
    "更新の経路（{names}）は暗号化されると書かれています", "Updates are said to arrive encrypted ({names})"
)
NOT_BY_NETWORK = Text(
    "更新がネットワークで届きません（update.method）。",
    "Updates do not arrive over a network (update.method).",
)
NO_CHANNEL = Text(
    "どの接続で更新が届くか、暗号化されるかが書かれていません（interfaces の purpose と encryption）。",
    "It is not written over which connection updates arrive, or whether that is encrypted (purpose and encryption of interfaces).",
)
_CARRIES = re.compile(
    r"updates?\b|upgrade|firmware|\bf?ota\b|(?<!の)更新(?!する|表示)|の更新を?(?:取得|配信|確認)|アップデート|ファームウェア",
    re.IGNORECASE,
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding for each connection that carries updates in clear, or from nobody in particular; where none says
    that it carries them, for each connection if all of them are in clear."""
    product, file = documents.product, documents.product_file
    at = file.at("interfaces")
    if documents.release is None or not product.interfaces:
        yield CHECK.missing(reason=NO_RELEASE if product.interfaces else NO_INTERFACES, at=at)
        return
    if product.update is None or product.update.method not in ("network", "both"):
        known = product.update is not None
        yield NotApplicable(reason=NOT_BY_NETWORK) if known else CHECK.missing(reason=NO_CHANNEL, at=at)
        return
    named, possible = _channels(product)
    plain = [(n, i) for n, i in named if in_clear(i) or i.asks == "none"]
    if not named and possible and all(in_clear(i) for _, i in possible):
        plain = possible
    for n, entry in plain:
        field = "encryption" if in_clear(entry) else "authentication"
        proof = f"{entry.id}: {entry.protocol}, {field}: {getattr(entry, field)}"
        yield CHECK.finding(at=file.at(f"interfaces[{n}].{field}"), proof=proof)
    if plain:
        return
    if named and all(entry.encryption for _, entry in named):
        yield CHECK.shown(proof=ALL.fill(names=listing(i.id for _, i in named)), at=at)
    else:
        yield CHECK.missing(reason=NO_CHANNEL, at=at)


def _channels(product: Product) -> tuple[list[tuple[int, Interface]], list[tuple[int, Interface]]]:
    """The connections that are said to carry updates, and all that could."""
    firmware = {id for item in product.data if "firmware" in item.kinds for id in item.sent_by}
    possible = [
        (n, i)
        for n, i in enumerate(product.interfaces)
        if i.enabled and i.kind in ("client", "radio") and not asks_time_or_name(i)
    ]
    named = [(n, i) for n, i in possible if i.id in firmware or _CARRIES.search(_words(i))]
    return named, [(n, i) for n, i in possible if i.kind == "client"]


def _words(entry: Interface) -> str:
    return " ".join((entry.id, entry.purpose or "", entry.peer or ""))
