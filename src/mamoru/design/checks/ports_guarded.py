"""Physical ports and how they are guarded."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, guarded
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-012",
    title=Text("守られていない物理端子がある", "A physical port without protection"),
    why=Text(
        "店先や屋外に置かれる機器では、USB端子に触れるだけの人も攻撃者になりえます。",
        "Where the device stands in a shop or outdoors, whoever can touch its USB port may be an attacker.",
    ),
    remedy=Text(
        "端子をふさぐか使える機能を絞り、product.yaml に書きます。例: interfaces: [{id: usb, kind: physical, protocol: usb, protection: 充電のみ、データ線は未接続}]",
        "Close the port or limit what it does, and enter it in product.yaml. Example: interfaces: [{id: usb, kind: physical, protocol: usb, protection: charging only, data lines not connected}]",
    ),
    severity=Severity.LOW,
    claims=("physical-ports-guarded",),
    subject=SubjectKind.PRODUCT,
    cwe=("CWE-1263",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
ALL = Text("物理端子（{names}）の守り方が書かれています", "The protection of ports {names} is entered")
NONE = Text("物理端子（kind: physical）が書かれていません。", "No physical port is listed (kind: physical).")
UNSAID = Text(
    "守り方（protection）の書かれていない物理端子があります: {names}",
    "Physical ports without a protection: {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding only for a port outside the case that says `authentication: none` and names no guard."""
    product, file = documents.product, documents.product_file
    at = file.at("interfaces")
    if not product.interfaces:
        yield CHECK.missing(reason=NO_INTERFACES, at=at)
        return
    shielded, unsaid = [], []
    for n, entry in enumerate(product.interfaces):
        if entry.kind != "physical":
            continue
        if guarded(entry):
            shielded.append(entry.id)
        elif entry.asks == "none" and entry.exposure != "board":
            proof = f"{entry.id}: {entry.protocol}, authentication: none"
            yield CHECK.finding(at=file.at(f"interfaces[{n}].authentication"), proof=proof)
        else:
            unsaid.append(entry.id)
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at)
    elif shielded:
        yield CHECK.shown(proof=ALL.fill(names=listing(shielded)), at=at)
    else:
        yield CHECK.missing(reason=NONE, at=at)
