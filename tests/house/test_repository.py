"""What a newcomer relies on: the documents tell the truth, and nothing names the place it was made at."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mamoru.cli.parser import registered

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
MADE_AT = re.compile(r"/(?:work)/|files\.pythonhosted|pypi\.org|registry\.npmjs|proxy\.golang", re.IGNORECASE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_no_file_names_a_machine_or_a_registry(committed: list[Path], repository: Path) -> None:
    named = []
    for path in committed:
        body = path.read_bytes()
        if path == Path(__file__) or b"\0" in body[:8192]:
            continue
        named += [
            f"{path.relative_to(repository)}: {m}" for m in MADE_AT.findall(body.decode("utf-8", "replace"))
        ]
    assert named == []


def test_everything_generated_is_fresh(repository: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "scripts/generate.py", "--check"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_every_link_in_the_documents_leads_to_a_file(committed: list[Path], repository: Path) -> None:
    pages = [
        path
        for path in committed
        if path.suffix == ".md" and "tests" not in path.relative_to(repository).parts
    ]
    dead = [
        f"{page.relative_to(repository)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_a_document_names_is_there(repository: Path, document: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (repository / "Makefile").read_text()))
    named = re.findall(r"`(?:\S+=\S+ )?make ([a-z]+)", (repository / document).read_text(encoding="utf-8"))
    assert set(named) <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_names_is_there(repository: Path, document: str) -> None:
    known = {command.NAME[0] for command in registered()} | {"COMMAND"}
    text = (repository / document).read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)(?:`|^\s*\$? ?)mamoru ([a-z]+)", text)) <= known


def test_every_make_target_explains_itself(repository: Path) -> None:
    text = (repository / "Makefile").read_text()
    phony = re.findall(r"(?m)^\.PHONY: (.*)$", text)[0].split()
    explained = set(re.findall(r"(?m)^([a-z]+):.*## ", text))
    assert set(phony) - explained <= {"docs"}


@pytest.mark.skipif(sys.platform == "win32", reason="no executable bit and no bash")
def test_the_ci_script_can_be_run(repository: Path) -> None:
    script = repository / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
