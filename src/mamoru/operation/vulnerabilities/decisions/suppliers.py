"""What suppliers say of their own components, as decisions with their source named."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from mamoru.operation.vulnerabilities.decisions.decision import Decision, Judged, Scope
from mamoru.product.component import Component

NO_REASON = "-"


class Said(Protocol):
    """One answer in a bill of materials: of which vulnerability, how it stands, where it says so, and why."""

    @property
    def vulnerability(self) -> str: ...

    @property
    def state(self) -> Judged: ...

    @property
    def by(self) -> str: ...

    @property
    def justification(self) -> str | None: ...


def said_by_supplier(component: Component, answers: Iterable[Said], on: date) -> tuple[Decision, ...]:
    """The answers that come with `component` as decisions of that component and version. `on` is the day
    of the bill of materials that holds them."""
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
