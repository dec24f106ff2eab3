"""The one set of words, signs and colours for states and severities, the same on every face."""

import msgspec

from mamoru.assessment.requirements import GRADES as GRADES
from mamoru.assessment.result import ClaimState, State
from mamoru.evidence import Severity
from mamoru.language import Text


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How a state is shown: its word, a shorter word for narrow places, a sign, the sign's letters
    where only ASCII can be written, and the SGR code of its colour on a terminal."""

    word: Text
    short: Text
    sign: str
    letters: str
    sgr: str


STATES: dict[State, Mark] = {
    State.HOLDS: Mark(
        word=Text("満たす", "holds"), short=Text("満たす", "holds"), sign="●", letters="OK", sgr="32"
    ),
    State.PARTLY: Mark(
        word=Text("一部満たす", "partly"), short=Text("一部", "partly"), sign="◐", letters="PT", sgr="33"
    ),
    State.FALLS_SHORT: Mark(
        word=Text("満たさない", "falls short"),
        short=Text("満たさない", "falls short"),
        sign="✕",
        letters="NG",
        sgr="31",
    ),
    State.NOT_SHOWN: Mark(
        word=Text("証跡なし", "not shown"),
        short=Text("証跡なし", "not shown"),
        sign="○",
        letters="--",
        sgr="90",
    ),
    State.INDETERMINATE: Mark(
        word=Text("確認できない", "indeterminate"),
        short=Text("確認できない", "unclear"),
        sign="?",
        letters="??",
        sgr="36",
    ),
    State.ACCEPTED: Mark(
        word=Text("受容（期限付き）", "accepted"),
        short=Text("受容", "accepted"),
        sign="◇",
        letters="AC",
        sgr="35",
    ),
    State.NOT_APPLICABLE: Mark(
        word=Text("該当しない", "not applicable"),
        short=Text("該当しない", "n/a"),
        sign="–",
        letters="NA",
        sgr="90",
    ),
}

CLAIM_STATES: dict[ClaimState, State] = {
    ClaimState.SHOWN: State.HOLDS,
    ClaimState.REFUTED: State.FALLS_SHORT,
    ClaimState.ACCEPTED: State.ACCEPTED,
    ClaimState.UNDECIDED: State.INDETERMINATE,
    ClaimState.NOTHING: State.NOT_SHOWN,
}
"""A claim is shown with the sign of the state that it alone would give."""

SEVERITIES: dict[Severity, Text] = {
    Severity.CRITICAL: Text("緊急", "critical"),
    Severity.HIGH: Text("重要", "high"),
    Severity.MEDIUM: Text("警告", "medium"),
    Severity.LOW: Text("注意", "low"),
    Severity.INFO: Text("情報", "info"),
}

SEVERITY_SGR: dict[Severity, str] = {
    Severity.CRITICAL: "1;31",
    Severity.HIGH: "31",
    Severity.MEDIUM: "33",
    Severity.LOW: "36",
    Severity.INFO: "90",
}

ROLES: dict[str, Text] = {
    "executive": Text("経営者", "executive"),
    "security": Text("セキュリティ担当", "security lead"),
    "developer": Text("開発担当", "developer"),
    "quality": Text("品質担当", "quality"),
}

EFFORTS: dict[str, Text] = {
    "hours": Text("数時間", "hours"),
    "days": Text("数日", "days"),
    "weeks": Text("数週間", "weeks"),
}
