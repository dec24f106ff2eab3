"""Small worlds to assess: a catalogue of five claims, and evidence for and against them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec
from hypothesis import strategies as st

from mamoru.assessment import Assessment, Made, State, assess
from mamoru.catalog import Catalog, Claim, Condition, Fact, Group, Need, Requirement, Standard
from mamoru.evidence import (
    Evidence,
    Finding,
    Grade,
    Location,
    Missing,
    Outcome,
    Severity,
    Shown,
    Subject,
)
from mamoru.language import both
from mamoru.product.model import Acceptance

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
IMAGE = Subject(kind="image", id="a" * 64)
RELEASE = Subject(kind="release", id="nc-100@1.0")
OTHER_IMAGE = Subject(kind="image", id="b" * 64)
OTHER_RELEASE = Subject(kind="release", id="nc-100@0.9")
CLAIMS = ("c0", "c1", "c2", "c3", "c4")


def requirement(
    id: str = "r", *, applies: str | None = None, status: str = "mandatory", **needs: object
) -> Requirement:
    """A requirement with these needs (`all`, `any`, `grade`), under the fact `applies` if one is named."""
    return Requirement(
        id=id,
        group="g",
        title=both(id),
        text=both(id),
        needs=Need(**needs),
        applies=Condition(fact=applies) if applies else None,
        status=status,
    )


def standard(*requirements: Requirement) -> Standard:
    """A standard of one group."""
    return Standard(
        id="s",
        title=both("s"),
        short=both("s"),
        issuer=both("s"),
        edition="1",
        force=both("s"),
        checked="2026-11-23",
        groups=(Group(id="g", title=both("g")),),
        requirements=requirements,
        sources=(),
    )


def catalogue(*requirements: Requirement) -> Catalog:
    """A catalogue of `CLAIMS`, one fact `talks`, and one standard."""
    claims = tuple(
        Claim(
            id=id,
            about="release",
            title=both(id),
            how=both(f"how {id}"),
            effort="hours",
            who="developer",
            weight=3,
        )
        for id in CLAIMS
    )
    facts = (Fact(id="talks", yes=both("it talks"), no=both("it does not talk"), proved_by=("X-9",)),)
    return Catalog(
        digest="", claims=claims, facts=facts, standards=(standard(*requirements),), mapping=(), cases=()
    )


def shown(*claims: str, grade: Grade = Grade.MEASURED) -> tuple[Shown, ...]:
    """Each of `claims` at `grade`."""
    return tuple(Shown(claim=claim, grade=grade, proof=both("seen")) for claim in claims)


def finding(
    *refutes: str, check: str = "X-1", path: str = "/etc/shadow", severity: Severity = Severity.HIGH
) -> Finding:
    """A finding that refutes these claims."""
    return Finding(
        check=check,
        severity=severity,
        title=both("weak"),
        location=Location(path=path),
        proof="…",
        remedy=both("mend"),
        refutes=refutes,
    )


def evidence(
    check: str = "X-1",
    *,
    subject: Subject = IMAGE,
    shows: tuple[Shown, ...] = (),
    findings: tuple[Finding, ...] = (),
    undecided: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    on: date = DAY,
    at: datetime = AT,
    version: int = 1,
) -> Evidence:
    """Evidence with the outcome that its contents give it."""
    outcome = Outcome.PASS if shows else Outcome.NOT_SHOWN
    if findings or undecided:
        outcome = Outcome.FAIL if findings else Outcome.INCONCLUSIVE
    return Evidence(
        check=check,
        version=version,
        subject=subject,
        outcome=outcome,
        at=at,
        on=on,
        shows=shows,
        findings=findings,
        refutes=tuple(sorted({claim for f in findings for claim in f.refutes})),
        undecided=undecided,
        missing=(Missing(claims=missing, reason=both("nothing written")),) if missing else (),
        reason=both("out of sight") if undecided else None,
    )


def assessed(
    catalog: Catalog,
    shown: Sequence[Evidence] = (),
    *,
    facts: dict[str, bool | None] | None = None,
    accepted: tuple[Acceptance, ...] = (),
    on: date = DAY,
) -> Assessment:
    """The assessment of `IMAGE` and `RELEASE` on `DAY`."""
    made = Made(subjects=frozenset({IMAGE, RELEASE}), facts=facts or {}, accepted=accepted)
    return assess(catalog, catalog.standards, made, shown, on)


def state(
    needs: Requirement,
    *shown: Evidence,
    facts: dict[str, bool | None] | None = None,
    accepted: tuple[Acceptance, ...] = (),
    on: date = DAY,
) -> State:
    """The state of the one requirement `needs`."""
    return assessed(catalogue(needs), shown, facts=facts, accepted=accepted, on=on).states[0]


def some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """A few of `values`, none twice."""
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(tuple)


GRADES = st.sampled_from(list(Grade))
SHOWINGS = st.lists(
    st.builds(lambda claim, grade: shown(claim, grade=grade)[0], st.sampled_from(CLAIMS), GRADES), max_size=3
)
FINDINGS = st.lists(
    st.builds(
        lambda refutes, path, severity: finding(*refutes, path=path, severity=severity),
        some(CLAIMS),
        st.sampled_from(["/a", "/b"]),
        st.sampled_from(list(Severity)),
    ),
    max_size=2,
)
ACCEPTANCES = st.lists(
    st.builds(
        Acceptance,
        requirement=st.sampled_from([None, "s:r0", "s:r1"]),
        check=st.sampled_from([None, "X-1", "X-2"]),
        path=st.sampled_from([None, "/a"]),
        by=st.just("Sato"),
        until=st.sampled_from([date(2026, 11, 22), DAY, date(2027, 1, 1)]),
        why=st.just("until the next model"),
    ),
    max_size=2,
).map(tuple)


@st.composite
def evidences(draw: st.DrawFn, subjects: Sequence[Subject] = (IMAGE, RELEASE)) -> Evidence:
    """Any evidence of a few checks on `subjects`."""
    check = draw(st.sampled_from(["X-1", "X-2", "X-3"]))
    return evidence(
        check,
        subject=draw(st.sampled_from(subjects)),
        shows=tuple(draw(SHOWINGS)),
        findings=tuple(msgspec.structs.replace(f, check=check) for f in draw(FINDINGS)),
        undecided=draw(some(CLAIMS)),
        missing=draw(some(CLAIMS)),
        on=draw(st.sampled_from([date(2026, 11, 1), DAY])),
        at=draw(st.sampled_from([AT, datetime(2026, 11, 1, tzinfo=UTC)])),
        version=draw(st.integers(1, 2)),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> Catalog:
    """One to three requirements of any needs."""
    needs = st.tuples(some(CLAIMS), some(CLAIMS), GRADES)
    drawn = draw(st.lists(needs, min_size=1, max_size=3))
    return catalogue(
        *(
            requirement(f"r{n}", all=all, any=tuple(c for c in any if c not in all), grade=grade)
            for n, (all, any, grade) in enumerate(drawn)
        )
    )
