"""What the store keeps of a record: the same values, closer packed, with keys beside the bounds."""

from functools import lru_cache
from typing import NamedTuple

import msgspec

from mamoru.operation.vulnerabilities.record import (
    Affected,
    Exploited,
    Needed,
    Points,
    Record,
    Score,
    Span,
    State,
)
from mamoru.operation.vulnerabilities.versions import key
from mamoru.operation.vulnerabilities.versions.schemes import own_scheme


class KeptSpan(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A `Span` with its order-preserving keys: None where there is no bound, b"" where it has no key."""

    low_key: bytes | None
    high_key: bytes | None
    low: str | None = None
    high: str | None = None
    low_open: bool = False
    high_closed: bool = False

    @property
    def broken(self) -> bool:
        """Whether its own bounds exclude each other, so that it can name no version."""
        if not self.low_key or not self.high_key:
            return False
        closed = self.high_closed and not self.low_open
        return self.low_key > self.high_key or (self.low_key == self.high_key and not closed)


class Kept(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """An `Affected` without its product; `exact` are the versions between line breaks."""

    order: str
    spans: tuple[KeptSpan, ...] = ()
    exact: str = ""
    every: bool = False
    fixed: tuple[str, ...] = ()
    needs: tuple[Needed, ...] = ()
    on: str | None = None
    spared: tuple[KeptSpan, ...] = ()
    files: tuple[str, ...] = ()
    git: bool = False
    state: State = "affected"
    why: str | None = None
    upper: bool = False
    unread: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """What a record tells beside the products."""

    title: str | None = None
    scores: tuple[Score, ...] = ()
    weaknesses: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    withdrawn: bool = False
    title_ja: str | None = None
    solution_ja: str | None = None
    shown: str | None = None
    exploited: Exploited | None = None
    points: Points | None = None
    links: tuple[str, ...] = ()


_encoder = msgspec.msgpack.Encoder()
_DAY = 10
MOST_LINKS = 4
NO_VERSION = "-"


def statement(record: Record) -> bytes:
    """The statement of `record`, packed."""
    return _encoder.encode(
        Statement(
            title=record.title,
            scores=record.scores,
            weaknesses=record.weaknesses,
            published=record.published and record.published[:_DAY],
            modified=record.modified and record.modified[:_DAY],
            withdrawn=record.withdrawn,
            title_ja=record.title_ja,
            solution_ja=record.solution_ja,
            shown=record.shown,
            exploited=record.exploited,
            points=record.points,
            links=record.links[:MOST_LINKS],
        )
    )


class Row(NamedTuple):
    """What is said of one product, packed in `body`; `low` and `high` are keys in `ordering` around all
    versions of which it says anything, None where there is no such bound or it cannot be said."""

    ordering: str | None
    low: bytes | None
    high: bytes | None
    body: bytes


def affects(affected: tuple[Affected, ...]) -> dict[str, Row]:
    """For each product that is named, what is said of it; known software stands for its maker's name."""
    by_product: dict[str, list[Kept]] = {}
    for each in affected:
        by_product.setdefault(each.product, []).append(_kept(each))
    rows = {product: Row(*_hull(kept), _encoder.encode(kept)) for product, kept in by_product.items()}
    known = {row.body for product, row in rows.items() if product.startswith("software:")}
    return {p: row for p, row in rows.items() if not (p.startswith("cna:") and row.body in known)}


_NO_HULL = (None, None, None)


def _hull(kept: list[Kept]) -> tuple[str | None, bytes | None, bytes | None]:
    order = kept[0].order
    spans = [span for each in kept for span in each.spans]
    if not spans or any(
        k.exact or k.every or k.git or k.unread or not k.spans or k.order != order for k in kept
    ):
        return _NO_HULL
    if any(_without_place(order, span) for span in spans):
        return _NO_HULL
    lows = [span.low_key for span in spans]
    highs = [span.high_key for span in spans]
    return (
        order,
        None if None in lows else min(key for key in lows if key is not None),
        None if None in highs else max(key for key in highs if key is not None),
    )


def _without_place(order: str, span: KeptSpan) -> bool:
    """Whether the keys of a span say nothing of where it lies among other versions."""
    unordered = span.low_key == b"" or span.high_key == b"" or span.broken
    return unordered or own_scheme(order, span.low) or own_scheme(order, span.high)


kept_in = msgspec.msgpack.Decoder(tuple[Kept, ...]).decode
"""What `affects` packed. Raises `msgspec.MsgspecError`."""

statement_in = msgspec.msgpack.Decoder(Statement).decode
"""What `statement` packed. Raises `msgspec.MsgspecError`."""


def _kept(affected: Affected) -> Kept:
    order = affected.order
    return Kept(
        order,
        tuple([_span(order, span) for span in affected.spans]),
        exact_text(affected.exact),
        affected.every,
        affected.fixed,
        affected.needs,
        affected.on,
        tuple([_span(order, span) for span in affected.spared]),
        affected.files,
        affected.git,
        affected.state,
        affected.why,
        affected.upper,
        affected.unread,
    )


def exact_text(versions: tuple[str, ...]) -> str:
    """Versions between line breaks, in the one spelling in which they are compared: `1.0-rc1` as `1.0rc1`.
    `-` stays: of a product that has no version."""
    spelt = "\n".join(versions).lower().replace("-", "") if NO_VERSION not in versions else _each(versions)
    return f"\n{spelt}\n" if versions else ""


def _each(versions: tuple[str, ...]) -> str:
    return "\n".join(v if v == NO_VERSION else v.lower().replace("-", "") for v in versions)


def _span(order: str, span: Span) -> KeptSpan:
    return KeptSpan(
        _key(order, span.low) if span.low is not None else None,
        _key(order, span.high) if span.high is not None else None,
        span.low,
        span.high,
        span.low_open,
        span.high_closed,
    )


@lru_cache(maxsize=1 << 17)
def _key(order: str, version: str) -> bytes:
    return key(order, version) or b""
