"""What suppliers say of their own components, as decisions with their source named."""

from collections.abc import Iterable
from datetime import date

from mamoru.operation.vulnerabilities.decisions.decision import Decision, Scope
from mamoru.product.component import Answer, Component

NO_REASON = "-"


def said_by_supplier(component: Component, answers: Iterable[Answer], on: date) -> tuple[Decision, ...]:
    """The answers that come with `component` (its `answered`) as decisions of that component and version.
    `on` is the day of the bill of materials that holds them."""
    version = component.version or component.raw_version
    return tuple(
        Decision(
            scope=Scope(
                vulnerability=said.vulnerability,
                component=component.software or component.name,
                versions=f"= {version}" if version and not set(version) & set(" ,|<>=") else "*",
            ),
            state=said.state,
            reason=said.justification or NO_REASON,
            by=component.supplier or said.by,
            on=on,
            source=f"supplier: {said.by}",
        )
        for said in answers
    )
