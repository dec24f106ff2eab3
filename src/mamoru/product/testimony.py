"""How far a written thing is vouched for: by the file alone, or by a person, a day and a document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from mamoru.evidence import Check, Grade, Location, Missing, Shown
from mamoru.language import Text
from mamoru.product.documents import Documents
from mamoru.product.wording import filled_in, listing

ABSENT = Text(
    "{document} と書かれていますが、その文書がワークスペースにありません（ファイルを置くか、https:// の場所を書きます）。",
    "{document} is named, but it is not in the workspace (put the file there, or name an https:// address).",
)
LATER = Text(
    "日付 {day} が基準日 {on} より先なので、まだ数えません。",
    "Its date {day} lies after {on}, so it does not count yet.",
)
DECLARED = Text(
    "{what}（ファイルの記載のみ。足りないもの: {lacking}）",
    "{what} (written in the file only; without {lacking})",
)
ATTESTED = Text("{what}（{by}、{day}、{document}）", "{what} ({by}, {day}, {document})")
NO_PERSON = Text("担当者", "a person")
NO_DAY = Text("日付", "a day")
NO_DOCUMENT = Text("文書", "a document")


def testimony(
    check: Check,
    documents: Documents,
    *,
    what: Text,
    at: Location,
    claim: str | None = None,
    by: str | None = None,
    on: date | None = None,
    document: str | None = None,
    lacking: Sequence[Text] = (),
) -> Shown | Missing:
    """What the written thing `what` shows of `claim` (the check's first if none is named).

    Attested where `by` names a person, `on` is a day not after that of the assessment and
    `document` exists; declared where one of these was not given, or `lacking` names something else.
    Missing where a document is named that is not there, or the day is still to come: such an entry
    points at nothing, so it does not even declare.
    """
    shows = claim or check.claims[0]
    if document is not None and not documents.exists(document):
        return check.missing(reason=ABSENT.fill(document=document), at=at, claims=(shows,))
    if on is not None and on > documents.on:
        return check.missing(reason=LATER.fill(day=str(on), on=str(documents.on)), at=at, claims=(shows,))
    person = by if filled_in(by) else None
    lacks = list(lacking)
    lacks += [NO_PERSON] if person is None else []
    lacks += [NO_DAY] if on is None else []
    lacks += [NO_DOCUMENT] if document is None else []
    if lacks:
        named = Text(listing(t.ja for t in lacks).ja, listing(t.en for t in lacks).en)
        proof = DECLARED.fill(what=what, lacking=named)
        return check.shown(proof=proof, at=at, claim=shows, grade=Grade.DECLARED, by=person)
    proof = ATTESTED.fill(what=what, by=person or "", day=str(on), document=document or "")
    return check.shown(proof=proof, at=at, claim=shows, grade=Grade.ATTESTED, by=person)


def weakest(observations: Iterable[Shown | Missing]) -> Iterator[Shown | Missing]:
    """What several entries show together where each of them must: everything that is missing, else
    the one with the least grade (the first of equals)."""
    seen = list(observations)
    missing = [o for o in seen if isinstance(o, Missing)]
    shown = [o for o in seen if isinstance(o, Shown)]
    if missing:
        yield from missing
    elif shown:
        yield min(shown, key=lambda o: o.grade.rank)
