"""English words about versions, as Mbed TLS's advisories word them."""

import pytest

from mamoru.operation.vulnerabilities.feeds.english_ranges import clauses, mended, spans_of
from mamoru.operation.vulnerabilities.record import Span

NAMES, OTHERS = r"(?:mbed ?tls|polarssl)", r"(?:mbed crypto|tf-psa-crypto)"


def read(text: str) -> list[tuple[Span, ...] | None]:
    """What each clause of a text says."""
    return [spans_of(clause) for clause in clauses(text, NAMES, OTHERS)]


def to(high: str, low: str | None = None) -> Span:
    """From `low` up to and with `high`."""
    return Span(low, high, high_closed=True)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("All versions of Mbed TLS", [(Span(),)]),
        ("All versions of Mbed TLS and Mbed Crypto", [(Span(),)]),
        ("Mbed TLS 3.6.0", [(to("3.6.0", "3.6.0"),)]),
        ("Mbed TLS 3.5.0 to 3.6.1 included", [(to("3.6.1", "3.5.0"),)]),
        ("All versions of Mbed TLS from 3.6.1 to 3.6.3 inclusive", [(to("3.6.3", "3.6.1"),)]),
        ("All versions of Mbed TLS up to 3.6.3", [(to("3.6.3"),)]),
        ("All versions of Mbed TLS up to and including 2.28.6 and 3.5.1", [(to("2.28.6"), to("3.5.1", "3.0"))]),
        ("PolarSSL versions prior to 1.1.8", [(Span(None, "1.1.8"),)]),
        ("mbed TLS versions prior to 1.3.19, 2.1.7 or 2.4.2",
         [(Span(None, "1.3.19"), Span("1.4", "2.1.7"), Span("2.2", "2.4.2"))]),
        ("Mbed TLS 3.2.0 and above", [(Span("3.2.0"),)]),
        ("Mbed TLS 2.0.0 through 2.28.10; Mbed TLS 3.0.0 through 3.6.6", [(to("2.28.10", "2.0.0"),), (to("3.6.6", "3.0.0"),)]),
        ("All versions of Mbed TLS from 3.5.0 up to 3.6.5 and 4.0.0", [(to("3.6.5", "3.5.0"), to("4.0.0", "4.0.0"))]),
        ("TF-PSA-Crypto 1.1.0, Mbed TLS 4.1.0", [(to("4.1.0", "4.1.0"),)]),
    ],
)  # fmt: skip
def test_clauses_of_a_known_pattern_become_ranges(text: str, wanted: list[tuple[Span, ...]]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "all SSL libraries including PolarSSL",
        "The SSL v3 protocol",
        "All versions of Mbed TLS from 3.5.0 to 3.6.6 with driver-only ECC",
        "Mbed TLS 3.5.0 through 3.6.6, all Mbed TLS 4 versions up to 4.1.1",
        "Mbed TLS " + "3." * 2000,
    ],
)
def test_clauses_of_another_pattern_are_not_read(text: str) -> None:
    assert None in read(text)


def test_the_mended_releases_are_those_of_sentences_about_upgrading() -> None:
    text = (
        "Affected users should upgrade to Mbed TLS 3.6.6 or a later 3.6.x version, or to TF-PSA-Crypto 1.1.0 or above. "
        "The library uses Linux 5.6.1 there."
    )

    assert mended(text, OTHERS) == ("3.6.6",)
