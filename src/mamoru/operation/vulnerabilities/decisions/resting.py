"""What a decision rests on beside its scope: the part's version and patches, and what its reason speaks of."""

import re
from collections.abc import Iterable, Iterator, Mapping

from mamoru.operation.vulnerabilities.decisions.decision import Decision, Fact
from mamoru.product.component import Component, Kernel
from mamoru.product.model import Product
from mamoru.product.stated import stated_fields

NOTHING = "-"
PART = "components["
NO_PART = Fact(path=f"{PART}].version", was=(NOTHING,))
"""That no part was there when it was decided."""
_OPTION = re.compile(r"(?<![A-Za-z0-9_])CONFIG_([A-Z0-9_]{1,80})")


def facts_of(
    decision: Decision, component: Component, kernel: Kernel | None, product: Product | None
) -> dict[str, str]:
    """By path: the version of `component` with its distribution's revision, the patches by which its list says
    that the vulnerability is mended, and of what the reason names the interfaces of `product` and the
    options of `kernel` (`CONFIG_…`)."""
    part = part_of(component)
    found = {f"{part}.version": component.raw_version or component.version or NOTHING}
    mended = {
        answer.by
        for answer in component.answered
        if answer.vulnerability == decision.scope.vulnerability and answer.state == "fixed"
    }
    found[f"{part}.patches"] = ", ".join(sorted(mended)) or NOTHING
    found |= {f"kernel.{name}": value for name, value in _options(decision.reason, kernel)}
    if product is not None:
        for interface in product.interfaces:
            if _names(decision.reason, interface.id):
                found |= dict(stated_fields(f"interfaces[{interface.id}]", interface))
    return found


def part_of(component: Component) -> str:
    """The path of a part."""
    return f"{PART}{component.software or component.name}]"


def differing(rests_on: Iterable[Fact], now: Mapping[str, str]) -> Fact | None:
    """The first of the facts that is not so `now`; None where all are. Of parts only the one counts that `now`
    speaks of: where none of `rests_on` does, or an interface is named that was not there, it is new."""
    was = {fact.path: fact.was for fact in rests_on}
    parts = any(path.startswith(PART) for path in was)
    for path in sorted({*was, *now}):
        if path.startswith(PART) and (path not in now or not parts):
            continue
        if now.get(path, NOTHING) not in was.get(path, (NOTHING,)):
            return Fact(path=path, was=was.get(path, (NOTHING,)))
    return None


def as_facts(seen: Iterable[Mapping[str, str]], *, versions: bool) -> tuple[Fact, ...]:
    """The facts of several releases together. Without `versions` those of the part are left out: whoever says
    for which versions a decision holds has thought of the others."""
    gathered: dict[str, set[str]] = {}
    maps = [*seen]
    for path in sorted({path for each in maps for path in each}):
        if versions or not path.endswith((".version", ".patches")):
            gathered[path] = {each.get(path, NOTHING) for each in maps if _speaks(each, path)}
    return tuple(Fact(path=path, was=tuple(sorted(was))) for path, was in gathered.items())


def _speaks(facts: Mapping[str, str], path: str) -> bool:
    """Whether `facts` are about the thing at `path`: another part is not one without a version."""
    thing = path.rpartition(".")[0]
    return any(other.rpartition(".")[0] == thing for other in facts)


def _options(reason: str, kernel: Kernel | None) -> Iterator[tuple[str, str]]:
    for name in dict.fromkeys(_OPTION.findall(reason)):
        yield f"CONFIG_{name}", _state(name, kernel)


def _state(name: str, kernel: Kernel | None) -> str:
    """`y`, `m` or `n` as in a kernel's configuration; `-` where that is not known."""
    if kernel is None or kernel.built_in is None or kernel.modular is None:
        return NOTHING
    return "y" if name in kernel.built_in else "m" if name in kernel.modular else "n"


def _names(text: str, id: str) -> bool:
    """Whether `text` names the interface `id` as a word of its own."""
    return re.search(rf"(?<![A-Za-z0-9_-]){re.escape(id)}(?![A-Za-z0-9_-])", text, re.IGNORECASE) is not None
