"""What the verification of a product must speak of: requirements, threats of its design, decisions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mamoru.catalog import Catalog, Standard, evaluate
from mamoru.design import Design
from mamoru.language import Text
from mamoru.verification.plan import Target, TargetKind

MEASURE = Text("{title}（{how}）", "{title} ({how})")
REDUCED = ("mitigate", "accept")  # an acceptance that has ended leaves the threat to be reduced


def required(
    standards: Sequence[Standard], facts: Mapping[str, bool | None]
) -> tuple[list[Target], list[str]]:
    """The requirements that apply or may apply; of the latter the ids too."""
    targets, open_ = [], []
    for standard in standards:
        measures = {group.id for group in standard.groups if group.kind == "technical-measure"}
        for point in standard.requirements:
            verdict = evaluate(point.applies, facts)
            if verdict.applies is False:
                continue
            id = f"{standard.id}:{point.id}"
            open_ += [id] if verdict.applies is None else []
            targets.append(
                Target(
                    id=id,
                    kind=TargetKind.REQUIREMENT,
                    title=point.title,
                    claims=point.needs.claims,
                    level=point.status,
                    measures=(point.group,) if point.group in measures else (),
                )
            )
    return targets, open_


def threatened(design: Design, on: date) -> Iterator[Target]:
    """The threats that are to be countered, most grave first: all but those that were avoided,
    transferred, or accepted for a time that lasts."""
    for threat in design.threats:
        decision = threat.decision
        if decision is not None and decision.decision not in REDUCED:
            continue
        if decision is not None and decision.decision == "accept" and decision.counts(on):
            continue
        evidence = decision.evidence if decision else ()
        yield Target(
            id=threat.id,
            kind=TargetKind.THREAT,
            title=threat.title,
            claims=tuple(dict.fromkeys((*threat.countered_by, *evidence))),
            level=threat.risk.level,
            measures=threat.measures,
        )


def decided(asked: Catalog, design: Design) -> Iterator[Target]:
    """The technical measures that the maker said how to do, with what the guide needs of each."""
    guide = asked.standard("guide")
    for measure in design.measures:
        points = [r for r in guide.requirements if r.group == measure.id] if guide else []
        claims = tuple(dict.fromkeys(claim for point in points for claim in point.needs.claims))
        if measure.how and claims:
            title = MEASURE.fill(title=measure.title, how=measure.how)
            yield Target(
                id=f"decision:{measure.id}",
                kind=TargetKind.DECISION,
                title=title,
                claims=claims,
                measures=(measure.id,),
            )
