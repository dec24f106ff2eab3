"""The quality of a bill by parts: shares, what is said to be unknown, and the named sets."""

import msgspec
import pytest

from mamoru.language import both
from mamoru.product.bill import SETS, Bill, BillPart, quality
from mamoru.product.bill.document import Fault
from mamoru.product.bill.elements import Element, Measured, Standing
from mamoru.product.bill.quality import Quality

PRODUCT = BillPart(
    ref="nc", name="NC-100", version="1.0", supplier="Mimamori", license="LicenseRef-1", hashes=("SHA-256",)
)
OPENSSL = BillPart(
    ref="ssl",
    name="openssl",
    version="3.0.15",
    purl="pkg:generic/openssl@3.0.15",
    supplier="OpenSSL",
    license="Apache-2.0",
    hashes=("SHA-256",),
)
WHOLE = Bill(
    form="CycloneDX",
    edition="1.6",
    product=PRODUCT,
    parts=(OPENSSL,),
    roots=("nc",),
    relations=(("nc", "ssl"),),
    timestamp="2026-11-23T12:00:00Z",
    authors=("Mimamori",),
    tools=("mamoru",),
    contexts=("build",),
    unknowns=("compositions: complete",),
)


def told(**changed: object) -> Quality:
    return quality(msgspec.structs.replace(WHOLE, **changed), "nc.cdx.json")


def measured(element: Element, **changed: object) -> Measured:
    return next(each for each in told(**changed).elements if each.id is element)


def unmet(found: Quality, id: str) -> list[str]:
    return [
        point.title.en for each in found.sets if each.id == id for point in each.points if point.met is False
    ]


def test_a_whole_bill_meets_every_set() -> None:
    found = told()

    assert [each.met for each in found.sets] == [each.of for each in found.sets]
    assert not found.falls_short


def test_a_share_names_the_parts_that_lack_it() -> None:
    bare = BillPart(ref="x", name="acme", version="2")

    found = measured(Element.SUPPLIER, parts=(OPENSSL, bare))

    assert (found.standing, found.have, found.of, found.lacking) == (Standing.PARTLY, 2, 3, ("acme 2",))


def test_what_is_said_to_be_unknown_is_told_apart_from_silence() -> None:
    said = BillPart(ref="x", name="acme", unknown=frozenset({"supplier"}))

    found = measured(Element.SUPPLIER, parts=(OPENSSL, said))

    assert (found.standing, found.said_unknown) == (Standing.REST_SAID, 1)


def test_nothing_but_unknown_is_as_good_as_absent() -> None:
    said = BillPart(ref="x", name="acme", unknown=frozenset({"supplier"}))

    assert measured(Element.SUPPLIER, product=None, parts=(said,)).standing is Standing.ABSENT


def test_a_part_that_no_relation_reaches_from_the_product_is_told() -> None:
    found = measured(Element.RELATIONS, relations=(("ssl", "nc"),))

    assert (found.standing, found.lacking) == (Standing.ABSENT, ("openssl 3.0.15",))


def test_relations_that_go_round_in_a_ring_end() -> None:
    assert measured(Element.RELATIONS, relations=(("nc", "ssl"), ("ssl", "nc"))).standing is Standing.WHOLE


def test_a_rule_broken_spoils_the_form() -> None:
    found = told(faults=(Fault(where="components[0]", why=both("x")),))

    assert unmet(found, "ntia-2021") == ["Automation Support"]
    assert found.falls_short


def test_the_draft_asks_for_more_and_decides_nothing_unless_asked() -> None:
    bare = msgspec.structs.replace(OPENSSL, hashes=())
    document = msgspec.structs.replace(WHOLE, parts=(bare,), contexts=())

    assert unmet(quality(document, "x"), "cisa-2025-draft") == ["Component Hash", "Generation Context"]
    assert not quality(document, "x").falls_short
    assert quality(document, "x", ["cisa-2025-draft"]).falls_short


def test_without_any_part_the_product_itself_is_measured() -> None:
    assert measured(Element.NAME, parts=()).of == 1


@pytest.mark.parametrize("asked", SETS, ids=lambda each: each.id)
def test_each_set_says_what_no_file_can_show(asked: object) -> None:
    found = next(each for each in told().sets if each.id == asked.id)  # type: ignore[attr-defined]

    assert 0 < found.of < len(found.points)
    assert found.note.ja != found.note.en
