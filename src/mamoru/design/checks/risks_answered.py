"""Each risk is answered by a decision, and a grave one is accepted by a person only."""

from collections.abc import Iterator

from mamoru.design.reviewed import reviewed
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.accepting import end_of, why_not_accepted, why_risk_not_accepted
from mamoru.product.wording import filled_in, listing

CHECK = Check(
    id="DOC-DES-005",
    version=5,
    title=Text(
        "重大なリスクを、誰の判断もなく受容している", "A grave risk is accepted by nobody in particular"
    ),
    why=Text(
        "影響も起こりやすさも高いリスクを受け入れるのは経営の判断です。名前のない受容は、事故のあとで説明できません。",
        "To live with a risk of high impact and high likelihood is an executive's decision. An acceptance without a name cannot be explained after the accident.",
    ),
    remedy=Text(
        "対策を決めるか、受容を決められる人・日付・理由を product.yaml に書きます（12か月以内に見直します）。例: risks: [{id: spying, threat: 映像ののぞき見, impact: high, likelihood: high, decision: mitigate, measures: [1A, 2A]}] または decision: accept と why: 次の版で設計を変える, reviewed: {by: 山田太郎, on: 2026-05-01}",
        "Decide on measures, or enter who may accept it, when and why in product.yaml (decided anew within 12 months). Example: risks: [{id: spying, threat: spying on video, impact: high, likelihood: high, decision: mitigate, measures: [1A, 2A]}], or decision: accept with why: the next release changes the design, and reviewed: {by: Taro Yamada, on: 2026-05-01}",
    ),
    severity=Severity.HIGH,
    claims=("risks-answered",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
)
ANSWERED = Text("リスク{n}件すべてに対応が決まっています", "All {n} risks have an answer")
NONE = Text("リスク（risks）が書かれていません。", "No risk is listed (risks).")
OPEN = Text("対応（decision）が決まっていないリスクがあります: {names}", "Risks without a decision: {names}")
BARE = Text(
    "低減する（mitigate）とだけ書かれ、対策（measures）のないリスクがあります: {names}",
    "Risks to mitigate without measures: {names}",
)
LAPSED = Text(
    "受容の期限（until）が過ぎたリスクがあります: {names}",
    "Risks whose acceptance has ended (until): {names}",
)
UNREASONED = Text(
    "該当しない（not-applicable）とした理由（why）のないリスクがあります: {names}",
    "Risks said not to apply without a reason (why): {names}",
)

VOID = Text("{risk} の受容は数えられません（{why}）", "The acceptance of {risk} does not count: {why}")
NOT_COUNTED = Text("受容として数えられない記載がある（{why}）", "An acceptance does not count: {why}")
ACCEPT_ANEW = Text(
    "対策するか、受容を決められる人が理由と12か月以内の見直しの日を書きます。例: accepted: [{requirement: guide:1C.2, by: 佐藤花子, until: 2027-06-30, why: 次の版で設計を変えるまで、利用者に注意を知らせる}]",
    "Mend it, or somebody who may accept enters the reason and a day within 12 months on which it is decided anew. Example: accepted: [{requirement: guide:1C.2, by: Hanako Sato, until: 2027-06-30, why: users are warned until the next release changes the design}]",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where each risk has a decision, each that is mitigated names its measures, each that is
    not applicable its reason, and no acceptance has ended; attested where each was reviewed. An acceptance that
    does not count is a finding."""
    risks, file = documents.product.risks, documents.product_file
    for n, each in enumerate(documents.product.accepted):
        why = why_not_accepted(each, documents.maker, documents.on)
        if why is not None:
            what = each.requirement or each.check or "-"
            proof = f"{what}: {each.by}, {each.until}, {each.why}"
            title = NOT_COUNTED.fill(why=why)
            yield CHECK.finding(at=file.at(f"accepted[{n}]"), proof=proof, title=title, remedy=ACCEPT_ANEW)
    if not risks:
        yield CHECK.missing(reason=NONE, at=file.at("risks"))
        return
    for n, risk in enumerate(risks):
        grave = risk.impact == "high" and risk.likelihood == "high" and risk.decision == "accept"
        if grave and not (risk.reviewed and filled_in(risk.reviewed.by)):
            at = file.at(f"risks[{n}].decision")
            yield CHECK.finding(at=at, proof=f"{risk.id}: impact high, likelihood high, decision accept")
    accepted = [risk for risk in risks if risk.decision == "accept"]
    void = [(r.id, why) for r in accepted if (why := why_risk_not_accepted(r, documents.maker))]
    gaps = {
        OPEN: [risk.id for risk in risks if risk.decision is None],
        BARE: [risk.id for risk in risks if risk.decision == "mitigate" and not risk.measures],
        LAPSED: [r.id for r in accepted if (end := end_of(r)) is not None and end < documents.on],
        UNREASONED: [r.id for r in risks if r.decision == "not-applicable" and not filled_in(r.why)],
    }
    for told, names in gaps.items():
        if names:
            yield CHECK.missing(reason=told.fill(names=listing(names)), at=file.at("risks"))
    for id, why in void:
        yield CHECK.missing(reason=VOID.fill(risk=id, why=why), at=file.at("risks"))
    if not any(gaps.values()) and not void:
        yield from reviewed(CHECK, documents, ANSWERED.fill(n=len(risks)))
