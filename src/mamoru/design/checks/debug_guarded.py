"""Debug interfaces that are declared to be open."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_INTERFACES, NO_RELEASE, guarded
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-DES-011",
    version=2,
    title=Text("デバッグ用の入口が守られずに残っている", "A debug interface is left open"),
    why=Text(
        "一台を買って分解した人が、デバッグ端子からファームウェアと鍵を読み出し、同じ製品すべてへの攻撃に使います。",
        "Somebody buys one unit, opens it, reads firmware and keys over the debug port, and uses them against every unit sold.",
    ),
    remedy=Text(
        "量産品で無効にするか認証で守り、product.yaml に書きます。例: interfaces: [{id: uart, kind: debug, protocol: uart, exposure: board, enabled: false}]、残すとき protection: 機器固有の鍵で認証する",
        "Disable it in production or guard it, and enter it in product.yaml. Example: interfaces: [{id: uart, kind: debug, protocol: uart, exposure: board, enabled: false}]; where it stays protection: authenticates with a key of the unit",
    ),
    severity=Severity.MEDIUM,
    claims=("debug-closed",),
    subject=SubjectKind.RELEASE,
    cwe=("CWE-1191",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
ALL = Text(
    "デバッグ用の入口（{names}）は閉じるか守られると書かれています",
    "Debug entries ({names}) are said to be closed or guarded",
)
NONE = Text(
    "デバッグ用の入口（kind: debug）が書かれていません（あるなら無効でも書きます）。",
    "No debug entry is listed (kind: debug); list it even where it is disabled.",
)
UNSAID = Text(
    "無効か（enabled: false）、どう守るか（protection）の書かれていないデバッグ用の入口があります: {names}",
    "Debug entries that state neither enabled: false nor their protection: {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding only where the file says that it is enabled, or asks nobody, and names no guard."""
    product, file = documents.product, documents.product_file
    if documents.release is None or not product.interfaces:
        reason = NO_RELEASE if product.interfaces else NO_INTERFACES
        yield CHECK.missing(reason=reason, at=file.at("interfaces"))
        return
    closed, unsaid = [], []
    for n, entry in enumerate(product.interfaces):
        if entry.kind != "debug":
            continue
        field = f"interfaces[{n}]"
        if guarded(entry):
            closed.append(entry.id)
        elif entry.asks == "none" or f"{field}.enabled" in documents.product_file.lines:
            proof = f"{entry.id}: {entry.protocol}, enabled: true, authentication: none"
            yield CHECK.finding(at=file.at(field), proof=proof)
        else:
            unsaid.append(entry.id)
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=file.at("interfaces"))
    elif closed:
        yield CHECK.shown(proof=ALL.fill(names=listing(closed)), at=file.at("interfaces"))
    else:
        yield CHECK.missing(reason=NONE, at=file.at("interfaces"))
