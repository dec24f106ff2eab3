"""What a supplier's VEX states, as decisions with their source named."""

from datetime import date

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.cpe import cpe_name
from mamoru.operation.vulnerabilities.decisions import Decision, Scope
from mamoru.operation.vulnerabilities.decisions.components import without_version
from mamoru.operation.vulnerabilities.decisions.ranges import ANY, read_range
from mamoru.operation.vulnerabilities.vex.document import Part, Statement, VexRead

NO_REASON = "-"


def decisions_of(read: VexRead, source: str, on: date) -> tuple[Decision, ...]:
    """The statements of `read` as decisions; `source` names where it is from (a file's name), `on` is the
    day that counts where the document tells none. They mean the component that a statement names, in
    its version; where it names none, the product itself. What is said of a component inside somebody's
    product names that product in `source`: whoever takes it in says that it holds for theirs."""
    return tuple(dict.fromkeys(_decision(statement, read, source, on) for statement in read.statements))


def _decision(statement: Statement, read: VexRead, source: str, on: date) -> Decision:
    component, versions = _meant(statement.component or statement.product)
    within = ""
    if statement.component is not None:
        within = f" ({statement.product.name} {statement.product.version or ''}".rstrip() + ")"
    at = statement.at or read.at
    return Decision(
        scope=Scope(vulnerability=statement.vulnerability, component=component, versions=versions),
        state=statement.status,
        reason=statement.reason or NO_REASON,
        by=read.author or source,
        on=at.date() if at is not None else on,
        justification=statement.justification,
        action=statement.action,
        source=f"vex: {source}{within}",
        at=at,
    )


def _meant(part: Part) -> tuple[str, str]:
    """A part as a decision names it: its package URL, else its CPE, else its name; and the versions."""
    name, version = part.name, part.version
    if part.purl and (found := without_version(part.purl)):
        name, version = found[0], found[1] or part.version
    elif part.cpe and (known := cpe_name(part.cpe)):
        name, version = part.cpe, part.version or known.version
    if part.versions is not None:
        return name, part.versions
    if version is None:
        return name, ANY
    written = f"= {version}"
    try:
        read_range(written)
    except FormatError:
        return name, f"= {'_'.join(version.split())[:100] or '?'}"
    return name, written
