"""Results of tests by hand, as evidence for the claims that they name."""

from collections.abc import Iterator

from mamoru.catalog import catalog
from mamoru.evidence import (
    Check,
    Effort,
    Grade,
    Location,
    Missing,
    Observation,
    Severity,
    Shown,
    Silence,
    SubjectKind,
)
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.model import Result
from mamoru.product.testimony import testimony
from mamoru.verification.hand_records import why_only_declared

PASSED = Text(
    "手作業の試験に合格「{what}」（版 {release}）", "Test by hand passed: “{what}” (release {release})"
)
NO_RELEASE = Text(
    "版（releases）が登録されていないので、試験結果を数えられません。",
    "No release is registered (releases), so no test result can count.",
)
NONE = Text(
    "版 {release} の手作業の試験結果（verification.results）がありません。",
    "There is no result of a test by hand for release {release} (verification.results).",
)
OTHER_RELEASE = Text(
    "試験「{what}」は版 {tested} のもので、版 {release} では行われていません。",
    "The test “{what}” was made on release {tested}, not on {release}.",
)
WHY = Text(
    "復旧や初期化のように、機械の検査では見えないことは人が確かめるしかありません。記録がなければ、確かめていないのと同じに見えます。",
    "What no machine sees, such as recovery or reset, only a person can test. Without a record it looks as if nobody did.",
)
LIMITS = Text("記録の文書の中身は読みません。", "It does not read the records.")


def result_check(*, id: str, title: Text, example: Text, subject: SubjectKind) -> Check:
    """A check of results by hand: its claims are whichever the results name. `example` is one result as
    product.yaml has it."""
    return Check(
        id=id,
        version=2,
        title=title,
        why=WHY,
        remedy=Text(
            f"直して試験をやり直し、結果を product.yaml に書きます。例: verification: {{results: [{example.ja}]}}",
            f"Mend it, test again and enter the result in product.yaml. Example: verification: {{results: [{example.en}]}}",
        ),
        severity=Severity.HIGH,
        claims=(),
        subject=subject,
        grade=Grade.DECLARED,
        silence=Silence.SAYS_NOTHING,
        effort=Effort.DAYS,
        needs=(),
        limits=LIMITS,
    )


def results(check: Check, documents: Documents, about: str) -> Iterator[Observation]:
    """What the results for this very release show (pass) or refute (fail) of claims about `about`.

    Of the same test repeated (same words, same claim) the latest counts; a pass that points at a record which
    is not there or is none of this test, and a result of a day to come, supersede nothing. A result for
    another release shows nothing and says so. A claim that the catalogue does not know is passed over.
    """
    file = documents.product_file
    if documents.release is None:
        yield check.missing(reason=NO_RELEASE, at=file.at("releases"))
        return
    version = documents.release.version
    known = frozenset(claim.id for claim in catalog().claims if claim.about == about)
    named = [(n, r) for n, r in enumerate(documents.product.verification.results) if known & set(r.claims)]
    counted = _latest([(n, r) for n, r in named if r.release == version and _counts(check, documents, r)])
    spoken = {claim for claims in counted.values() for claim in claims}
    for n, claims in sorted(counted.items()):
        yield from _observed(check, documents, n, [claim for claim in claims if claim in known])
    for n, result in named:
        rest = [claim for claim in result.claims if claim in known - spoken]
        if rest and result.release != version:
            reason = OTHER_RELEASE.fill(what=result.what, tested=result.release, release=version)
            at = file.at(f"verification.results[{n}].release")
            yield check.missing(reason=reason, at=at, claims=rest)
        elif rest:
            yield from _observed(check, documents, n, rest)
    if not named:
        yield check.missing(reason=NONE.fill(release=version), at=file.at("verification.results"))


def _counts(check: Check, documents: Documents, result: Result) -> bool:
    lost = result.result == "pass" and result.document is not None and not documents.exists(result.document)
    return result.on <= documents.on and not lost and not _is_weak(check, documents, result)


def _is_weak(check: Check, documents: Documents, result: Result) -> bool:
    """Whether it is a pass that nothing records, of a test that failed: it mends no failure."""
    others = documents.product.verification.results
    failed = any(
        each.result == "fail" and each.what == result.what and each.release == result.release
        for each in others
    )
    return failed and result.result == "pass" and not is_recorded(check, documents, result)


def is_recorded(check: Check, documents: Documents, result: Result) -> bool:
    """Whether a pass is attested: by a person whom the maker names, with a record of this very test."""
    at = documents.product_file.at("verification.results")
    said = (_vouched(check, documents, result, at, claim) for claim in result.claims)
    return bool(result.claims) and all(
        isinstance(each, Shown) and each.grade is Grade.ATTESTED for each in said
    )


def _latest(numbered: list[tuple[int, Result]]) -> dict[int, list[str]]:
    """The results that are the last of their test for some claim, with those claims; of one day the
    one further down."""
    last: dict[tuple[str, str], int] = {}
    for n, result in sorted(numbered, key=lambda pair: (pair[1].on, pair[0])):
        for claim in result.claims:
            last[(claim, result.what)] = n
    claims: dict[int, list[str]] = {}
    for (claim, _), n in last.items():
        claims.setdefault(n, []).append(claim)
    return claims


def _observed(check: Check, documents: Documents, n: int, claims: list[str]) -> Iterator[Observation]:
    result = documents.product.verification.results[n]
    at = documents.product_file.at(f"verification.results[{n}]")
    if result.result == "fail" and result.on <= documents.on:
        if claims:
            proof = f"{result.what}: fail ({result.release}, {result.on}, {result.by})"
            yield check.finding(at=at, proof=proof, refutes=claims)
        return
    for claim in claims:
        yield _vouched(check, documents, result, at, claim)


def _vouched(check: Check, documents: Documents, result: Result, at: Location, claim: str) -> Shown | Missing:
    return testimony(
        check, documents, claim=claim, at=at,
        what=PASSED.fill(what=result.what, release=result.release),
        by=result.by, on=result.on, document=result.document,
        against=why_only_declared(documents, result), images=documents.images,
    )  # fmt: skip
