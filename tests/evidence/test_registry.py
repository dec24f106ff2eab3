"""Checks are found, never listed, and a file that is no check is named."""

from pathlib import Path

import mamoru
from mamoru.evidence.registry import modules, registered, registry


def in_material(*names: str) -> tuple[str, ...]:
    """Module names below `material.checks`."""
    return tuple(f"material.checks.{name}" for name in names)


def test_every_file_of_every_checks_folder_is_found() -> None:
    package = Path(mamoru.__path__[0])
    files = {p.relative_to(package.parent).with_suffix("") for p in package.glob("*/checks/*.py")}
    expected = {".".join(file.parts) for file in files if file.name != "__init__"}
    assert set(modules()) == expected


def test_none_of_ours_is_broken() -> None:
    assert registry().broken == ()


def test_checks_come_by_id_whatever_their_modules_are_called() -> None:
    found = registered(in_material("quiet", "finds"))
    assert [entry.check.id for entry in found.checks] == ["T-FINDS", "T-QUIET"]
    assert found.check("T-QUIET") is not None
    assert found.check("T-OTHER") is None


def test_a_file_that_cannot_be_imported_is_named_with_what_it_raised() -> None:
    found = registered(in_material("unreadable", "quiet"))
    assert [(b.module, b.why) for b in found.broken] == [
        ("material.checks.unreadable", "RuntimeError: this file is broken")
    ]
    assert [entry.check.id for entry in found.checks] == ["T-QUIET"]


def test_a_file_that_leaves_while_it_is_imported_takes_nobody_with_it() -> None:
    found = registered(in_material("leaves", "quiet"))
    assert [b.why for b in found.broken] == ["SystemExit: 0"]
    assert [entry.check.id for entry in found.checks] == ["T-QUIET"]


def test_a_file_without_a_check_is_named() -> None:
    assert [b.module for b in registered(in_material("no_check")).broken] == ["material.checks.no_check"]


def test_an_id_that_is_taken_is_named() -> None:
    found = registered(in_material("quiet", "same_id"))
    assert "T-QUIET is taken by material.checks.quiet" in found.broken[0].why
