"""What is planned, why, and how it stands by what was tried."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.catalog import Condition, catalog
from mamoru.evidence import ByHand, Check, Evidence, Outcome, Severity, Silence, Subject, SubjectKind
from mamoru.evidence.grade import Grade
from mamoru.evidence.record import Attachment
from mamoru.language import Text, both
from mamoru.verification.plan import (
    Entry,
    HandTest,
    HandTests,
    Made,
    Noted,
    Plan,
    Result,
    Standing,
    Target,
    TargetKind,
    evidence_of,
    hand_tests,
    of_these_images,
    plan_for,
)
from mamoru.verification.plan.parts import Part, Parts

RELEASE = Subject(kind="release", id="nc-100@1.1")
RECORD = Attachment(name="record.pdf", sha256="ab" * 32, bytes=5000)
BEFORE = Subject(kind="release", id="nc-100@1.0")
PRODUCT = Subject(kind="product", id="nc-100")
IMAGE = Subject(kind="image", id="a" * 64)
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RESET = hand_tests().case("TC-DEL-01") or hand_tests().cases[0]
TELNET = Check(
    id="FW-X-001", title=both("x"), why=both("x"), remedy=both("x"), severity=Severity.HIGH,
    claims=("update-refuses-older",), subject=SubjectKind.FIRMWARE,
)  # fmt: skip


def target(*claims: str, id: str = "guide:2B.1") -> Target:
    return Target(id=id, kind=TargetKind.REQUIREMENT, title=Text("消える", "Gone"), claims=claims)


def made(**bent: object) -> Made:
    subjects = {"maker": Subject(kind="maker", id="m"), "product": PRODUCT, "release": RELEASE}
    kinds = frozenset(SubjectKind)
    return Made(**{"subjects": subjects, "images": (IMAGE,), "looks_at": kinds, "facts": {}} | bent)  # type: ignore[arg-type]


def planned(
    *targets: Target,
    checks: tuple[Check, ...] = (),
    shown: list[Evidence] | None = None,
    cases: HandTests | None = None,
    **bent: object,
) -> Plan:
    return plan_for(targets, catalog(), checks, cases or hand_tests(), made(**bent), shown or [])


def tried(
    result: str, *, days: int = 0, subject: Subject = RELEASE, case: HandTest = RESET, note: str = "x"
) -> Evidence:
    hand = ByHand(by="高橋実", note=note, device="SN-1", attachments=(RECORD,))
    entry = Entry(result=Result(result), on=date(2026, 11, 20) + timedelta(days), hand=hand)
    return evidence_of(case, catalog(), entry, subject, at=AT + timedelta(days), tool="test")


def ran(outcome: Outcome, hours: int) -> Evidence:
    day = AT.date()
    return Evidence(
        check="FW-X-001",
        version=1,
        subject=IMAGE,
        outcome=outcome,
        at=AT + timedelta(hours=hours),
        on=day,
        reason=both("x"),
    )


def standing(*shown: Evidence, **bent: object) -> Standing:
    (test,) = planned(target("reset-erases-data"), shown=list(shown), **bent).by_hand()
    return test.standing


def test_a_test_is_planned_for_what_needs_its_claims_and_names_it() -> None:
    plan = planned(target("reset-erases-data"), target("reset-erases-data", id="risk:resale"))

    assert [(test.id, test.targets) for test in plan.by_hand()] == [
        ("TC-DEL-01", ("guide:2B.1", "risk:resale"))
    ]


def test_what_a_check_measures_needs_no_hand_unless_the_case_says_why() -> None:
    plan = planned(target("update-refuses-older", "reset-erases-data"), checks=(TELNET,))

    assert [test.id for test in plan.tests] == ["FW-X-001", "TC-DEL-01"]
    assert dict(plan.left_out)["TC-UPD-03"].en == "The checks FW-X-001 measure it on the real thing."


def test_a_check_that_can_only_refute_takes_nothing_from_a_hand() -> None:
    refuting = msgspec.structs.replace(TELNET, silence=Silence.SAYS_NOTHING)

    plan = planned(target("update-refuses-older"), checks=(refuting,))

    assert [test.id for test in plan.tests] == ["FW-X-001", "TC-UPD-03"]


def test_where_a_check_could_not_look_a_person_does() -> None:
    plan = planned(target("update-refuses-older"), checks=(TELNET,), shown=[ran(Outcome.INCONCLUSIVE, 1)])

    assert [(test.id, test.standing) for test in plan.tests] == [
        ("FW-X-001", Standing.INCONCLUSIVE),
        ("TC-UPD-03", Standing.OPEN),
    ]


def test_a_case_that_was_tried_before_stays_in_the_plan() -> None:
    case = hand_tests().case("TC-UPD-03")
    assert case is not None

    plan = planned(target("update-refuses-older"), checks=(TELNET,), shown=[tried("fail", case=case)])

    assert [(test.id, test.standing) for test in plan.by_hand()] == [("TC-UPD-03", Standing.FAILED)]


def test_a_check_that_cannot_look_at_this_release_leaves_the_case_to_a_hand() -> None:
    plan = planned(
        target("update-refuses-older"), checks=(TELNET,), looks_at=frozenset({SubjectKind.PRODUCT})
    )

    assert [test.id for test in plan.tests] == ["TC-UPD-03"]


def test_a_check_that_only_reads_documents_takes_nothing_from_a_hand() -> None:
    paper = msgspec.structs.replace(TELNET, grade=Grade.DECLARED, subject=SubjectKind.RELEASE)

    assert "TC-UPD-03" in [test.id for test in planned(target("update-refuses-older"), checks=(paper,)).tests]


def test_a_case_that_a_fact_excludes_is_left_out_with_the_fact() -> None:
    narrow = msgspec.structs.replace(RESET, applies=Condition(fact="stores-data"))
    cases = msgspec.structs.replace(hand_tests(), cases=(narrow,))

    plan = planned(target("reset-erases-data"), cases=cases, facts={"stores-data": False})

    assert plan.by_hand() == ()
    assert plan.left_out == (("TC-DEL-01", Text("データを保存しない", "the product stores no data")),)
    assert (plan.matrix[0].uncovered, plan.matrix[0].nothing_to_test) == ((), ("reset-erases-data",))


def test_a_fact_that_nobody_knows_keeps_the_case() -> None:
    narrow = msgspec.structs.replace(RESET, applies=Condition(fact="stores-data"))
    cases = msgspec.structs.replace(hand_tests(), cases=(narrow,))

    assert planned(target("reset-erases-data"), cases=cases, facts={"stores-data": None}).by_hand()


def test_the_parts_of_the_product_to_go_through_are_named() -> None:
    found = {"user-data": (Part("video", "video (映像)"),), "stored-data": (Part("video", "video (映像)"),)}

    plan = planned(target("reset-erases-data"), parts=Parts(found=found | {"radio": ()}, names={}))

    assert plan.by_hand()[0].objects == ("video (映像)",)


def test_the_matrix_names_claims_that_nothing_tests() -> None:
    (row,) = planned(target("reset-erases-data", "policy-approved")).matrix

    assert (row.by_hand, row.uncovered, row.standing) == (("TC-DEL-01",), ("policy-approved",), Standing.OPEN)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((), Standing.OPEN),
        ((tried("pass"),), Standing.PASSED),
        ((tried("fail"),), Standing.FAILED),
        ((tried("na"),), Standing.NOT_APPLICABLE),
        ((tried("fail"), tried("pass", days=1)), Standing.PASSED),
        ((tried("pass"), tried("fail", days=1)), Standing.FAILED),
        ((tried("fail", subject=BEFORE),), Standing.RETEST),
        ((tried("fail", subject=BEFORE), tried("pass", days=1)), Standing.PASSED),
        ((tried("pass", subject=BEFORE),), Standing.OPEN),
        ((tried("pass", subject=Subject(kind="release", id="nc-1000@1.1")),), Standing.OPEN),
    ],
)
def test_the_latest_result_on_this_release_counts(shown: tuple[Evidence, ...], expected: Standing) -> None:
    assert standing(*shown) is expected


def test_a_result_by_an_older_procedure_calls_for_a_retest() -> None:
    newer = msgspec.structs.replace(RESET, version=RESET.version + 1)
    cases = msgspec.structs.replace(hand_tests(), cases=(newer,))

    assert standing(tried("pass"), cases=cases) is Standing.RETEST
    assert standing(tried("fail"), cases=cases) is Standing.FAILED


def test_fail_mend_retest_and_closed_stand_in_the_history_in_order() -> None:
    shown = [
        tried("pass", days=3, note="直した"),
        tried("fail", subject=BEFORE),
        tried("fail", days=1, note="残った"),
    ]

    (test,) = planned(target("reset-erases-data"), shown=shown).by_hand()

    assert [(t.result.value, t.subject, t.note, t.counts) for t in test.history] == [
        ("failed", "nc-100@1.0", "x", False),
        ("failed", "nc-100@1.1", "残った", False),
        ("passed", "nc-100@1.1", "直した", True),
    ]


@given(
    st.permutations(
        [tried("fail"), tried("pass", days=2), tried("fail", days=1), tried("na", subject=BEFORE)]
    )
)
def test_the_order_in_which_results_are_read_never_matters(shown: list[Evidence]) -> None:
    assert planned(target("reset-erases-data"), shown=shown) == planned(
        target("reset-erases-data"), shown=shown[::-1]
    )
    assert standing(*shown) is Standing.PASSED


def test_a_result_in_the_product_file_counts_and_a_failure_beats_a_pass() -> None:
    passed = Noted(
        claims=("reset-erases-data",), what="reset", passed=True, on=date(2026, 11, 1), by="高橋実"
    )
    failed = msgspec.structs.replace(passed, what="other", passed=False)

    assert standing(noted=(passed,)) is Standing.PASSED
    assert standing(noted=(passed, failed)) is Standing.FAILED
    assert standing(tried("fail"), noted=(passed,)) is Standing.FAILED


def test_a_pass_is_attested_by_the_tester_and_a_failure_is_a_finding() -> None:
    good, bad = tried("pass"), tried("fail", note="録画が残った")

    assert [(s.claim, s.grade, s.by) for s in good.shows] == [("reset-erases-data", Grade.ATTESTED, "高橋実")]
    assert (bad.outcome, bad.refutes, bad.findings[0].severity) == (
        Outcome.FAIL,
        ("reset-erases-data",),
        Severity.HIGH,
    )
    assert "録画が残った" in bad.findings[0].proof


def test_a_pass_without_a_device_or_a_record_is_declared_and_open() -> None:
    entry = Entry(result=Result.PASS, on=date(2026, 11, 20), hand=ByHand(by="高橋実", device="SN-1"))
    made = evidence_of(RESET, catalog(), entry, RELEASE, at=AT, tool="test")

    assert [shown.grade for shown in made.shows] == [Grade.DECLARED]
    assert "without a record of the test" in made.shows[0].proof.en
    assert standing(made) is Standing.NOT_SHOWN


def test_what_was_kept_as_attested_without_a_record_counts_as_declared() -> None:
    kept = tried("pass")
    assert kept.by_hand is not None
    bare = msgspec.structs.replace(kept, by_hand=msgspec.structs.replace(kept.by_hand, attachments=()))

    (counted,) = of_these_images([bare], ())

    assert [shown.grade for shown in counted.shows] == [Grade.DECLARED]


def test_a_pass_without_a_record_mends_no_failure() -> None:
    later = tried("pass", days=1)
    assert later.by_hand is not None
    bare = msgspec.structs.replace(later, by_hand=msgspec.structs.replace(later.by_hand, attachments=()))

    assert of_these_images([tried("fail"), bare], ()) == [tried("fail")]
    assert of_these_images([tried("fail"), later], ()) == [tried("fail"), later]


def test_not_applicable_without_a_reason_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="reason"):
        tried("na", note="")


def test_an_automatic_check_stands_by_its_latest_run_on_the_image() -> None:
    plan = planned(
        target("update-refuses-older"), checks=(TELNET,), shown=[ran(Outcome.PASS, 2), ran(Outcome.FAIL, 1)]
    )

    assert plan.tests[0].standing is Standing.PASSED
