"""For each technical measure that the product needs, it is decided how it is done."""

from collections.abc import Iterator

from mamoru.design.technical_measures import TITLES, needed, unknown
from mamoru.evidence import Check, Effort, Grade, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents, facts
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-DES-007",
    title=Text(
        "必要な技術的対策の実現方法が決まっていない", "A technical measure that is needed has no decision"
    ),
    why=Text(
        "機器の特徴から必要と分かった対策が設計から抜け落ちると、出荷後に直すことになります。要らないと判断したなら、その理由も残します。",
        "A measure that the device needs and the design forgot has to be added after shipping. If it was judged needless, keep the reason.",
    ),
    remedy=Text(
        "product.yaml に実現方法か、不要の理由を書きます。例: decisions: [{measure: 1A, how: 初回に利用者がパスワードを設定する, document: docs/design.pdf}]",
        "Enter how it is done, or why it is not needed, in product.yaml. Example: decisions: [{measure: 1A, how: the user sets a password at first use, document: docs/design.pdf}]",
    ),
    severity=Severity.MEDIUM,
    claims=("technical-measures-decided",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
    limits=Text("方法が十分かどうかは判断しません。", "It does not judge whether the way is good enough."),
)
TITLE = Text("{measure}の実現方法が決まっていない", "No decision on {measure}")
DENIED = Text("技術的対策の実現方法がないと書かれている", "A technical measure is said to have no way")
DECIDED = Text("必要な対策（{names}）の方法が決まっています", "It is decided how {names} are done")
NONE = Text(
    "技術的対策の実現方法（decisions）が書かれていません（必要: {names}）。",
    "No technical measure is decided (decisions); needed: {names}.",
)
UNKNOWN = Text(
    "どの技術的対策が要るか、まだ決められません（characteristics か interfaces・data・functions に書きます: {names}）。",
    "Which technical measures are needed cannot be told yet (enter characteristics, or interfaces, data, functions: {names}).",
)
NEEDLESS = Text(
    "通信せず、データを扱わず、止まって困る機能もないため、技術的対策は要りません。",
    "It neither communicates nor handles data, and no function must stay available.",
)
ABSENT = Text(
    "{measure} の文書 {document} がワークスペースにありません。",
    "The document {document} of {measure} is not in the workspace.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where each needed measure has a decision; where some are decided, a gap is a finding,
    where none is, nobody has begun and it is missing. `1A.1` decides on 1A."""
    product, file = documents.product, documents.product_file
    known = facts(product, documents.maker)
    wanted, open_facts = needed(known), unknown(known)
    decided = {d.measure.strip().upper()[:2]: d for d in product.decisions if filled_in(d.how)}
    if open_facts:
        reason = UNKNOWN.fill(names=listing(open_facts))
        yield CHECK.missing(reason=reason, at=file.at("characteristics"))
    for n, each in enumerate(product.decisions):
        if denies(each.how):
            at = file.at(f"decisions[{n}].how")
            yield CHECK.finding(at=at, proof=f"decisions[{n}] {each.measure}: {each.how}", title=DENIED)
    if not wanted:
        if not open_facts:
            yield NotApplicable(reason=NEEDLESS)
        return
    if not decided:
        yield CHECK.missing(reason=NONE.fill(names=listing(wanted)), at=file.at("decisions"))
        return
    for measure in wanted:
        if measure not in decided:
            title = TITLE.fill(measure=TITLES[measure])
            yield CHECK.finding(at=file.at("decisions"), title=title, proof=f"decisions: {measure} –")
    lost = [d for d in decided.values() if d.document is not None and not documents.exists(d.document)]
    for decision in lost:
        reason = ABSENT.fill(measure=decision.measure, document=decision.document or "")
        yield CHECK.missing(reason=reason, at=file.at("decisions"))
    if not open_facts and not lost:
        yield CHECK.shown(proof=DECIDED.fill(names=listing(wanted)), at=file.at("decisions"))
