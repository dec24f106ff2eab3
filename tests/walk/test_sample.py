"""The sample in the README is what the demo prints: every line of it, but for days that pass."""

import re
from pathlib import Path

import pytest

from material.command import mamoru

REPOSITORY = Path(__file__).parents[2]
PASSES = re.compile(r"\d{4}-\d{2}-\d{2}|\d+ days left|あと *\d+日|残り *\d+日")


def printed(lines: list[str]) -> list[str]:
    """The lines that say something, without what differs from day to day."""
    return [" ".join(PASSES.sub("…", line).split()) for line in lines if line.strip() not in ("", "…")]


@pytest.mark.parametrize(
    ("page", "lang", "begins"), [("README.md", "en", "Mamoru  "), ("README.ja.md", "ja", "守る  ")]
)
def test_the_sample_of_the_readme_is_what_the_demo_prints(
    page: str, lang: str, begins: str, tmp_path: Path
) -> None:
    told = mamoru("demo", cwd=tmp_path, lang=lang).stdout.decode()
    if "could not be fetched" in told or "取得できません" in told:
        pytest.skip("the libraries cannot be fetched here, so the demo knows fewer parts")
    block = next(
        block
        for block in (REPOSITORY / page).read_text("utf-8").split("```")
        if block.strip().startswith(begins)
    )

    sample = printed(block.splitlines())

    assert len(sample) > 20
    assert [line for line in sample if line not in printed(told.splitlines())] == []
