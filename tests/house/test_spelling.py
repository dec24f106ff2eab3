"""Japanese texts spell each word in one way: the table is `spelling.yaml`, the texts are all of ours."""

import re
from pathlib import Path

import pytest
import yaml

import mamoru

ROOT = Path(__file__).parents[2]
PACKAGE = Path(mamoru.__path__[0])
TABLE = yaml.safe_load(Path(__file__).with_name("spelling.yaml").read_text("utf-8"))
RULES = [(re.compile(word["wrong"]), word["right"]) for word in TABLE["words"]]
TEXTS = [
    *sorted(
        path
        for folder, kinds in (
            (PACKAGE, ("py", "yaml", "j2", "js", "html", "typ")),
            (ROOT / "examples", ("yaml", "md")),
            (ROOT / "docs", ("md",)),
        )
        for kind in kinds
        for path in folder.rglob(f"*.{kind}")
        if path.relative_to(ROOT).as_posix() not in TABLE["unless"]
    ),
    ROOT / "README.ja.md",
]


def misspelt(text: str) -> list[str]:
    """Each wrong spelling in `text`, with its line and what stands in its place."""
    return [
        f"{number}: {found.group()} → {right}"
        for number, line in enumerate(text.splitlines(), 1)
        for wrong, right in RULES
        for found in wrong.finditer(line)
    ]


@pytest.mark.parametrize("word", TABLE["words"], ids=lambda word: word["right"])
def test_a_wrong_spelling_is_found_and_what_only_looks_alike_is_not(word: dict[str, str]) -> None:
    assert misspelt(word["example"])
    assert misspelt(word["near"]) == []


def test_every_japanese_text_spells_each_word_in_one_way() -> None:
    found = {path.relative_to(ROOT).as_posix(): misspelt(path.read_text("utf-8")) for path in TEXTS}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_the_files_that_may_spell_otherwise_exist() -> None:
    assert [name for name in TABLE["unless"] if not (ROOT / name).is_file()] == []
