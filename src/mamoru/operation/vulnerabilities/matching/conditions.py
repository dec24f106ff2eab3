"""What else must be there for a vulnerability to bite, and whether this release has it.

Source: CPE Applicability Language 2.3 as the NVD uses it: a configuration whose nodes are joined by AND
(a program running on a system), and the target software in a CPE name.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from mamoru.language import Text
from mamoru.operation.vulnerabilities.cpe import named, order_of_product
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.record import Needed, Span
from mamoru.operation.vulnerabilities.store.kept import Kept, KeptSpan
from mamoru.operation.vulnerabilities.versions import key
from mamoru.product.component import Component
from mamoru.product.purl import type_of

ON = Text("{names} の上で動く場合に限ります", "Only where it runs on {names}")
WITH = Text("{names} と一緒の場合に限ります", "Only together with {names}")
NOT_HERE = Text(
    "{names} のための脆弱性で、この製品は {here} です", "It is for {names}, and this product runs {here}"
)
MOST_NAMES = 3
_SYSTEMS = frozenset({
    "cpe:o:microsoft", "cpe:o:apple", "cpe:o:oracle:solaris", "cpe:o:sun", "cpe:o:freebsd", "cpe:o:openbsd",
    "cpe:o:netbsd", "cpe:o:ibm", "cpe:o:hp", "cpe:o:google:android", "cpe:o:google:chrome_os",
})  # fmt: skip
_TARGETS = frozenset({
    "windows", "windows_nt", "macos", "mac_os", "mac_os_x", "mac", "iphone_os", "ios", "ipados", "android",
    "solaris", "freebsd", "openbsd", "netbsd", "aix", "wordpress", "joomla", "drupal", "jenkins", "visual_studio_code",
    "chrome", "firefox", "node.js", "python", "ruby", "perl", "rust", "go", "maven", "php", "splunk", "typo3",
})  # fmt: skip
_LANGUAGES = {
    "node.js": "npm", "python": "pypi", "ruby": "gem", "rust": "cargo", "go": "golang", "maven": "maven",
}  # fmt: skip


class Met(StrEnum):
    """Whether a condition is met."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Condition(NamedTuple):
    """A condition, judged; `why` is None where it is met."""

    met: Met
    why: Text | None


class Surroundings:
    """The other components of a release, as conditions ask for them."""

    def __init__(self, components: Iterable[Component]) -> None:
        self._components = tuple(components)

    @cached_property
    def versions(self) -> dict[str, list[str | None]]:
        """The versions of each product name that is there."""
        found: dict[str, list[str | None]] = {}
        for component in self._components:
            for known in names_of(component):
                if known.product.startswith("cpe:"):
                    found.setdefault(known.product, []).append(known.version)
        return found

    @cached_property
    def system(self) -> str | None:
        """The operating system that is seen, None where none is."""
        return next((c.name for c in self._components if c.software in _KNOWN_SYSTEMS), None)

    def judged(self, kept: Kept, component: Component) -> Condition:
        """Whether all conditions of `kept` are met for `component`."""
        worst = self._target(kept.on, component)
        for needed in kept.needs:
            each = self._needed(needed)
            if each.met is Met.NO:
                return each
            if each.met is Met.UNKNOWN and worst.met is Met.YES:
                worst = each
        return worst

    def _target(self, on: str | None, component: Component) -> Condition:
        if on is None or on in ("linux", "linux_kernel", "unix"):
            return _FINE
        if _LANGUAGES.get(on) == type_of(component.purl):
            return _FINE
        if on in _TARGETS and (self.system is not None or on in _LANGUAGES):
            return Condition(Met.NO, NOT_HERE.fill(names=on, here=self.system or component.name))
        return Condition(Met.UNKNOWN, ON.fill(names=on))

    def _needed(self, needed: Needed) -> Condition:
        systems = others = 0
        shown: list[str] = []
        for n, written in enumerate(needed.names):
            try:
                name = named(written)
            except ValueError:
                continue
            bound = needed.bounds[n] if n < len(needed.bounds) else None
            for version in self.versions.get(name.product, ()):
                if _fits(version, name.version, bound, name.product):
                    return _FINE
            shown.append(":".join(name.product.split(":")[2:]))
            foreign = any(name.product.startswith(system) for system in _SYSTEMS)
            systems, others = systems + foreign, others + (not foreign)
        names = ", ".join(shown[:MOST_NAMES]) + (" …" if len(shown) > MOST_NAMES else "")
        if systems and not others and self.system is not None:
            return Condition(Met.NO, NOT_HERE.fill(names=names, here=self.system))
        return Condition(Met.UNKNOWN, WITH.fill(names=names))


_FINE = Condition(Met.YES, None)
_KNOWN_SYSTEMS = frozenset(
    {"linux", "freertos", "zephyr", "threadx", "riot", "contiki-ng", "nuttx", "esp-idf", "mbed-os"}
)


def _fits(version: str | None, asked: str, bound: Span | None, product: str) -> bool:
    if bound is None:
        return asked == "*" or (version is not None and version.lower() == asked)
    order = order_of_product(product)
    written = key(order, version) if version is not None else None
    if written is None:
        return False
    low = key(order, bound.low) if bound.low is not None else None
    high = key(order, bound.high) if bound.high is not None else None
    span = KeptSpan(low, high, None, None, bound.low_open, bound.high_closed)
    return _inside(written, span)


def _inside(written: bytes, span: KeptSpan) -> bool:
    from_low = (
        span.low_key is None or written > span.low_key or (written == span.low_key and not span.low_open)
    )
    to_high = (
        span.high_key is None or written < span.high_key or (written == span.high_key and span.high_closed)
    )
    return from_low and to_high
