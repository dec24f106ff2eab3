"""Ranges in VERS and in plain comparators."""

import pytest

from mamoru.operation.vulnerabilities.feeds.vers_ranges import Range, parsed
from mamoru.operation.vulnerabilities.record import Span


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("vers:generic/>=2.9|<=4.1", Range(spans=(Span("2.9", "4.1", high_closed=True),))),
        ("vers:intdot/<4.2.0", Range(spans=(Span(None, "4.2.0"),))),
        ("vers:npm/>=2.2.0|<2.3.0", Range(order="semver", spans=(Span("2.2.0", "2.3.0"),))),
        ("vers:pypi/1.0|>2.0|!=2.4|<3", Range(
            order="pep440", exact=("1.0",), spans=(Span("2.0", "3", low_open=True),), spared=(Span("2.4", "2.4", high_closed=True),))),
        ("vers:deb/<1%2B2", Range(order="dpkg", spans=(Span(None, "1+2"),))),
        ("vers:strange/<1", Range(order="strange", spans=(Span(None, "1"),))),
        ("vers:all/*", Range(every=True)),
        ("<=1.14.0", Range(spans=(Span(None, "1.14.0", high_closed=True),))),
        (">2.1.0|<4.2.0", Range(spans=(Span("2.1.0", "4.2.0", low_open=True),))),
        (">= 1.0 < 2.0", Range(spans=(Span("1.0", "2.0"),))),
        ("all versions < 4.2.0", Range(spans=(Span(None, "4.2.0"),))),
        ("prior to 4.2.0", Range(spans=(Span(None, "4.2.0"),))),
        ("4.2.0 and later", Range(spans=(Span("4.2.0"),))),
    ],
)  # fmt: skip
def test_a_range_becomes_spans_of_its_order(text: str, wanted: Range) -> None:
    assert parsed(text) == wanted


@pytest.mark.parametrize(
    "text", ["vers:generic/<4.2.0|>3.91.1|!=3.2.0|<1.2|<1", "vers:intdot/>1|>2", "firmware before June", ""]
)
def test_a_range_that_is_not_sure_is_not_read(text: str) -> None:
    assert parsed(text) is None
