"""What the page over all products asks of their reports: rows, what is exploited, overdue and open."""

from collections.abc import Sequence
from functools import cached_property

import msgspec

from mamoru.assessment.deadlines import Deadline, Nearness
from mamoru.assessment.report import words
from mamoru.assessment.report.form import Listed
from mamoru.assessment.report.html_form.view import View
from mamoru.assessment.report.model import KnownVulnerability
from mamoru.assessment.report.picture import PhaseView
from mamoru.assessment.report.to_decide import ToDecide
from mamoru.assessment.result import State
from mamoru.language import Text, both


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One product: its report as the page asks for it, where that lies, and how many points hold."""

    view: View
    place: str

    @property
    def holds(self) -> int:
        """How many points of the guide hold."""
        return self.view.guide.counts.get(State.HOLDS.value, 0) if self.view.guide else 0

    @property
    def asked(self) -> int:
        """How many points of the guide are asked of the product."""
        counts = self.view.guide.counts if self.view.guide else {}
        return sum(counts.values()) - counts.get(State.NOT_APPLICABLE.value, 0)


class Exploited(msgspec.Struct, frozen=True, kw_only=True):
    """An exploited vulnerability and the product that has it."""

    known: KnownVulnerability
    row: Row


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that is open, and whose product it is."""

    decision: ToDecide
    row: Row


class Portfolio:
    """All products of a workspace, those with something exploited or overdue first."""

    def __init__(self, listed: Sequence[Listed]) -> None:
        rows = [Row(view=View(each.report), place=each.place) for each in listed]
        self.rows = sorted(rows, key=lambda row: (-len(row.view.exploited), -row.view.overdue))
        self.exploited = [
            Exploited(known=known, row=row) for row in self.rows for known in row.view.exploited
        ]
        every = [Open(decision=each, row=row) for row in self.rows for each in row.view.to_decide]
        self.decisions = sorted(every, key=lambda each: each.decision.severity.rank)

    @property
    def maker(self) -> Text:
        """Whose products they are."""
        product = self.rows[0].view.report.product if self.rows else None
        return product.maker if product else both("")

    @property
    def phases(self) -> tuple[PhaseView, ...]:
        """The guide's phases, as heads of the columns."""
        return next((row.view.phases for row in self.rows if row.view.phases), ())

    @property
    def unmatched(self) -> bool:
        """Whether the vulnerabilities of some product are not known, so that none is no good news."""
        return any(row.view.report.vulnerabilities is None for row in self.rows)

    @cached_property
    def overdue(self) -> int:
        """How many things are overdue; what all products share counts once."""
        every: set[Deadline] = {deadline for row in self.rows for deadline in row.view.deadlines}
        return sum(deadline.nearness is Nearness.OVER for deadline in every)

    @cached_property
    def unseen(self) -> tuple[Text, ...]:
        """What was not looked at in any of them, each once."""
        return tuple(dict.fromkeys(text for row in self.rows for text in row.view.unseen))

    @property
    def sentence(self) -> Text:
        """Where the products stand, in a sentence."""
        return words.ALL_SENTENCE.fill(
            n=len(self.rows),
            exploited=sum(bool(row.view.exploited) for row in self.rows),
            overdue=sum(bool(row.view.overdue) for row in self.rows),
            open=sum(bool(row.view.to_decide) for row in self.rows),
        )
