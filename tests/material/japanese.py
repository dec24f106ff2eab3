"""English sentences inside Japanese texts (the rule of `tests/house/japanese.yaml`), Japanese inside English
ones, and a walk through any JSON."""

import re
from collections.abc import Iterable, Iterator
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


_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_TWIN = re.compile(r"\bja: *[^,}\n]+, *en: *[^,}\n]+")


def words_in_one_language(files: Iterable[str]) -> str:
    """What the maker's files say, without what they say in English too."""
    return "\n".join(_TWIN.sub("", text) for text in files)


def japanese_of_ours(value: object, written: str, at: str = "") -> Iterator[tuple[str, str]]:
    """Each run of Japanese in the English of a JSON value's texts that does not stand in `written`."""
    if isinstance(value, dict) and value.keys() == {"ja", "en"}:
        yield from ((at, run) for run in _JAPANESE.findall(value["en"] or "") if run not in written)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from japanese_of_ours(member, written, f"{at}/{name}")
    elif isinstance(value, list):
        for member in value:
            yield from japanese_of_ours(member, written, at)
