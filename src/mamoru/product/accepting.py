"""Whether an acceptance of a risk counts: a reason, somebody who may accept, and an end within a year.

The bounds are ours: no standard sets them. A year is how long a maker's policy may go unreviewed.
"""

from datetime import date

from mamoru.language import Text
from mamoru.product.calendar import months_after
from mamoru.product.document_content import tokens
from mamoru.product.maker import Maker
from mamoru.product.model import Acceptance, Risk
from mamoru.product.people import means
from mamoru.product.wording import filled_in

MOST_MONTHS = 12
LEAST_TOKENS = 3  # different words, or pairs of Japanese letters
MAY_ACCEPT = ("executive", "security")

ENDED = Text("期限 {until} が過ぎました", "it ended on {until}")
TOO_LONG = Text(
    "期限 {until} が {months} か月より先です（見直す日を {latest} までにしてください）",
    "its end, {until}, is more than {months} months away (give a day up to {latest} on which it is decided anew)",
)
NO_REASON = Text("理由（why）になっていません", "its why is no reason")
UNSIGNED = Text(
    "判断した人と日付（reviewed）がありません", "it names nobody who decided, and no day (reviewed)"
)
NOBODY = Text(
    "{by} は受容を決められる人（maker.yaml の roles の executive・security とその代理）ではありません",
    "{by} is nobody who may accept (executive, security and their deputies under roles in maker.yaml)",
)


def why_not_accepted(acceptance: Acceptance, maker: Maker, on: date) -> Text | None:
    """Why `acceptance` does not count on the day `on`; None where it does."""
    latest = months_after(on, MOST_MONTHS)
    if acceptance.until < on:
        return ENDED.fill(until=acceptance.until)
    if acceptance.until > latest:
        return TOO_LONG.fill(until=acceptance.until, months=MOST_MONTHS, latest=latest)
    if not is_reason(acceptance.why):
        return NO_REASON
    return None if _may_accept(acceptance.by, maker) else NOBODY.fill(by=acceptance.by)


def why_risk_not_accepted(risk: Risk, maker: Maker) -> Text | None:
    """Why the acceptance of a risk (`decision: accept`) counts on no day; None where it does until `end_of`."""
    reviewed = risk.reviewed
    if reviewed is None or not filled_in(reviewed.by) or reviewed.on is None:
        return UNSIGNED
    if not is_reason(risk.why or ""):
        return NO_REASON
    until, latest = end_of(risk), months_after(reviewed.on, MOST_MONTHS)
    if until is not None and until > latest:
        return TOO_LONG.fill(until=until, months=MOST_MONTHS, latest=latest)
    return None if _may_accept(reviewed.by, maker) else NOBODY.fill(by=reviewed.by)


def end_of(risk: Risk) -> date | None:
    """The last day of an acceptance: the one that is stated, else a year after it was decided. None where neither is
    known."""
    if risk.until is not None or risk.reviewed is None or risk.reviewed.on is None:
        return risk.until
    return months_after(risk.reviewed.on, MOST_MONTHS)


def is_reason(text: str) -> bool:
    """Whether `text` says something: it is filled in, and more than a word or two."""
    return filled_in(text) and len(tokens(text.casefold())) >= LEAST_TOKENS


def _may_accept(by: str, maker: Maker) -> bool:
    held = [role for role in maker.roles if role.role in MAY_ACCEPT]
    names = (name for role in held for name in (role.name, role.deputy) if name and filled_in(name))
    return any(means(by, name) for name in names)
