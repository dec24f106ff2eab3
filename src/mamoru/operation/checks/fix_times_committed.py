"""Target times for fixes, by severity."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.maker import Severity as Level
from mamoru.product.testimony import testimony
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-OPS-006",
    title=Text("修正の目標日数が成り立たない", "The target days for fixes make no sense"),
    why=Text(
        "目標がないと、小さな会社では新製品の開発が必ず優先されます。日数を決めておけば、人を割く理由になります。",
        "Without a target, new development always wins in a small company. A number of days is a reason to assign somebody.",
    ),
    remedy=Text(
        "深刻なものほど短い日数にして maker.yaml に書きます。例: disclosure_policy: {fix_days: {critical: 14, high: 30, medium: 90, low: 180}}",
        "Give graver ones fewer days and enter them in maker.yaml. Example: disclosure_policy: {fix_days: {critical: 14, high: 30, medium: 90, low: 180}}",
    ),
    severity=Severity.LOW,
    claims=("fix-times-committed",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
ORDER: tuple[Level, ...] = ("critical", "high", "medium", "low")
SET = Text("修正の目標日数: {days}", "Target days for fixes: {days}")
NONE = Text(
    "修正の目標日数（disclosure_policy.fix_days）が書かれていません。",
    "No target days for fixes are entered (disclosure_policy.fix_days).",
)
SOME = Text("目標日数のない深刻度があります: {names}", "Severities without target days: {names}")


def run(documents: Documents) -> Iterator[Observation]:
    """Attested like the policy they belong to. A target of less than a day, or a graver severity
    with a longer target than a milder one, cannot be meant."""
    policy, file = documents.maker.disclosure_policy, documents.maker_file
    at = file.at("disclosure_policy.fix_days")
    if policy is None or not policy.fix_days:
        yield CHECK.missing(reason=NONE, at=at)
        return
    days = {severity: policy.fix_days[severity] for severity in ORDER if severity in policy.fix_days}
    ascending = list(days.values()) == sorted(days.values())
    if not ascending or min(days.values()) < 1:
        proof = ", ".join(f"{severity}: {n}" for severity, n in days.items())
        yield CHECK.finding(at=at, proof=proof)
        return
    if absent := [severity for severity in ORDER if severity not in days]:
        yield CHECK.missing(reason=SOME.fill(names=listing(absent)), at=at)
        return
    what = SET.fill(days=listing(f"{severity} {n}" for severity, n in days.items()))
    yield testimony(CHECK, documents, what=what, at=at, by=policy.by, on=policy.on, document=policy.published)
