"""The colours of the stylesheet, light, dark and printed: every text against every ground it stands on."""

import re
from pathlib import Path

import pytest

import mamoru.assessment.report.html_form as html_form

CSS = (Path(html_form.__file__).parent / "templates" / "report.css").read_text("utf-8")
TEXTS = (
    ["ink", "soft", "brand", "holds", "partly", "falls-short", "not-shown", "indeterminate", "accepted", "not-applicable"]
)  # fmt: skip
LEAST = 4.5


def palettes() -> list[dict[str, str]]:
    """The custom properties of each `:root`, as written: light, dark, print."""
    return [
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})\b", body))
        for body in re.findall(r":root \{(.*?)\}", CSS, re.S)
    ]


def luminance(colour: str) -> float:
    """The relative luminance of a colour. Source: WCAG 2.2, "relative luminance"."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours. Source: WCAG 2.2, "contrast ratio"."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_pair_that_is_too_pale_is_found() -> None:
    assert contrast("#767c85", "#ffffff") < LEAST < contrast("#646b74", "#ffffff")


def test_there_are_three_palettes() -> None:
    assert len(palettes()) == 3


@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("palette", range(3), ids=["light", "dark", "print"])
def test_every_text_can_be_read(palette: int, text: str, ground: str) -> None:
    colours = palettes()[palette]
    assert contrast(colours[text], colours[ground]) >= LEAST


@pytest.mark.parametrize("palette", range(3), ids=["light", "dark", "print"])
def test_the_word_on_a_filled_badge_can_be_read(palette: int) -> None:
    colours = palettes()[palette]
    assert contrast(colours["paper"], colours["falls-short"]) >= LEAST
