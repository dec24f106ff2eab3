"""Find the checks: every module of every phase's `checks` folder; nothing lists them.

A module that cannot be imported or is no check is not dropped in silence: it comes back as `Broken`.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec

import mamoru
from mamoru.evidence.check import Check
from mamoru.evidence.finding import Observation

Run = Callable[..., Iterable[Observation]]


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A check and the module it lives in."""

    check: Check
    module: str


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a `checks` folder that is no working check, and why."""

    module: str
    why: str


class Registry(msgspec.Struct, frozen=True, kw_only=True):
    """All checks, by id, and the files that should have been checks."""

    checks: tuple[Registered, ...]
    broken: tuple[Broken, ...]

    def check(self, id: str) -> Check | None:
        """The check with this id, None if there is none."""
        return next((entry.check for entry in self.checks if entry.check.id == id), None)


def modules() -> tuple[str, ...]:
    """The module names in every phase's `checks` folder."""
    names = []
    for phase in pkgutil.iter_modules(mamoru.__path__):
        folder = Path(mamoru.__path__[0]) / phase.name / "checks"
        if phase.ispkg and folder.is_dir():
            prefix = f"mamoru.{phase.name}.checks."
            names += [prefix + found.name for found in pkgutil.iter_modules([str(folder)])]
    return tuple(sorted(names))


def load(module: str) -> tuple[Check, Run]:
    """The check and its function in `module`; raises whatever its import raises, or `TypeError`."""
    loaded = importlib.import_module(module)
    check, run = getattr(loaded, "CHECK", None), getattr(loaded, "run", None)
    if not isinstance(check, Check) or not callable(run):
        raise TypeError(f"{module} has no CHECK or no run()")
    return check, run


@cache
def registry() -> Registry:
    """Every check that there is, sorted by id."""
    return registered(modules())


def registered(names: Iterable[str]) -> Registry:
    """The checks in the modules of these names, sorted by id; what is no check is `Broken`."""
    checks: list[Registered] = []
    broken: list[Broken] = []
    seen: dict[str, str] = {}
    for module in names:
        try:
            check, _ = load(module)
        except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever a broken file raises, it must be named)
            broken.append(Broken(module=module, why=f"{type(error).__name__}: {error}"))
            continue
        if check.id in seen:
            broken.append(Broken(module=module, why=f"id {check.id} is taken by {seen[check.id]}"))
            continue
        seen[check.id] = module
        checks.append(Registered(check=check, module=module))
    return Registry(checks=tuple(sorted(checks, key=lambda c: c.check.id)), broken=tuple(broken))
