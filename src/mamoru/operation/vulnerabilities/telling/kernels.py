"""A kernel in one line: how many of its thousands of vulnerabilities an update mends, and which want a look.

A kernel has more published vulnerabilities than everything else in a device together. What a person
can do about them is one thing, to update within the series; the few that are exploited or urgent have names.
"""

from collections.abc import Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from mamoru.operation.vulnerabilities.kernel import optional
from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.telling.shapes import KernelTold, component_told
from mamoru.operation.vulnerabilities.telling.weighing import Weighed
from mamoru.operation.vulnerabilities.versions import key
from mamoru.operation.vulnerabilities.versions.branches import series
from mamoru.product.component import Component

KERNEL = "linux"
KERNEL_ORDER = "kernel"
FEW = 20  # up to so many are told one by one
MOST_NAMED = 50
URGENT = ("immediate", "out-of-cycle")
_SURE = (Certainty.AFFECTED, Certainty.ANY_VERSION)


class Folded(NamedTuple):
    """The kernels in sum, and the matches that are told one by one, in their order."""

    kernels: tuple[KernelTold, ...]
    matches: tuple[Weighed, ...]


def folded(weighed: Sequence[Weighed]) -> Folded:
    """`weighed` with those of each kernel in sum, where it has more than a few. Every other match stays."""
    of_kernel: dict[int, list[Weighed]] = {}
    for each in weighed:
        if each.match.component.software == KERNEL:
            of_kernel.setdefault(id(each.match.component), []).append(each)
    sums = {n: _sum(found[0].match.component, found) for n, found in of_kernel.items() if len(found) > FEW}
    named = {n: frozenset(kernel.named) for n, kernel in sums.items()}
    kept = (
        each
        for each in weighed
        if (ids := named.get(id(each.match.component))) is None or each.match.told.id in ids
    )
    return Folded(tuple(sums.values()), tuple(kept))


def _sum(component: Component, weighed: Sequence[Weighed]) -> KernelTold:
    sure = [each for each in weighed if _is_open(each) and each.match.certainty in _SURE]
    fixes = [_later_of_series(component, each) for each in sure]
    mended = sum(map(bool, fixes))
    named = [each for each in weighed if _is_notable(each, sure=each.match.certainty in _SURE)]
    unbuilt = component.kernel is not None and _is_told(component)
    return KernelTold(
        component=component_told(component),
        affected=len(sure),
        conditional=sum(_is_open(each) for each in weighed) - len(sure),
        exploited=sum(each.first.kev for each in sure),
        update_to=_newest({fix for each in fixes for fix in each}),
        mended=mended,
        remaining=len(sure) - mended,
        falls_away=None if unbuilt else sum(_may_fall_away(each) for each in sure),
        named=tuple(each.match.told.id for each in named[:MOST_NAMED]),
    )


def _is_told(component: Component) -> bool:
    """Whether the image tells how this kernel was built."""
    kernel = component.kernel
    return kernel is not None and (kernel.built_in is not None or kernel.modules is not None)


def _is_open(each: Weighed) -> bool:
    return each.answer.state == "open"


def _is_notable(each: Weighed, *, sure: bool) -> bool:
    answered = each.answer.state != "open" or each.answer.reopened is not None
    return answered or each.first.kev or (sure and each.first.decision in URGENT)


def _newest(fixes: Set[str]) -> str | None:
    """The newest release of the kernel's own series that mends something."""
    return max(fixes, key=lambda fix: key(KERNEL_ORDER, fix) or b"", default=None)


def _later_of_series(component: Component, each: Weighed) -> list[str]:
    """The releases of the kernel's own series that mend it."""
    ours = component.version
    return [] if ours is None else [fix for fix in each.match.fixed if _is_later_of_series(ours, fix)]


@lru_cache(1 << 13)  # a release of a series mends many
def _is_later_of_series(version: str, fix: str) -> bool:
    ours = series(version) or version
    if not (fix.startswith(f"{ours}.") and fix.count(".") == ours.count(".") + 1):
        return False
    there, here = key(KERNEL_ORDER, fix), key(KERNEL_ORDER, version)
    return there is not None and here is not None and there > here


def _may_fall_away(each: Weighed) -> bool:
    files = each.match.files
    return bool(files) and optional(files)
