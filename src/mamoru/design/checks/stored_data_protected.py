"""Personal data and credentials that are declared to be stored unprotected."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_RELEASE
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-DES-013",
    title=Text(
        "個人データや認証情報を守らずに保存している", "Personal data or credentials are stored unprotected"
    ),
    why=Text(
        "盗まれた機器や中古で売られた機器から、保存されたデータはそのまま読み出せます。",
        "From a stolen or resold device, stored data can be read as it lies.",
    ),
    remedy=Text(
        "暗号化などで守り、product.yaml に書きます。例: data: [{id: video, kind: privacy, description: 録画, stored: SDカード, stored_protection: AES-256 で暗号化}]",
        "Protect it, by encryption or otherwise, and enter it in product.yaml. Example: data: [{id: video, kind: privacy, description: recordings, stored: SD card, stored_protection: AES-256 encryption}]",
    ),
    severity=Severity.MEDIUM,
    claims=("stored-data-protected",),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-311",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
GRAVE = frozenset({"personal", "privacy", "health", "credential"})
ALL = Text(
    "保存するデータ（{names}）の守り方が書かれています", "The protection of stored data ({names}) is entered"
)
NONE = Text(
    "保存するデータ（data の stored）が書かれていません。",
    "No data is said to be stored (stored under data).",
)
UNSAID = Text(
    "保存の守り方（stored_protection）の書かれていないデータがあります: {names}",
    "Stored data without a protection (stored_protection): {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding only where `stored_protection` says that there is none."""
    product, file = documents.product, documents.product_file
    stored = [(n, item) for n, item in enumerate(product.data) if filled_in(item.stored)]
    if documents.release is None or not stored:
        reason = NO_RELEASE if stored else NONE
        yield CHECK.missing(reason=reason, at=file.at("data"))
        return
    unsaid = []
    for n, item in stored:
        field = f"data[{n}].stored_protection"
        if denies(item.stored_protection) and (item.sensitive or GRAVE & {*item.kinds}):
            proof = f"{item.id} ({', '.join(item.kinds)}): stored_protection: {item.stored_protection}"
            yield CHECK.finding(at=file.at(field), proof=proof)
        elif denies(item.stored_protection) or not filled_in(item.stored_protection):
            unsaid.append(item.id)
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=file.at("data"))
    else:
        yield CHECK.shown(proof=ALL.fill(names=listing(i.id for _, i in stored)), at=file.at("data"))
