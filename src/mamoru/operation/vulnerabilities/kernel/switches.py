"""What the options and modules of one kernel say of a file: on, off, or nothing."""

import re
from collections import deque

import msgspec

from mamoru.operation.vulnerabilities.kernel.table import ARCHITECTURES, Alternative, knows, releases
from mamoru.product.component import Kernel

_ARCHITECTURES = frozenset(ARCHITECTURES.values())
_RELEASE = re.compile(r"v?(\d{1,3})\.(\d{1,4})")


class Off(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is surely not there: an option that is off, or a module that is missing."""

    option: str | None = None
    module: str | None = None


class Switches:
    """The options and modules of `kernel`, and the releases of the table that speak for it."""

    def __init__(self, kernel: Kernel, version: str | None = None) -> None:
        built_in, modular = kernel.built_in, kernel.modular
        self._configured = bool(built_in)
        self._on = frozenset(built_in or ()) | frozenset(modular or ())
        self._modular = frozenset(modular or ())
        self._off = frozenset(kernel.off or ()) - self._on
        listed = kernel.modules is not None and kernel.built_in_modules is not None
        self._modules = frozenset(kernel.modules or ()) | frozenset(kernel.built_in_modules or ())
        self._listed = listed and bool(self._modules)
        self._architectures = self._on & _ARCHITECTURES
        self.told = self._configured or self._listed
        number = _number(version) or _number(kernel.release)
        self._within, self.releases = _speaking(number)

    def foreign(self, architecture: str | None) -> Off | None:
        """That a file of `arch/` belongs to another architecture; None where it may be this one's."""
        alone = len(self._architectures) == 1 and "UML" not in self._architectures
        if architecture is None or not alone or architecture in self._architectures:
            return None
        return Off(option=architecture)

    def alternative(self, alternative: Alternative, release: int) -> bool | Off | None:
        """Whether one way of being built was taken, seen with the eyes of one release of the table."""
        if not self._configured:
            return self._by_module(alternative)
        states = {option: self._option(option, release) for option in alternative.options}
        # the innermost option that is off says the most; named as not set before merely absent
        off = [option for option, state in states.items() if state is False]
        if off:
            return Off(option=next((option for option in reversed(off) if option in self._off), off[-1]))
        if self._missing(alternative) and self._modular.intersection(alternative.options):
            return Off(module=alternative.module)
        return True if alternative.sure and all(state is True for state in states.values()) else None

    def _option(self, option: str, release: int) -> bool | None:
        if option in self._on:
            return True
        if option in self._off:
            return False
        if option in _ARCHITECTURES:
            return False if len(self._architectures) == 1 else None
        # not named at all: off where this release surely knows the name, else perhaps called otherwise
        return False if self._within and knows(option, release) else None

    def _by_module(self, alternative: Alternative) -> bool | Off | None:
        if not self._listed or alternative.module is None or not alternative.sure:
            return None
        if alternative.module in self._modules:
            return True
        return Off(module=alternative.module) if self._within else None

    def _missing(self, alternative: Alternative) -> bool:
        if not self._listed or not self._within or not alternative.sure:
            return False
        return alternative.module is not None and alternative.module not in self._modules


_lately: deque[tuple[Kernel, str | None, Switches]] = deque(maxlen=4)


def of_kernel(kernel: Kernel, version: str | None) -> Switches:
    """The switches of `kernel`: thousands of weaknesses are asked about the same one, so the last few are
    kept. They are found by identity: to compare thousands of names each time would cost more."""
    for known, told, switches in _lately:
        if known is kernel and told == version:
            return switches
    switches = Switches(kernel, version)
    _lately.append((kernel, version, switches))
    return switches


def _number(text: str | None) -> tuple[int, int] | None:
    found = _RELEASE.match(text or "")
    return (int(found[1]), int(found[2])) if found else None


def _speaking(number: tuple[int, int] | None) -> tuple[bool, tuple[int, ...]]:
    """Whether `number` lies among the table's releases, and which of them speak for it: itself, its two
    neighbours, the nearest one where it is older or newer than all; every one where it is not known."""
    known = releases()
    if number is None:
        return False, tuple(range(len(known)))
    if number in known:
        return True, (known.index(number),)
    older = [place for place, release in enumerate(known) if release < number]
    newer = [place for place, release in enumerate(known) if release > number]
    if older and newer:
        return True, (older[-1], newer[0])
    return False, (older[-1],) if older else (newer[0],)
