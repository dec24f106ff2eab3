"""What nobody has said yet, and what hangs on it."""

from collections.abc import Iterator, Mapping, Sequence

from mamoru.design.model import Question, Threat
from mamoru.design.seeing import Seen
from mamoru.language import Text
from mamoru.product import Product
from mamoru.product.wording import filled_in

FACT = Text(
    "「{yes}」かどうかが、製品ファイルから分からない", "Whether “{yes}” cannot be told from the product file"
)
AUTHENTICATION = Text("{id} の認証方式（authentication）", "The authentication of {id}")
ENCRYPTION = Text("{id} の暗号化（encryption）", "The encryption of {id}")
UNDECIDED = Text(
    "対応（risks の decision）が決まっていない脅威が{n}件: {titles}",
    "{n} threats without a decision (risks, decision): {titles}",
)
UNRATED = Text("評価されていないリスク: {title}", "A risk that is not rated: {title}")


def questions(
    product: Product, seen: Seen, open_: Mapping[str, Sequence[str]], threats: Sequence[Threat]
) -> tuple[Question, ...]:
    """The open questions: facts first, then what interfaces leave out, then decisions."""
    return (
        *_facts(seen, open_),
        *_interfaces(product),
        *_undecided(product, threats),
    )


def _facts(seen: Seen, open_: Mapping[str, Sequence[str]]) -> Iterator[Question]:
    for fact, hanging in open_.items():
        text = FACT.fill(yes=seen.words[fact][0])
        yield Question(about=fact, text=text, threats=tuple(hanging))


def _interfaces(product: Product) -> Iterator[Question]:
    for entry in product.interfaces:
        if entry.kind not in ("network-service", "client", "radio") or not entry.enabled:
            continue
        if entry.authentication is None:
            yield Question(about=entry.id, text=AUTHENTICATION.fill(id=entry.id))
        if not filled_in(entry.encryption) and entry.encryption is None:
            yield Question(about=entry.id, text=ENCRYPTION.fill(id=entry.id))


def _undecided(product: Product, threats: Sequence[Threat]) -> Iterator[Question]:
    unrated = {risk.id for risk in product.risks if risk.impact is None or risk.likelihood is None}
    for threat in threats:
        if threat.own and threat.id in unrated:
            yield Question(about=threat.id, text=UNRATED.fill(title=threat.title), threats=(threat.id,))
    open_ = [threat for threat in threats if threat.decision is None]
    if open_:
        titles = Text("、".join(t.title.ja for t in open_), "; ".join(t.title.en for t in open_))
        text = UNDECIDED.fill(n=str(len(open_)), titles=titles)
        yield Question(about="decisions", text=text, threats=tuple(threat.id for threat in open_))
