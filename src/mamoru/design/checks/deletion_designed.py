"""How stored data is deleted is designed."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_RELEASE
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-DES-014",
    title=Text("保存したデータの消し方を決めているか", "Whether deletion of stored data is designed"),
    why=Text(
        "廃棄や転売された機器に前の利用者のデータが残っていると、漏えい事故になります。",
        "Data of the former user left in a scrapped or resold device is a leak.",
    ),
    remedy=Text(
        "消し方を product.yaml に書き、実機で確かめます。例: data: [{id: video, kind: privacy, description: 録画, stored: SDカード, deletion: 初期化で鍵を破棄する}]",
        "Enter how it is deleted in product.yaml and test it on the device. Example: data: [{id: video, kind: privacy, description: recordings, stored: SD card, deletion: a reset destroys the key}]",
    ),
    severity=Severity.LOW,
    claims=("reset-erases-data",),
    subject=SubjectKind.RELEASE,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
ALL = Text("データ（{names}）の消し方が書かれています", "How data ({names}) is deleted is entered")
KEPT = Text("保存したデータを消せないと書かれている", "Stored data is said not to be deletable")
NONE = Text(
    "保存するデータ（data の stored）が書かれていません。",
    "No data is said to be stored (stored under data).",
)
UNSAID = Text(
    "消し方（deletion）の書かれていないデータがあります: {names}",
    "Data without a way of deletion (deletion): {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding where `deletion` says that there is none; declared where all stored data of the user's says how it is deleted (firmware is not theirs)."""
    product, at = documents.product, documents.product_file.at("data")
    stored = [item for item in product.data if filled_in(item.stored) and "firmware" not in item.kinds]
    if documents.release is None or not stored:
        yield CHECK.missing(reason=NO_RELEASE if stored else NONE, at=at)
        return
    kept = [(n, item) for n, item in enumerate(product.data) if item in stored and denies(item.deletion)]
    for n, item in kept:
        field = documents.product_file.at(f"data[{n}].deletion")
        proof = f"{item.id}: deletion: {item.deletion}"
        yield CHECK.finding(at=field, proof=proof, title=KEPT, severity=Severity.MEDIUM)
    unsaid = [item.id for item in stored if not filled_in(item.deletion) and not denies(item.deletion)]
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at)
    elif not kept:
        yield CHECK.shown(proof=ALL.fill(names=listing(item.id for item in stored)), at=at)
