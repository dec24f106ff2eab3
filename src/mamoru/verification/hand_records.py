"""Whether the record of a test by hand is one: of this test, this release and these images, of a plausible day."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache

from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.calendar import months_after
from mamoru.product.document_content import overlap
from mamoru.product.documents import Attestation
from mamoru.product.model import Result
from mamoru.verification.plan.loader import hand_tests

MOST_MONTHS = 12  # between a test and the release that it speaks of
MOST_CLAIMS = 8  # that one test shows; those that are planned here show at most 2
LEAST_OVERLAP = 0.5  # of the words of the test that its record has

TOO_MANY = Text(
    "一つの試験で {n} 件もの主張は示せません（{most} 件まで。試験ごとに分けてください）",
    "one test does not show {n} claims (at most {most}; enter each test by itself)",
)
LONG_AGO = Text(
    "試験の日 {day} は、版の日付 {released} の {months} か月より前です",
    "its day {day} lies more than {months} months before the release ({released})",
)
OTHER_TEST = Text(
    "{document} はこの試験について書いていません（試験の番号か内容を記録に書いてください）",
    "{document} does not speak of this test (write the test's number or words into the record)",
)
NO_OUTCOME = Text(
    "{document} は複数の試験を挙げていますが、{test} の結果（合格など）が書いてありません",
    "{document} lists several tests and says not what came out of {test} (passed, OK)",
)
SAYS_FAILED = Text(
    "{document} には、この試験は不合格か未実施と書いてあります",
    "{document} says that this test was failed or not made",
)
OTHER_RELEASE = Text(
    "{document} に版 {release} の記載がありません", "{document} does not speak of release {release}"
)
SHARED = Text(
    "文字として読めない {document} を、別の試験（{other}）の記録にも使っています",
    "{document}, which cannot be read as text, is the record of another test too ({other})",
)
OTHER_IMAGE = Text(
    "試験のあとでファームウェアが変わりました（{before} → {after}）。試験をやり直してください",
    "the firmware has changed since the test ({before} → {after}): test again",
)
_NUMBER = re.compile(r"^[A-Za-z]{1,8}(?:[-_][A-Za-z]{1,8})*[-_ ]?\d[\w.-]*", re.ASCII)
_ANY_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_-])[A-Z]{1,8}(?:[-_][A-Z]{1,8})*[-_]\d{1,4}(?![A-Za-z0-9_])", re.ASCII
)
_FAILED = re.compile(
    r"不合格|失敗|未実施|未試験|できなかった|\bNG\b|\bfail(?:ed|ure|s)?\b|not (?:tested|done|run)",
    re.IGNORECASE,
)
_PASSED = re.compile(r"(?<!不)合格|\bOK\b|\bpass(?:ed)?\b", re.IGNORECASE)


def why_only_declared(documents: Documents, result: Result) -> Text | None:
    """Why a result that passed attests nothing although somebody signed it; None where nothing speaks against
    it. Without a document there is nothing to say here: that one lacks is told elsewhere."""
    if len(result.claims) > MOST_CLAIMS:
        return TOO_MANY.fill(n=len(result.claims), most=MOST_CLAIMS)
    return why_implausible(documents, result.on) or _record(documents, result) or _images(documents, result)


def why_implausible(documents: Documents, on: date) -> Text | None:
    """Why a day is none on which this release can have been tested; None where it may be."""
    release = documents.release
    released = release.date if release is not None and release.date is not None else documents.on
    if months_after(on, MOST_MONTHS) < released:
        return LONG_AGO.fill(day=str(on), released=str(released), months=MOST_MONTHS)
    return None


def _record(documents: Documents, result: Result) -> Text | None:
    file = documents.files.get(result.document or "")
    if file is None or result.document is None:
        return None
    text = file.content.text
    if text is None:
        return _shared(documents, result, file.sha256)
    product = documents.product
    names = (result.release, product.id, *product.models, *(each.version for each in product.releases))
    return speaks_not_of(result.document, text, (result.what,), result.release, names=names)


def speaks_not_of(
    document: str, text: str, tests: Sequence[str], release: str | None, *, names: Collection[str] = ()
) -> Text | None:
    """Why the `text` of a record is none of the test with these words (any of them), of this release; a test's
    number at the beginning of the words is enough, which is none of the `names` that stand in every record.
    None where it is."""
    numbers = [_number(words, names) for words in tests]
    lines = [line for number in numbers if number for line in text.splitlines() if _stands(number[0], line)]
    named = bool(lines)
    if named and not any(_PASSED.search(line) for line in lines) and any(map(_FAILED.search, lines)):
        return SAYS_FAILED.fill(document=document)
    if named and not any(_has_outcome(number[0], text, names) for number in numbers if number):
        return NO_OUTCOME.fill(document=document, test=next(number[0] for number in numbers if number))
    rest = [words[number.end() :] if number else words for words, number in zip(tests, numbers, strict=True)]
    said = max((overlap(words, text) for words in rest if words.strip()), default=0.0)
    if not named and said < LEAST_OVERLAP:
        return OTHER_TEST.fill(document=document)
    if release is not None and not _stands(release, text):
        return OTHER_RELEASE.fill(document=document, release=release)
    return None


def _has_outcome(number: str, text: str, names: Collection[str]) -> bool:
    """Whether `text` says of the test `number` that it passed, before it comes to another test: one of ours, or
    one whose number begins alike. Where it names no other, the whole is about this one."""
    text = unicodedata.normalize("NFKC", text)
    own = {number.casefold(), *(name.casefold() for name in names)}
    series = _series(number)
    marks = [
        mark.start()
        for mark in _ANY_NUMBER.finditer(text)
        if mark[0].casefold() not in own and (_series(mark[0]) == series or mark[0] in _planned())
    ]
    if not marks:
        return True
    places = [each.start() for each in _standing(number, text)]
    ends = [next((mark for mark in marks if mark > at), len(text)) for at in places]
    return any(_PASSED.search(text, at, end) for at, end in zip(places, ends, strict=True))


def _series(number: str) -> str:
    return number.casefold().rstrip("0123456789.")


@cache
def _planned() -> frozenset[str]:
    return frozenset(case.id for case in hand_tests().cases)


def _number(words: str, names: Collection[str]) -> re.Match[str] | None:
    number = _NUMBER.match(words)
    plain = {name.casefold().lstrip("v") for name in names}
    return None if number is None or number[0].casefold().lstrip("v") in plain else number


def _shared(documents: Documents, result: Result, sha256: str) -> Text | None:
    for other in documents.product.verification.results:
        file = documents.files.get(other.document or "")
        if file is not None and file.sha256 == sha256 and other.what != result.what:
            return SHARED.fill(document=result.document or "", other=other.what)
    return None


def _images(documents: Documents, result: Result) -> Text | None:
    file = documents.files.get(result.document or "")
    if file is None:
        return None
    attestation = Attestation(place=file.place or file.path, by=result.by, on=result.on)
    before = documents.attested.get(attestation)
    now = documents.images
    if before is None or not before.images or not now or before.images == now:
        return None
    return OTHER_IMAGE.fill(before=_short(before.images), after=_short(now))


def _short(digests: tuple[str, ...]) -> str:
    return ", ".join(each[:12] for each in digests)


def _stands(word: str, text: str) -> bool:
    """Whether `word` stands in `text`, not as a part of a longer number or Latin word; `v` may stand before."""
    return next(_standing(word, unicodedata.normalize("NFKC", text)), None) is not None


def _standing(word: str, text: str) -> Iterator[re.Match[str]]:
    bare = re.escape(word.strip())
    before, behind = r"(?<![A-Za-z0-9.])(?:v|ver\.? ?)?", r"(?![A-Za-z0-9]|\.\d)"
    return re.finditer(before + bare + behind, text, re.IGNORECASE)
