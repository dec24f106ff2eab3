"""English sentences inside Japanese texts: the rule of `tests/house/japanese.yaml`, and a walk through any JSON."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

TABLE = yaml.safe_load((Path(__file__).parents[1] / "house" / "japanese.yaml").read_text("utf-8"))
_ALLOWED = re.compile("|".join(f"(?:{each})" for each in TABLE["allowed"]))
_MORE = f"{{{TABLE['most'] - 1},}}"
_SENTENCE = re.compile(
    rf"(?<![A-Za-z0-9_.-])[A-Za-z]?[a-z][a-z']*(?:,? (?:[a-z][a-z']+|[0-9]+)){_MORE}(?![A-Za-z0-9_.-])"
)


def english_in(japanese: str) -> list[str]:
    """The runs of English words in a Japanese text."""
    return _SENTENCE.findall(_ALLOWED.sub("。", japanese))


def texts(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """The Japanese member of every text in a JSON value, with its place; what a file of the maker's says in
    one language alone (`ja` and `en` alike) is no text of ours."""
    if isinstance(value, dict):
        if value.keys() == {"ja", "en"}:
            if value["ja"] != value["en"]:
                yield at, value["ja"]
            return
        for name, member in value.items():
            yield from texts(member, f"{at}/{name}")
    elif isinstance(value, list):
        for member in value:
            yield from texts(member, at)


def mixed(value: object) -> list[tuple[str, str]]:
    """Every Japanese text in `value` that has an English sentence in it."""
    return [(at, text) for at, text in texts(value) if english_in(text)]
