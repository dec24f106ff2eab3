"""How far a written thing is vouched for: by the file alone, or by a person, a day and a document."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from mamoru.evidence import Check, Grade, Location, Missing, Paper, Shown
from mamoru.language import Text, joined
from mamoru.product.document_content import UNREAD, why_no_evidence
from mamoru.product.documents import Attestation, DocumentFile, Documents
from mamoru.product.named import is_address
from mamoru.product.people import is_known
from mamoru.product.wording import filled_in

ABSENT = Text(
    "{document} と書かれていますが、その文書がワークスペースにありません（ファイルを置いてください）。",
    "{document} is named, but it is not in the workspace (put the file there).",
)
GONE = Text(
    "{document} がなくなりました。{day} に {by} が確かめた文書です（元に戻すか、今の文書で確かめ直した日を書いてください）。",
    "{document} is gone: {by} attested it on {day} (put it back, or enter the day on which another document was attested).",
)
LATER = Text(
    "日付 {day} が基準日 {on} より先なので、まだ数えません。",
    "Its date {day} lies after {on}, so it does not count yet.",
)
DECLARED = Text(
    "{what}（ファイルの記載のみ。足りないもの: {lacking}）",
    "{what} (written in the file only; without {lacking})",
)
UNPROVEN = Text("{what}（ファイルの記載のみ。{why}）", "{what} (written in the file only: {why})")
ADDRESS = Text(
    "{document} はアドレスで、開いて確かめていません",
    "{document} is an address that nobody has opened",
)
CHANGED = Text(
    "{document} は {day} に {by} が確かめたあとで変わりました。確かめ直した日と人を書いてください",
    "{document} has changed since {day}, attested by {by}; enter who attested it anew, and when",
)
ATTESTED = Text("{what}（{by}、{day}、{document}）", "{what} ({by}, {day}, {document})")
NO_PERSON = Text("担当者", "a person")
STRANGER = Text(
    "maker.yaml での {by} の記載（roles か stakeholders）",
    "{by} among the roles or stakeholders of maker.yaml",
)
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
    record: str | None = None,
    lacking: Sequence[Text] = (),
    outside: bool = False,
    against: Text | None = None,
    images: tuple[str, ...] = (),
) -> Shown | Missing:
    """What the written thing `what` shows of `claim` (the check's first if none is named).

    Attested where `by` names a person whom maker.yaml names (or an `outside` one), `on` is a day not after that
    of the assessment, and `document` is evidence by its content: a file of the workspace that says something,
    speaks of the claim, is not our template, and is what it was when this person attested it on this day.
    `record` is a further file that records the act; it must say something. `images` are those of which it speaks.
    Declared where one of these is not so, `lacking` names something else, or `against` says why it is none; an
    address is declared too. Missing where a document is named that is not there, or the day is still to come:
    such an entry points at nothing, so it does not even declare.
    """
    shows = claim or check.claims[0]
    person = by if filled_in(by) else None
    named = [(each, subject) for each, subject in ((document, shows), (record, None)) if each is not None]
    named = list({each: (each, subject) for each, subject in reversed(named)}.values())[::-1]
    for each, _ in named:
        if not documents.exists(each):
            return check.missing(reason=_absent(documents, each, person, on), at=at, claims=(shows,))
    if on is not None and on > documents.on:
        return check.missing(reason=LATER.fill(day=str(on), on=str(documents.on)), at=at, claims=(shows,))
    lacks = [*lacking, *_lacks(documents, person, on, document, outside=outside)]
    if lacks or person is None or on is None:
        proof = DECLARED.fill(what=what, lacking=joined(lacks))
        return check.shown(proof=proof, at=at, claim=shows, grade=Grade.DECLARED, by=person)
    reasons = [_why_declared(documents, each, subject, person, on) for each, subject in named]
    for reason in (*reasons, against):
        if reason is not None:
            proof = UNPROVEN.fill(what=what, why=reason)
            return check.shown(proof=proof, at=at, claim=shows, grade=Grade.DECLARED, by=person)
    papers = [_paper(documents.files[each], person, on, images) for each, _ in named]
    listed = _listed([each for each, _ in named], papers)
    proof = ATTESTED.fill(what=what, by=person, day=str(on), document=listed)
    return check.shown(proof=proof, at=at, claim=shows, grade=Grade.ATTESTED, by=person, papers=papers)


def _lacks(
    documents: Documents, person: str | None, on: date | None, document: str | None, *, outside: bool
) -> Iterator[Text]:
    """What an attestation needs and is not there."""
    if person is None:
        yield NO_PERSON
    elif not outside and not is_known(person, documents.maker):
        yield STRANGER.fill(by=person)
    if on is None:
        yield NO_DAY
    if document is None:
        yield NO_DOCUMENT


def _listed(names: Sequence[str], papers: Sequence[Paper]) -> Text:
    """The documents, of each that could not be read that it was not."""
    return joined(
        Text(f"{name}（{UNREAD.ja}）", f"{name}; {UNREAD.en}") if paper.unread else Text(name, name)
        for name, paper in zip(names, papers, strict=True)
    )


def _why_declared(documents: Documents, named: str, claim: str | None, by: str, on: date) -> Text | None:
    """Why what a person says with this document is only declared; None where it is attested."""
    if is_address(named):
        return ADDRESS.fill(document=named)
    file = documents.files[named]
    reason = why_no_evidence(named, file.bytes, file.content, claim)
    if reason is not None:
        return reason
    before = documents.attested.get(Attestation(place=file.place or file.path, by=by, on=on))
    if before is not None and before.sha256 != file.sha256:
        return CHANGED.fill(document=named, day=str(on), by=by)
    return None


def _absent(documents: Documents, named: str, by: str | None, on: date | None) -> Text:
    """That a document is not there; where somebody attested it when it was, that too."""
    places = {each.place for each in documents.attested if each.by == by and each.on == on}
    if by is not None and any(place == named or place.endswith(f"/{named}") for place in places):
        return GONE.fill(document=named, day=str(on), by=by)
    return ABSENT.fill(document=named)


def _paper(file: DocumentFile, by: str, on: date, images: tuple[str, ...]) -> Paper:
    return Paper(
        place=file.place or file.path,
        bytes=file.bytes,
        sha256=file.sha256,
        by=by,
        on=on,
        unread=file.content.text is None,
        images=images,
    )


def weakest(observations: Iterable[Shown | Missing]) -> Iterator[Shown | Missing]:
    """What several entries show together where each of them must: everything that is missing, else
    the one with the least grade (the first of equals), with the documents of all."""
    seen = list(observations)
    missing = [o for o in seen if isinstance(o, Missing)]
    shown = [o for o in seen if isinstance(o, Shown)]
    if missing:
        yield from missing
    elif shown:
        papers = tuple(dict.fromkeys(paper for each in shown for paper in each.papers))
        yield msgspec.structs.replace(min(shown, key=lambda o: o.grade.rank), papers=papers)
