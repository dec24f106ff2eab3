"""The sentence of a hit: by which name, in which range, under which condition, and who is silent."""

from datetime import date

import pytest

from mamoru.language import Text, both
from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching.found import Found, by_name
from mamoru.operation.vulnerabilities.matching.names import Field, Known
from mamoru.operation.vulnerabilities.matching.verdict import verdict
from mamoru.operation.vulnerabilities.record import Span
from mamoru.product.software import EndOfLife
from material.vulnerabilities import kept_row

INSIDE = "1.5 lies in the range >= 1.0, < 2.0"


def known(product: str = "cpe:a:acme:thing", field: Field = "cpe") -> Known:
    return Known(product, "1.5", "generic", field)


def sentence(
    *, more: Text | None = None, silent: str | None = None, ended: EndOfLife | None = None, **fields: object
) -> str:
    row = kept_row(spans=(Span(low="1.0", high="2.0"),), **fields)
    judged = verdict("1.5", row)
    found = Found("nvd", known(), judged, Certainty.AFFECTED, more, silent, ended)
    assert found.word.source == "nvd"
    assert found.word.fixed == ("2.0",)
    return found.word.why.en


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, f"cpe:a:acme:thing (cpe): {INSIDE}"),
        ({"more": both("Only with x")}, f"cpe:a:acme:thing (cpe): {INSIDE}. Only with x"),
        ({"why": "seen in 1.0"}, f"cpe:a:acme:thing (cpe): {INSIDE} (“seen in 1.0”)"),
        ({"why": "@upper.alpine|1.9-r1"}, f"cpe:a:acme:thing (cpe): {INSIDE} (fixed in Alpine with 1.9-r1)"),
        ({"upper": True}, f"cpe:a:acme:thing (cpe): {INSIDE} (a bound from above only)"),
        (
            {"upper": True, "why": "@upper.alpine|1.9-r1"},
            f"cpe:a:acme:thing (cpe): {INSIDE} (a bound from above only: fixed in Alpine with 1.9-r1)",
        ),
        (
            {"silent": "pkg:deb/debian/thing"},
            f"cpe:a:acme:thing (cpe): {INSIDE}. The distribution (pkg:deb/debian/thing) says nothing of it, "
            "and may have brought the fix back",
        ),
        (
            {"ended": EndOfLife(branch="1.5", on=date(2020, 1, 2))},
            "cpe:a:acme:thing (cpe): The branch 1.5 was past its end of life (2020-01-02) and is not assessed "
            "by upstream (it names >= 1.0, < 2.0)",
        ),
    ],
)
def test_what_a_hit_says(fields: dict[str, object], text: str) -> None:
    assert sentence(**fields) == text  # type: ignore[arg-type]


def test_the_files_of_a_branch_that_nobody_assessed_prove_nothing() -> None:
    row = kept_row(every=True, files=("net/core/dev.c",))
    hit = Found("cna", known(), verdict("1.5", row), Certainty.CONDITIONAL)
    assert hit.files == hit.word.files == ("net/core/dev.c",)
    assert hit._replace(ended=EndOfLife(branch="1.5", on=date(2020, 1, 2))).files == ()


def test_the_name_is_told_as_the_source_has_it() -> None:
    why = both("so")
    assert by_name(known("cna:acme:thing"), why).en == (
        "acme:thing (the vendor's and product's names of the CPE): so"
    )
    assert by_name(known("cna:acme:thing", "software"), why).en == "cna:acme:thing (software): so"
    assert by_name(known("pkg:npm/x", "purl"), why).en == "pkg:npm/x (purl): so"
