"""What the vulnerability data says of a release's components: as evidence, and as the report shows it."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from mamoru.assessment.report.model import KnownVulnerability, Vulnerabilities
from mamoru.errors import InputError
from mamoru.evidence import Evidence, SubjectKind
from mamoru.evidence.fold import Occasion, unseen
from mamoru.evidence.registry import registry
from mamoru.evidence.runner import run_here
from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.telling import (
    NOTHING,
    Circumstances,
    MatchesTold,
    MatchTold,
    matches_told,
)
from mamoru.product.component import Component


class Known(NamedTuple):
    """The evidence of the checks on vulnerabilities, and what the report shows; None where the
    vulnerability data cannot be read, which the evidence says."""

    evidence: list[Evidence]
    view: Vulnerabilities | None


def known_vulnerabilities(
    components: Sequence[Component], path: str, occasion: Occasion, around: Circumstances = NOTHING
) -> Known:
    """Match `components` with the vulnerability data that is here, and run the checks on what it says."""
    checks = [r for r in registry().checks if r.check.subject is SubjectKind.VULNERABILITIES]
    try:
        with current_store() as store:
            told = matches_told(components, store, on=occasion.on, path=path, around=around)
    except InputError as error:
        return Known([unseen(each.check, occasion, error.message) for each in checks], None)
    return Known(run_here(checks, told, occasion), view_of(told))


def together(observed: Sequence[Component], declared: Sequence[Component]) -> tuple[Component, ...]:
    """Each component once: what the images show, with what is declared beside it where that tells more (a
    package URL, answers), and what is declared and not seen."""
    said = {(c.software or c.name, c.version): c for c in declared if not c.tool}
    found: dict[tuple[str, str | None], Component] = {}
    for component in observed:
        key = (component.software or component.name, component.version)
        other = said.pop(key, None)
        if key not in found:
            found[key] = _joined(component, other) if other is not None else component
    for key, component in said.items():
        found.setdefault(key, component)
    return tuple(found.values())


def _joined(seen: Component, said: Component) -> Component:
    return msgspec.structs.replace(
        seen,
        purl=said.purl or seen.purl,
        raw_version=said.raw_version or seen.raw_version,
        cpes=tuple(dict.fromkeys((*seen.cpes, *said.cpes))),
        answered=said.answered or seen.answered,
    )


def view_of(told: MatchesTold) -> Vulnerabilities:
    """What the report shows of it."""
    return Vulnerabilities(
        built_in=told.data.built_in,
        as_of=told.data.as_of,
        known=tuple(_known(match) for match in told.matches if match.wants_answer),
        undecided=sum(match.state == "open" and not match.sure for match in told.matches),
        ruled_out=len(told.ruled_out),
        answered=sum(match.state != "open" and match.decision is not None for match in told.matches),
        uncovered=tuple(
            each.component.name for each in told.coverage if not any(source.speaks for source in each.sources)
        ),
    )


def _known(match: MatchTold) -> KnownVulnerability:
    return KnownVulnerability(
        id=match.vulnerability,
        component=match.component.name,
        version=match.component.version,
        source=match.source,
        why=match.why,
        urgency=match.ssvc.decision,
        title=match.title,
        fixed=match.fixed,
        score=match.cvss.score if match.cvss else None,
        epss=match.epss,
        exploited=match.kev,
        every_version=match.certainty is Certainty.ANY_VERSION,
        weaknesses=match.weaknesses,
    )
