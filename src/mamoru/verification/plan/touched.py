"""The tests by hand that a change touches."""

from collections.abc import Collection, Mapping

from mamoru.catalog import evaluate
from mamoru.product import Product
from mamoru.verification.plan.hand_test import HandTest, HandTests
from mamoru.verification.plan.parts import Parts, parts_of


def tests_touched(
    cases: HandTests,
    product: Product,
    facts: Mapping[str, bool | None],
    *,
    claims: Collection[str],
    parts: Collection[str],
) -> tuple[HandTest, ...]:
    """The tests by hand of `product` to repeat after a change, by id: those that show one of `claims`
    (what counters the threats that came or changed), and those that go through one of `parts` (ids of
    interfaces, data or functions that came or changed, as the file names them *now*; `update` for the
    way of updating). What does not fit the product is never told.

    `cases` are `hand_tests()`, `facts` those of `mamoru.product.facts`. For `mamoru design --since`.
    """
    has = parts_of(cases.parts, product)
    return tuple(
        case
        for case in cases.cases
        if fits(case, facts, has) is not False
        and (set(claims) & set(case.claims) or any(part.id in parts for part in has.of(case.over)))
    )


def fits(case: HandTest, facts: Mapping[str, bool | None], parts: Parts) -> bool | None:
    """Whether a case is for a product with these facts and parts; None where nobody has said."""
    verdict = evaluate(case.applies, {**facts, **{kind: parts.has(kind) for kind in parts.names}})
    return False if not parts.fits(case.over) else verdict.applies
