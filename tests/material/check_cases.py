"""The form of a firmware check's cases: what it must find and where, what is in order, and what only
looks alike. They lie in `material/cases/`, one module for an area."""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mamoru.verification.firmware.image import OpenedImage
from material.trees import Content, image


@dataclass(frozen=True)
class Given:
    """An image: the files of its root, a boot environment, further trees by the name of their part."""

    files: Mapping[str, Content]
    environment: Mapping[str, str] | None = None
    others: Mapping[str, Mapping[str, Content]] = field(default_factory=dict)

    def opened(self, folder: Path) -> OpenedImage:
        """The image, opened in `folder`."""
        return image(self.files, environment=self.environment, folder=folder, **self.others)


@dataclass(frozen=True)
class Cases:
    """The cases of one check. `fails` names the place (`path` or `path:line`) of each finding."""

    check: str
    fails: Mapping[str, tuple[Given | Mapping[str, Content], tuple[str, ...]]]
    passes: Mapping[str, Given | Mapping[str, Content]]
    near_misses: Mapping[str, Given | Mapping[str, Content]]


def all_cases() -> dict[str, Cases]:
    """Every check's cases, by its id."""
    folder = Path(__file__).parent / "cases"
    found: dict[str, Cases] = {}
    for module in pkgutil.iter_modules([str(folder)]):
        for cases in importlib.import_module(f"material.cases.{module.name}").CASES:
            assert cases.check not in found, f"{cases.check} has its cases twice"
            found[cases.check] = cases
    return found


def given(what: Given | Mapping[str, Content]) -> Given:
    """A case's image, however it was written."""
    return what if isinstance(what, Given) else Given(what)
