"""Bought-in parts have a supplier and are still maintained."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import filled_in, listing

CHECK = Check(
    id="DOC-DES-009",
    title=Text("保守の終わった部品を使っている", "A part whose maintenance has ended"),
    why=Text(
        "保守の終わったOSや部品で見つかった弱点は、誰も直しません。自社で直すか、替えるしかなくなります。",
        "Nobody mends a weakness in an OS or part whose maintenance has ended; you must mend it yourself or replace it.",
    ),
    remedy=Text(
        "保守の続く版や部品に替え、供給元と期限を product.yaml に書きます。例: components: [{name: Linux, kind: os, supplier: kernel.org, version: 6.12, maintained_until: 2028-12-31}]",
        "Move to a maintained version or part and enter supplier and date in product.yaml. Example: components: [{name: Linux, kind: os, supplier: kernel.org, version: 6.12, maintained_until: 2028-12-31}]",
    ),
    severity=Severity.MEDIUM,
    claims=("components-cared-for",),
    subject=SubjectKind.PRODUCT,
    cwe=("CWE-1104",),
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
)
WITH_SOFTWARE = ("os", "module", "software", "app", "cloud")
CARED = Text(
    "部品{n}件の供給元と保守の期限が書かれています", "Supplier and maintenance of {n} parts are listed"
)
CARED_NOT_LONG = Text(
    "部品{n}件の供給元と保守の期限が書かれています（製品のサポート終了 {until} より早く終わるもの: {names}）",
    "Supplier and maintenance of {n} parts are listed (ending before the product's support on {until}: {names})",
)
NONE = Text("部品（components）が書かれていません。", "No part is listed (components).")
UNKNOWN = Text(
    "供給元（supplier）か保守の期限（maintained_until）のない部品があります: {names}",
    "Parts without a supplier or an end of maintenance (maintained_until): {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where each part names its supplier, and each that carries software its last day."""
    product, file = documents.product, documents.product_file
    parts, at = product.components, file.at("components")
    if not parts:
        yield CHECK.missing(reason=NONE, at=at)
        return
    for n, part in enumerate(parts):
        if part.maintained_until is not None and part.maintained_until < documents.on:
            field = f"components[{n}].maintained_until"
            proof = f"{part.name} {part.version or ''}".strip()
            yield CHECK.finding(at=file.at(field), proof=f"{proof}: maintained_until {part.maintained_until}")
    unknown = [
        part.name
        for part in parts
        if not filled_in(part.supplier) or (part.kind in WITH_SOFTWARE and part.maintained_until is None)
    ]
    if unknown:
        yield CHECK.missing(reason=UNKNOWN.fill(names=listing(unknown)), at=at)
        return
    until = product.support.until
    short = [p.name for p in parts if until and p.maintained_until and p.maintained_until < until]
    if short:
        proof_text = CARED_NOT_LONG.fill(n=str(len(parts)), until=str(until), names=listing(short))
        yield CHECK.shown(proof=proof_text, at=at)
    else:
        yield CHECK.shown(proof=CARED.fill(n=len(parts)), at=at)
