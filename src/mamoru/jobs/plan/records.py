"""What a result by hand lacks to be attested: the tester, the day and what the attached records say."""

from collections.abc import Iterator

from mamoru.evidence.attachments import Attachments
from mamoru.evidence.record import Attachment
from mamoru.jobs.release.at_hand import AtHand
from mamoru.language import Text
from mamoru.product.document_content import why_no_evidence
from mamoru.product.document_text import MOST_READ, is_known_form, text_in
from mamoru.product.documents import Content
from mamoru.product.people import is_known
from mamoru.product.testimony import STRANGER
from mamoru.verification.hand_records import speaks_not_of, why_implausible
from mamoru.verification.plan import Entry, HandTest

BORROWED = Text(
    "この試験の記録（{name} は {other} の記録として使っています）",
    "a record of this test ({name} is the record of {other})",
)
NO_RECORD = Text("この試験の記録（{why}）", "a record of this test ({why})")
NO_DAY = Text("あり得る日付（{why}）", "a plausible day ({why})")
_SAMPLE = 1 << 16


def lacks(hand: AtHand, case: HandTest, entry: Entry) -> list[Text]:
    """What `entry` lacks beside a device and an attachment. One record that is one is enough."""
    found = []
    if not is_known(entry.hand.by, hand.papers.maker):
        found.append(STRANGER.fill(by=entry.hand.by))
    if (why := why_implausible(hand.papers, entry.on)) is not None:
        found.append(NO_DAY.fill(why=why))
    reasons = list(_against(hand, case, entry.hand.attachments))
    if reasons and None not in reasons:
        found += [reason for reason in reasons[:1] if reason is not None]
    return found


def _against(hand: AtHand, case: HandTest, attachments: tuple[Attachment, ...]) -> Iterator[Text | None]:
    """For each attachment why it is no record of this test, None where it is."""
    kept = Attachments(hand.root)
    for each in attachments:
        with kept.place(each).open("rb") as stream:
            body = stream.read(MOST_READ)
        content = Content(text=text_in(body), variety=len(set(body[:_SAMPLE])), known=is_known_form(body))
        if (why := why_no_evidence(each.name, each.bytes, content, None)) is not None:
            yield NO_RECORD.fill(why=why)
        elif content.text is None:
            other = _user(hand, case, each.sha256)
            yield BORROWED.fill(name=each.name, other=other) if other else None
        else:
            words = (case.id, case.title.ja, case.title.en)
            silent = speaks_not_of(each.name, content.text, words, hand.version)
            yield NO_RECORD.fill(why=silent) if silent else None


def _user(hand: AtHand, case: HandTest, sha256: str) -> str | None:
    """Another test that was recorded with the same bytes."""
    for item in hand.kept.evidence():
        used = item.by_hand.attachments if item.by_hand else ()
        if item.check != case.id and any(each.sha256 == sha256 for each in used):
            return item.check
    return None
