"""The verification plan of a product, joined from what is asked, made, decided and shown."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from mamoru.catalog import catalog
from mamoru.errors import InputError
from mamoru.evidence import ByHand, Evidence, SubjectKind
from mamoru.evidence.attachments import Attachments
from mamoru.jobs.plan.records import lacks
from mamoru.jobs.plan.release_plan import release_plan
from mamoru.jobs.release.at_hand import AtHand, at_hand
from mamoru.jobs.release.documents import evidence_of_documents
from mamoru.jobs.release.images import PlannedImage, digests_of, images_of
from mamoru.jobs.release.workspace import workspace_at
from mamoru.jobs.tool import TOOL
from mamoru.jobs.wish import Wish
from mamoru.language import Text
from mamoru.verification.plan import (
    Entry,
    HandTest,
    Plan,
    Result,
    evidence_of,
    hand_tests,
)

NO_CASE = Text("試験「{id}」はありません。", "There is no test “{id}”.")
SEE_PLAN = Text("mamoru plan で一覧を見られます。", "mamoru plan lists them.")
NO_RELEASE = Text(
    "この試験は版（releases）を対象にしますが、版が登録されていません。",
    "This test is of a release, and none is registered (releases).",
)
ENTER_RELEASE = Text(
    "product.yaml の releases に version を書いてください。",
    "Enter a version under releases in product.yaml.",
)
TO_COME = Text("試験の日 {on} が今日より先です。", "The day of the test, {on}, is still to come.")
GIVE_DAY = Text("--on に試験をした日を書いてください。", "Give the day of the test with --on.")
NO_NAME = Text("試験をした人の名前がありません。", "The tester is not named.")
GIVE_NAME = Text("--by に名前を書いてください。", "Give the name with --by.")
NO_REASON = Text("対象外とする理由がありません。", "Nothing says why the test does not apply.")
GIVE_REASON = Text("--note に理由を書いてください。", "Give the reason with --note.")
MOST_NOTE = 4000
MOST_NAME = 200


class PlanTold(msgspec.Struct, frozen=True, kw_only=True):
    """The verification plan of a release (`mamoru plan --format json`)."""

    schema: Literal["mamoru/plan/1"] = "mamoru/plan/1"
    on: date
    product: str
    name: Text
    models: tuple[str, ...] = ()
    release: str | None
    images: tuple[PlannedImage, ...] = ()
    standards: tuple[str, ...]
    plan: Plan
    not_decided: tuple[str, ...] = ()  # requirements planned for although a fact is not known


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A result by hand that was kept (`mamoru plan record --format json`)."""

    schema: Literal["mamoru/plan-record/1"] = "mamoru/plan-record/1"
    run: str
    evidence: Evidence
    claims: tuple[str, ...]


def plan_of(path: Path, wish: Wish) -> list[PlanTold]:
    """The plan of each product of the workspace at `path`. Raises `InputError`."""
    here = workspace_at(path)
    return [_planned(at_hand(here, entry, wish)) for entry in here.workspace.products]


def _planned(hand: AtHand) -> PlanTold:
    product, on = hand.papers.product, hand.wish.on
    until = [item for item in hand.kept.evidence() if item.on <= on] + evidence_of_documents(hand)
    plan, open_ = release_plan(hand, until)
    return PlanTold(
        on=on,
        product=product.id,
        name=product.name.text,
        models=product.models,
        release=hand.version,
        images=images_of(hand.papers),
        standards=tuple(standard.id for standard in hand.standards),
        plan=plan,
        not_decided=open_,
    )


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """What a tester hands in for one test; `on` is the day of the test."""

    case: str
    result: Result
    by: str
    on: date
    device: str | None = None
    note: str | None = None
    attach: tuple[Path, ...] = ()
    product: str | None = None
    release: str | None = None


def record_result(path: Path, handed: Handed, *, at: datetime, today: date) -> Recorded:
    """Keep a result by hand as evidence: its attachments first, then one run that names them. It is
    kept whole or not at all. Raises `InputError`."""
    case = _checked(handed, today)
    here = workspace_at(path)
    wish = Wish(on=handed.on, at=at, release=handed.release)
    hand = at_hand(here, here.workspace.product(handed.product), wish)
    asked = catalog()
    subject = hand.named[SubjectKind(asked.claim(case.claims[0]).about)]
    if subject is None:
        raise InputError(NO_RELEASE, ENTER_RELEASE)
    by_hand = ByHand(
        by=handed.by.strip()[:MOST_NAME],
        device=handed.device.strip()[:MOST_NAME] if handed.device and handed.device.strip() else None,
        note=handed.note.strip()[:MOST_NOTE] if handed.note and handed.note.strip() else None,
        attachments=Attachments(hand.root).keep(handed.attach),
        images=digests_of(images_of(hand.papers)) if subject.kind == "release" else (),
    )
    entry = Entry(result=handed.result, on=handed.on, hand=by_hand)
    lacking = lacks(hand, case, entry)
    made = evidence_of(case, asked, entry, subject, at=at, tool=TOOL, lacking=lacking)
    run = hand.kept.keep([made], at=at, tool=TOOL)
    return Recorded(run=run, evidence=made, claims=case.claims)


def _checked(handed: Handed, today: date) -> HandTest:
    case = hand_tests().case(handed.case)
    if case is None:
        raise InputError(NO_CASE.fill(id=handed.case[:80]), SEE_PLAN)
    if handed.on > today:
        raise InputError(TO_COME.fill(on=handed.on), GIVE_DAY)
    if not handed.by.strip():
        raise InputError(NO_NAME, GIVE_NAME)
    if handed.result is Result.NOT_APPLICABLE and not (handed.note and handed.note.strip()):
        raise InputError(NO_REASON, GIVE_REASON)
    return case
