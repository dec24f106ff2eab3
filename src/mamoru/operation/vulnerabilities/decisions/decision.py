"""A decision on a vulnerability: what, for which part and releases, why, by whom, until when."""

import datetime
import re
from typing import Literal, get_args

import msgspec

from mamoru.errors import FormatError, InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions.ranges import read_range
from mamoru.operation.vulnerabilities.priority.place import Exposure

Judged = Literal["affected", "not-affected", "fixed", "under-investigation", "accepted", "open"]
"""`accepted`: it affects, and somebody accepts that until a day. `open`: an earlier decision is taken back."""

Justification = Literal[
    "component_not_present",
    "vulnerable_code_not_present",
    "vulnerable_code_cannot_be_controlled_by_adversary",
    "vulnerable_code_not_in_execute_path",
    "inline_mitigations_already_exist",
]
"""Why something does not affect, in the words of CSAF 2.0 (`flags[].label`) and OpenVEX."""

ConditionKind = Literal["kernel-option-off", "kernel-module-absent", "exposure-at-most"]
MAKER = "maker"
MOST_TEXT = 10_000
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{1,99}")

NO_ID = Text("脆弱性のIDではありません: {id}", "not the id of a vulnerability: {id}")
AN_ID = Text("例: CVE-2022-0778、JVNDB-2022-001234", "Example: CVE-2022-0778, JVNDB-2022-001234")
NO_RANGE = Text("版の範囲として読めません: {text}（{why}）", "not a range of versions: {text} ({why})")
A_RANGE = Text(
    '例: "< 1.2.4"、">= 1.0, < 1.2.4"、"= 1.2.3 | >= 2.0"',
    'Example: "< 1.2.4", ">= 1.0, < 1.2.4", "= 1.2.3 | >= 2.0"',
)
NO_REASON = Text("理由がありません。", "There is no reason.")
GIVE_REASON = Text("--reason で理由を書いてください。", "Say why with --reason.")
NO_SIGNER = Text("誰が決めたかがありません。", "Nobody is named who decided.")
GIVE_SIGNER = Text("--by で名前を書いてください。", "Name the person with --by.")
NO_JUSTIFICATION = Text(
    "該当しない（not-affected）には、決まった根拠が要ります。",
    "not-affected needs one of the set justifications.",
)
GIVE_JUSTIFICATION = Text(
    "--justification で次から選んでください: {all}", "Choose with --justification: {all}"
)
NOT_ITS = Text(
    "根拠（--justification）は not-affected だけに付けます。", "Only not-affected has a --justification."
)
LEAVE_OUT = Text("--justification を外してください。", "Leave --justification out.")
NO_END = Text("受容（accepted）には期限が要ります。", "accepted needs a last day.")
GIVE_END = Text(
    "--until で日付を書いてください（例: 2027-03-31）。", "Give it with --until (example: 2027-03-31)."
)
ENDED = Text(
    "期限（{until}）が決めた日（{on}）より前です。", "The last day ({until}) is before the decision ({on})."
)
NO_EXPOSURE = Text("届く範囲ではありません: {value}", "not an exposure: {value}")
TOO_LONG = Text("長すぎます（{n}字まで）。", "Too long (at most {n} characters).")
SHORTEN = Text("短くして、詳しくは文書に書いてください。", "Shorten it, and put the rest into a document.")


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """What must stay true of the product for a decision to hold.

    `kernel-option-off` and `kernel-module-absent` name an option (without `CONFIG_`) or a module of the
    kernel; `exposure-at-most` the farthest from which the component may be reached (`priority.Exposure`).
    """

    kind: ConditionKind
    value: str


class Scope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a decision is about. `component` is a name, the id of known software, a package URL without
    version or a CPE name, None for every one; `versions` a range such as `>= 1.0, < 1.2.4` (`*`: all);
    `product` and `releases` None and () for all of the workspace."""

    vulnerability: str
    component: str | None = None
    versions: str = "*"
    product: str | None = None
    releases: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something on which a decision rests: where it stands, and what stood there in the releases at hand
    (`-`: nothing)."""

    path: str
    was: tuple[str, ...]


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision. `source` is `maker`, or who else says so: `supplier: …`, `vex: …`. `action` tells
    users what to do where it affects. It holds through the day `until`; None: it does not end. `rests_on`
    are the facts for which it was given: where one of them is another, it is open again. `at` is the moment
    at which somebody else said so, where that is told."""

    scope: Scope
    state: Judged
    reason: str
    by: str
    on: datetime.date
    until: datetime.date | None = None
    justification: Justification | None = None
    action: str | None = None
    source: str = MAKER
    rests_on: tuple[Fact, ...] = ()
    at: datetime.datetime | None = None


def checked(decision: Decision) -> Decision:
    """`decision` itself where the maker may decide so; raises `InputError` with what is missing."""
    scope = decision.scope
    if not _ID.fullmatch(scope.vulnerability):
        raise InputError(NO_ID.fill(id=scope.vulnerability[:100]), AN_ID)
    try:
        read_range(scope.versions)
    except FormatError as error:
        raise InputError(NO_RANGE.fill(text=scope.versions[:100], why=error.why), A_RANGE) from error
    if not decision.reason.strip():
        raise InputError(NO_REASON, GIVE_REASON)
    if not decision.by.strip():
        raise InputError(NO_SIGNER, GIVE_SIGNER)
    if max(len(decision.reason), len(decision.action or ""), len(decision.by)) > MOST_TEXT:
        raise InputError(TOO_LONG.fill(n=MOST_TEXT), SHORTEN)
    _check_state(decision)
    for condition in scope.conditions:
        if condition.kind == "exposure-at-most" and condition.value not in set(Exposure):
            raise InputError(
                NO_EXPOSURE.fill(value=condition.value[:100]), Text(*(", ".join(Exposure) for _ in range(2)))
            )
    return decision


def _check_state(decision: Decision) -> None:
    if decision.state == "not-affected" and decision.justification is None:
        raise InputError(NO_JUSTIFICATION, GIVE_JUSTIFICATION.fill(all=", ".join(get_args(Justification))))
    if decision.state != "not-affected" and decision.justification is not None:
        raise InputError(NOT_ITS, LEAVE_OUT)
    if decision.state == "accepted" and decision.until is None:
        raise InputError(NO_END, GIVE_END)
    if decision.until is not None and decision.until < decision.on:
        raise InputError(ENDED.fill(until=decision.until, on=decision.on), GIVE_END)
