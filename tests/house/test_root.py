"""The repository's root holds what is on its list, and nothing that somebody let fall there."""

from pathlib import Path

NAMES = {
    ".ci", ".gitignore", ".importlinter", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.ja.md",
    "README.md", "benchmarks", "docs", "examples", "pyproject.toml", "requirements", "scripts", "src", "tests",
}  # fmt: skip
ALLOWED = {".github", ".gitattributes"}


def test_the_root_keeps_to_its_list_of_names(committed: list[Path], repository: Path) -> None:
    found = {path.relative_to(repository).parts[0] for path in committed}

    assert found - ALLOWED == NAMES
