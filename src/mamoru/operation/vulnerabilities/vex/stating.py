"""What was decided on a release's matches, as statements to publish."""

from collections.abc import Iterable

from mamoru.operation.vulnerabilities.decisions import Answered
from mamoru.operation.vulnerabilities.match import Match
from mamoru.operation.vulnerabilities.vex.document import Part, Statement
from mamoru.product.component import Component


def stated(answers: Iterable[tuple[Match, Answered]], product: Part) -> tuple[Statement, ...]:
    """A statement for each match that was decided; one that is open states nothing yet."""
    found = []
    for match, answer in answers:
        if answer.state == "open" or answer.decision is None:
            continue
        decision = answer.decision
        found.append(
            Statement(
                vulnerability=match.told.id,
                aliases=match.told.aliases,
                status=answer.state,
                product=product,
                component=_part(match.component),
                justification=decision.justification,
                reason=decision.reason,
                action=decision.action,
            )
        )
    return tuple(found)


def _part(component: Component) -> Part:
    return Part(
        name=component.name,
        version=component.version or component.raw_version,
        purl=component.purl,
        cpe=component.cpes[0] if component.cpes else None,
    )
