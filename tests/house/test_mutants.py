"""The list of mutants that change nothing: each still stands in the code, with its reason."""

import tomllib
from pathlib import Path

import pytest

LISTED = tomllib.loads((Path(__file__).parent / "equivalent_mutants.toml").read_text("utf-8"))["mutant"]


@pytest.mark.parametrize("mutant", LISTED, ids=lambda each: each["function"].rpartition(".")[2])
def test_what_is_listed_as_changing_nothing_is_still_there_and_says_why(
    mutant: dict[str, str], repository: Path
) -> None:
    module, _, function = mutant["function"].rpartition(".")
    text = (repository / "src" / "mamoru" / Path(*module.split("."))).with_suffix(".py").read_text("utf-8")
    assert f"def {function.removeprefix('x_')}(" in text
    assert " ".join(mutant["before"].split()) in " ".join(text.split())
    assert mutant["before"] != mutant["after"]
    assert len(mutant["why"].split()) > 4
