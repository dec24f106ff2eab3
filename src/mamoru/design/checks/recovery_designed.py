"""How functions that must stay available come back is designed."""

from collections.abc import Iterator

from mamoru.design.exposure import NO_RELEASE
from mamoru.evidence import Check, Effort, Grade, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents, facts
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-DES-015",
    title=Text("止まると困る機能の復旧方法を決めているか", "Whether recovery is designed"),
    why=Text(
        "止まると困る機能は、攻撃でも故障でも止まります。自動で戻れば、利用者は気づきもしません。",
        "A function that must not stop will stop, by attack or by fault. If it comes back by itself, the user does not even notice.",
    ),
    remedy=Text(
        "復旧方法を product.yaml に書き、実機で確かめます。例: functions: [{id: alarm, description: 侵入の通知, must_stay_available: true, recovery: ウォッチドッグで30秒以内に再起動}]",
        "Enter how it recovers in product.yaml and test it on the device. Example: functions: [{id: alarm, description: intrusion alarm, must_stay_available: true, recovery: the watchdog restarts it within 30 seconds}]",
    ),
    severity=Severity.LOW,
    claims=("recovers-from-crash",),
    subject=SubjectKind.RELEASE,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
    limits=Text("書かれたことだけを見ます。", "It sees only what is written."),
)
ALL = Text("機能（{names}）の復旧方法が書かれています", "How functions ({names}) recover is entered")
LOST = Text(
    "止まると困る機能に復旧方法がないと書かれている", "A vital function is said to have no way to recover"
)
NONE = Text(
    "止まると困る機能（functions）が書かれていません。",
    "No function that must stay available is listed (functions).",
)
NEEDLESS = Text("止まると困る機能がないと書かれています。", "No function is said to have to stay available.")
UNSAID = Text(
    "復旧方法（recovery）の書かれていない機能があります: {names}",
    "Functions without a recovery (recovery): {names}",
)


def run(documents: Documents) -> Iterator[Observation]:
    """A finding where `recovery` says that there is none; declared where each function that must stay available names its recovery."""
    product, at = documents.product, documents.product_file.at("functions")
    vital = [function for function in product.functions if function.must_stay_available]
    if not vital and facts(product, documents.maker)["must-stay-available"] is False:
        yield NotApplicable(reason=NEEDLESS)
        return
    if documents.release is None or not vital:
        yield CHECK.missing(reason=NO_RELEASE if vital else NONE, at=at)
        return
    lost = [(n, f) for n, f in enumerate(product.functions) if f in vital and denies(f.recovery)]
    for n, function in lost:
        field = documents.product_file.at(f"functions[{n}].recovery")
        proof = f"{function.id}: recovery: {function.recovery}"
        yield CHECK.finding(at=field, proof=proof, title=LOST, severity=Severity.MEDIUM)
    unsaid = [f.id for f in vital if not filled_in(f.recovery) and not denies(f.recovery)]
    if unsaid:
        yield CHECK.missing(reason=UNSAID.fill(names=listing(unsaid)), at=at)
    elif not lost:
        yield CHECK.shown(proof=ALL.fill(names=listing(f.id for f in vital)), at=at)
