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
FIELDS = {
    "communicates": "characteristics.communicates",
    "handles-data": "characteristics.handles_data",
    "must-stay-available": "characteristics.must_stay_available",
    "sends-data": "data[].sent_by",
    "stores-data": "data[].stored",
    "uses-passwords": "interfaces[].authentication",
    "users-log-in": "interfaces[].authentication",
    "authenticates": "interfaces[].authentication",
    "network-login": "interfaces[].authentication",
    "updatable": "update.method",
    "updates-over-network": "update.method",
    "updates-automatically": "update.automatic",
    "notifies-updates": "update.notification",
    "has-debug-interface": "interfaces[].kind",
    "handles-personal-data": "data[].kind",
    "sends-personal-data": "data[].kind, data[].sent_by",
    "sends-sensitive-data": "data[].sensitive, data[].sent_by",
    "senses-surroundings": "senses",
    "collects-telemetry": "data[].kind",
    "uses-cloud": "interfaces[].kind, interfaces[].exposure",
    "stores-secrets": "data[].kind, data[].stored",
    "configurable-over-network": "interfaces[].kind",
    "has-outsourcers": "maker.yaml: stakeholders[].outside",
}
"""Which field answers a fact of the catalogue; those seen in lists say it themselves."""
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
        field = seen.fields.get(fact) or FIELDS.get(fact, "characteristics")
        yield Question(about=fact, text=text, field=field, threats=tuple(hanging))


def _interfaces(product: Product) -> Iterator[Question]:
    for entry in product.interfaces:
        if entry.kind not in ("network-service", "client", "radio") or not entry.enabled:
            continue
        if not entry.ways:
            yield Question(
                about=entry.id,
                text=AUTHENTICATION.fill(id=entry.id),
                field=f"interfaces[{entry.id}].authentication",
            )
        if not filled_in(entry.encryption) and entry.encryption is None:
            yield Question(
                about=entry.id, text=ENCRYPTION.fill(id=entry.id), field=f"interfaces[{entry.id}].encryption"
            )


def _undecided(product: Product, threats: Sequence[Threat]) -> Iterator[Question]:
    unrated = {risk.id for risk in product.risks if risk.impact is None or risk.likelihood is None}
    for threat in threats:
        if threat.own and threat.id in unrated:
            yield Question(
                about=threat.id,
                text=UNRATED.fill(title=threat.title),
                field=f"risks[{threat.id}].impact",
                threats=(threat.id,),
            )
    open_ = [threat for threat in threats if threat.decision is None]
    if open_:
        titles = Text("、".join(t.title.ja for t in open_), "; ".join(t.title.en for t in open_))
        text = UNDECIDED.fill(n=str(len(open_)), titles=titles)
        yield Question(
            about="decisions",
            text=text,
            field="risks[].decision",
            threats=tuple(threat.id for threat in open_),
        )
