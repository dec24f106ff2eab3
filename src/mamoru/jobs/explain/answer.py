"""Explain what Mamoru keeps beside its checks: what a decision rests on, and what an adviser answered."""

from collections.abc import Sequence

import msgspec

from mamoru.assessment.report.model import Report
from mamoru.design.consultation.answers import CHECK as EXPERT
from mamoru.design.consultation.answers import WEIGH as WEIGH_ADVICE
from mamoru.evidence import Finding
from mamoru.jobs.check.delivered import GIVE_ITS_OWN, IMAGES, SAME, SEPARATE
from mamoru.jobs.design.acceptances import AGAIN, FACTS, HOLDS, WEIGH
from mamoru.jobs.explain.explanation import Explanation, Section
from mamoru.language import Text

WHAT = Text("何の記録か", "What it is")
FOUND = Text("最後の結果で見つかったもの", "Found in the last result")
CHANGE = Text("判定を変えるには", "What would change it")


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of such a record: what it is, and what to do where it finds something."""

    title: Text
    what: Text
    act: tuple[Text, ...]


KEPT = {
    FACTS: Kept(
        title=Text("脅威を受け入れる判断の前提", "The facts that a decision on a threat rests on"),
        what=Text(
            "脅威を受容・移転・除外する判断を mamoru check がはじめて見たとき、前提となる product.yaml の記載を控えた記録です。",
            "When mamoru check first sees a decision to accept, transfer or rule out a threat, it keeps the entries of product.yaml on which the decision rests.",
        ),
        act=(WEIGH,),
    ),
    HOLDS: Kept(
        title=Text("脅威を受け入れる判断が今も有効か", "Whether a decision on a threat still holds"),
        what=Text(
            "判断の前提となる記載が変わったか、受容の期限が過ぎたかを確かめます。変わっていれば、その脅威は改めて判断が要ります。",
            "It compares the entries on which a decision rests with those of today, and looks at its last day. Where either changed, the threat is open again.",
        ),
        act=(WEIGH, AGAIN),
    ),
    IMAGES: Kept(
        title=Text("出荷した版のイメージ", "The images of a release that is out"),
        what=Text(
            "発売日（releases の date）を過ぎた版のイメージを mamoru check がはじめて見たとき、そのSHA-256を控えた記録です。",
            "When mamoru check first sees the images of a release whose date has come, it keeps their SHA-256.",
        ),
        act=(GIVE_ITS_OWN,),
    ),
    SAME: Kept(
        title=Text(
            "出荷した版のイメージが替わっていないか", "Whether the images of a release are still those"
        ),
        what=Text(
            "出荷した版のイメージが、はじめに見たものと同じで、ほかの版と共用していないことを確かめます。",
            "It compares the images of a release that is out with those seen first, and with those of other releases.",
        ),
        act=(GIVE_ITS_OWN, SEPARATE),
    ),
    EXPERT: Kept(
        title=Text("専門家の助言", "The advice of an expert"),
        what=Text(
            "専門家から戻った答えの記録です。賛成でない点と、挙げられていない脅威は、答えるまで残ります。",
            "The answers that an adviser gave. What the adviser does not share, and a threat that the adviser misses, stay open until they are answered.",
        ),
        act=(WEIGH_ADVICE,),
    ),
}


def answer_explained(id: str, reports: Sequence[Report]) -> Explanation:
    """What is known of one of `KEPT`, with what it found in the last results."""
    kept = KEPT[id]
    sections = [Section(heading=WHAT, lines=(kept.what,))]
    found = [finding for report in reports for finding in report.findings if finding.check == id]
    if found:
        sections.append(Section(heading=FOUND, lines=tuple(_told(each) for each in found)))
    return Explanation(id=id, title=kept.title, sections=(*sections, Section(heading=CHANGE, lines=kept.act)))


def _told(finding: Finding) -> Text:
    return Text(f"{finding.title.ja}: {finding.proof}", f"{finding.title.en}: {finding.proof}")
