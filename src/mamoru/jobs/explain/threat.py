"""Explain a threat: what happens, how, who could, how it stands in the last result, what counters it."""

from collections.abc import Sequence

from mamoru.assessment.report.model import Report
from mamoru.catalog import Catalog
from mamoru.design import library
from mamoru.design.library import ThreatEntry
from mamoru.jobs.explain.explanation import Explanation, Section
from mamoru.language import Text, both

HAPPENS = Text("何が起こるか", "What happens")
PATH = Text("どのように起こるか", "How it goes")
WHO = Text("だれがするか", "Who could")
STANDS = Text("この製品では", "In this product")
COUNTER = Text("対策になること", "What counters it")
REFERENCES = Text("参照", "References")
STANDING = Text(
    "リスクは{level}。{risk} 理由: {why}。対応: {decision}。{answer}。",
    "Risk {level}. {risk} Why: {why}. Decision: {decision}; {answer}.",
)
ABSENT = Text(
    "主な脅威には入っていません。すべては mamoru design -v で見られます。",
    "Not among the main threats; mamoru design -v tells all.",
)
NO_RESULT = Text("mamoru design で見られます。", "See mamoru design.")


def threat_explained(asked: Catalog, threat: ThreatEntry, reports: Sequence[Report]) -> Explanation:
    """What is known of a threat of the library."""
    actors = {actor.id: actor.title for actor in library().actors}
    claims = (*threat.claims, *(claim for each in threat.claims_when for claim in each.claims))
    steps = (Text(f"{n}. {step.ja}", f"{n}. {step.en}") for n, step in enumerate(threat.path, 1))
    sections = [
        Section(heading=HAPPENS, lines=(threat.text,)),
        Section(heading=PATH, lines=tuple(steps)),
        Section(heading=WHO, lines=tuple(actors[id] for id in threat.actors)),
        Section(heading=STANDS, lines=_standing(threat.id, reports)),
        Section(heading=COUNTER, lines=tuple(_claim(asked, id) for id in dict.fromkeys(claims))),
    ]
    if threat.references:
        sections.append(Section(heading=REFERENCES, lines=(both(", ".join(threat.references)),)))
    return Explanation(id=threat.id, title=threat.title, sections=tuple(sections))


def _claim(asked: Catalog, id: str) -> Text:
    claim = asked.claim(id)
    return Text(f"{claim.title.ja}（{id}）: {claim.how.ja}", f"{claim.title.en} ({id}): {claim.how.en}")


def _standing(id: str, reports: Sequence[Report]) -> tuple[Text, ...]:
    designed = [report.design for report in reports if report.design is not None]
    found = [threat for design in designed for threat in design.threats if threat.id == id]
    told = tuple(
        STANDING.fill(
            level=threat.level_word,
            risk=threat.risk,
            why=threat.why,
            decision=threat.decision,
            answer=threat.answer,
        )
        for threat in found
    )
    return told or ((ABSENT,) if designed else (NO_RESULT,))
