"""The tests by hand to repeat after a change of the product."""

import msgspec
import pytest

from mamoru.product import Product, facts
from mamoru.verification import plan
from material.designs import camera, gateway, maker, sensor


def touched(product: Product, *, claims: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> set[str]:
    found = plan.tests_touched(
        plan.hand_tests(), product, facts(product, maker()), claims=claims, parts=parts
    )
    return {case.id for case in found}


def test_a_change_of_an_interface_repeats_what_goes_through_it() -> None:
    assert "TC-AUTH-01" in touched(camera(), parts=(camera().interfaces[0].id,))


def test_a_claim_repeats_the_tests_that_show_it() -> None:
    assert touched(camera(), claims=("reset-erases-data",)) == {"TC-DEL-01"}


@pytest.mark.parametrize("product", [camera(), gateway(), sensor()], ids=lambda product: product.id)
def test_nothing_changed_is_nothing_to_repeat(product: Product) -> None:
    assert touched(product) == set()
    assert touched(product, parts=("no-such-part",), claims=("no-such-claim",)) == set()


def test_what_does_not_fit_the_product_is_never_told() -> None:
    every = tuple(claim for case in plan.hand_tests().cases for claim in case.claims)
    small = msgspec.structs.replace(sensor(), users=sensor().users[:1])

    assert "TC-REC-01" in touched(gateway(), claims=every)
    assert "TC-REC-01" not in touched(small, claims=every)
