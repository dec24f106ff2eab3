"""Whether an acceptance of a risk counts: a reason, somebody who may accept, and an end within a year.

The bounds are ours: no standard sets them. A year is how long a maker's policy may go unreviewed.
"""

from datetime import date

from mamoru.language import Text
from mamoru.product.calendar import months_after
from mamoru.product.document_content import tokens
from mamoru.product.maker import Maker
from mamoru.product.model import Acceptance
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


def is_reason(text: str) -> bool:
    """Whether `text` says something: it is filled in, and more than a word or two."""
    return filled_in(text) and len(tokens(text.casefold())) >= LEAST_TOKENS


def _may_accept(by: str, maker: Maker) -> bool:
    held = [role for role in maker.roles if role.role in MAY_ACCEPT]
    names = (name for role in held for name in (role.name, role.deputy) if name and filled_in(name))
    return any(means(by, name) for name in names)
