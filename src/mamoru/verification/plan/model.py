"""The shapes of a verification plan."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

import msgspec

from mamoru.assessment.result import State
from mamoru.evidence import Attachment, Severity
from mamoru.language import Text
from mamoru.looked import Looked, Seen, looked_at

CANNOT = Text("確認できなかった試験が {n}件あります。", "{n} test(s) could not be decided.")


class TargetKind(StrEnum):
    """What a test is for."""

    REQUIREMENT = "requirement"
    THREAT = "threat"
    DECISION = "decision"


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that verification must speak of: a requirement that applies, a threat that was
    answered, a decision on a technical measure. `level` is how much it weighs, in its own words;
    `measures` the guide's technical measures that it hangs on; `claims` what shows it."""

    id: str
    kind: TargetKind
    title: Text
    claims: tuple[str, ...]
    level: str | None = None
    measures: tuple[str, ...] = ()


class Standing(StrEnum):
    """How a test stands. `OPEN`: nobody made it; `NOT_SHOWN`: a check looked and found nothing for or
    against; `RETEST`: it failed before and was not repeated on this release, or its procedure has
    changed since."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    RETEST = "retest"
    INCONCLUSIVE = "inconclusive"
    NOT_SHOWN = "not-shown"
    NOT_APPLICABLE = "not-applicable"


NO_RESULT = (Standing.OPEN, Standing.RETEST, Standing.NOT_SHOWN)


class Tried(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One result in the history of a test. `counts`: it is one that counts now; `noted`: it stands
    in the product file (verification.results), for the same claims; `of_other_image`: the release had
    other images then."""

    on: date
    at: datetime
    subject: str
    result: Standing
    version: int
    by: str | None = None
    device: str | None = None
    note: str | None = None
    attachments: tuple[Attachment, ...] = ()
    counts: bool = False
    noted: bool = False
    of_other_image: bool = False


class PlannedTest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A test of the plan. `automatic` ones are checks that `mamoru check` runs; of those by hand
    there is all that a tester needs, for this product. `objects` are the parts of this product to go through,
    `targets` the ids of what it is for, `version` that of the case or check, `beside` why a person tests beside the checks, `outside` why
    an outside laboratory should."""

    id: str
    kind: Literal["automatic", "by-hand"]
    title: Text
    claims: tuple[str, ...]
    targets: tuple[str, ...]
    standing: Standing
    severity: Severity
    procedure: tuple[Text, ...] = ()
    expected: tuple[Text, ...] = ()
    stop: tuple[Text, ...] = ()
    tools: tuple[Text, ...] = ()
    record: tuple[Text, ...] = ()
    objects: tuple[str, ...] = ()
    beside: Text | None = None
    outside: Text | None = None
    version: int = 1
    history: tuple[Tried, ...] = ()


class Covered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row of the coverage matrix: a target, the tests for it, the claims that no test shows, and those
    whose tests have nothing to go through on this product (the plan's `left_out` says why). `standing`
    is that of its tests; `state` is where a requirement stands, by the assessment."""

    target: Target
    automatic: tuple[str, ...]
    by_hand: tuple[str, ...]
    uncovered: tuple[str, ...] = ()
    nothing_to_test: tuple[str, ...] = ()
    standing: Standing
    state: State | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The verification plan of one release. `left_out` are cases that do not apply, with the reason."""

    tests: tuple[PlannedTest, ...]
    matrix: tuple[Covered, ...]
    left_out: tuple[tuple[str, Text], ...]

    def by_hand(self) -> tuple[PlannedTest, ...]:
        """The tests that a person makes."""
        return tuple(test for test in self.tests if test.kind == "by-hand")

    def outside(self) -> tuple[PlannedTest, ...]:
        """The tests that an outside laboratory should make."""
        return tuple(test for test in self.tests if test.outside is not None)

    def wanting(self) -> tuple[PlannedTest, ...]:
        """The tests that failed or have no result that says anything."""
        return tuple(test for test in self.tests if test.standing in (Standing.FAILED, *NO_RESULT))

    @property
    def looked(self) -> Looked:
        """How many of the tests have a result; what could not be decided is out of sight."""
        answered = sum(test.standing not in NO_RESULT for test in self.tests)
        blind = sum(test.standing is Standing.INCONCLUSIVE for test in self.tests)
        unseen = (CANNOT.fill(n=blind),) if blind else ()
        return looked_at(Seen.TESTS, len(self.tests), answered, unseen)
