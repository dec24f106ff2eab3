"""The words of the design on every face: levels, answers, decisions."""

from mamoru.assessment.report.signs import SEVERITIES
from mamoru.design.library import RiskLevel, Stride
from mamoru.design.rating import LEVELS as LEVELS
from mamoru.design.rating import NEED_WORDS as NEED_WORDS
from mamoru.design.standing import Answer
from mamoru.evidence import Severity
from mamoru.language import Text

ANSWERS: dict[Answer, Text] = {
    "countered": Text("対策の証跡あり", "countered"),
    "avoided": Text("回避", "avoided"),
    "transferred": Text("移転", "transferred"),
    "accepted": Text("受容", "accepted"),
    "open": Text("証跡がそろっていない", "not yet shown"),
}
DECISIONS: dict[str, Text] = {
    "mitigate": Text("低減", "reduce"),
    "avoid": Text("回避", "avoid"),
    "transfer": Text("移転", "transfer"),
    "accept": Text("受容", "accept"),
    "not-applicable": Text("該当しない", "not applicable"),
}
RISKS: dict[RiskLevel, Text] = {
    "critical": SEVERITIES[Severity.CRITICAL],
    "high": SEVERITIES[Severity.HIGH],
    "medium": SEVERITIES[Severity.MEDIUM],
    "low": SEVERITIES[Severity.LOW],
}
"""How grave a risk is, on the one scale of severity; impact and likelihood have `LEVELS`."""
UNDECIDED = Text("未決定", "undecided")
STRIDE_WORDS: dict[Stride, Text] = {
    "spoofing": Text("なりすまし", "spoofing"),
    "tampering": Text("改ざん", "tampering"),
    "repudiation": Text("否認", "repudiation"),
    "disclosure": Text("情報の漏えい", "information disclosure"),
    "denial": Text("サービスの妨害", "denial of service"),
    "elevation": Text("権限の奪取", "elevation of privilege"),
}
WHOM: dict[str, Text] = {
    "users": Text("利用者", "users"),
    "maker": Text("メーカー", "the maker"),
    "third-parties": Text("第三者", "third parties"),
}
CHANGES: dict[str, Text] = {
    "new": Text("追加", "new"),
    "gone": Text("削除", "gone"),
    "changed": Text("変更", "changed"),
    "renamed": Text("改名", "renamed"),
}
