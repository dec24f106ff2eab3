"""The import contracts find each breach of the house's layers, and none in a house that keeps them."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import mamoru

LAYERS = sorted(path.parent.name for path in Path(mamoru.__path__[0]).glob("*/__init__.py"))
BREACHES = {
    "evidence": "mamoru.product",
    "catalog": "mamoru.assessment",
    "product": "mamoru.verification",
    "assessment": "mamoru.jobs",
    "governance": "mamoru.design",
    "operation": "mamoru.cli",
    "demo": "mamoru.jobs",
    "verification": "django",
}


def linted(
    folder: Path, repository: Path, imports: Mapping[str, str], layers: Sequence[str] = LAYERS
) -> subprocess.CompletedProcess[str]:
    """What the contracts say of an empty house in which some layers import something."""
    house = folder / "mamoru"
    house.mkdir()
    for name in (
        "__init__",
        "__main__",
        "containment",
        "data_folder",
        "errors",
        "exit_status",
        "json_schema",
        "language",
        "looked",
        "progress",
    ):
        (house / f"{name}.py").touch()
    for name in layers:
        (house / name).mkdir()
        (house / name / "__init__.py").write_text(f"import {imports[name]}\n" if name in imports else "")
    (folder / ".importlinter").write_bytes((repository / ".importlinter").read_bytes())
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run(['--no-logo', '--no-cache'])",
        ],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_house_that_keeps_to_its_layers_passes(tmp_path: Path, repository: Path) -> None:
    ended = linted(tmp_path, repository, {"cli": "mamoru.jobs", "jobs": "mamoru.verification"})
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_each_breach_of_the_layers_is_named(tmp_path: Path, repository: Path) -> None:
    ended = linted(tmp_path, repository, BREACHES)
    found = [layer for layer, name in BREACHES.items() if f"mamoru.{layer} -> {name}" in ended.stdout]
    assert (ended.returncode, found) == (1, list(BREACHES)), ended.stdout


def test_a_new_folder_must_be_given_its_layer(tmp_path: Path, repository: Path) -> None:
    ended = linted(tmp_path, repository, {}, layers=[*LAYERS, "cellar"])
    assert ended.returncode == 1
    assert "mamoru.cellar" in ended.stdout
