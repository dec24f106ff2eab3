"""Equal findings told once: the same check, words and remedy, with every place that it was found at."""

from collections.abc import Iterable

import msgspec

from mamoru.evidence import Finding, Severity


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that differ in their places and proofs only, worst first; `first` speaks for all."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding whose words stand for all."""
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """The severity of the worst of them."""
        return self.first.severity

    @property
    def text(self) -> str:
        """What a search goes through: places, check and titles, in small letters."""
        places = " ".join(finding.location.path for finding in self.findings)
        title = self.first.title
        return f"{places} {self.first.check} {title.ja} {title.en}".lower()


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """`findings` in groups, in the order in which each group's first stands."""
    found: dict[object, list[Finding]] = {}
    for each in findings:
        key = (each.check, each.severity, each.title, each.remedy, each.why, each.refutes)
        found.setdefault(key, []).append(each)
    return tuple(Group(findings=tuple(several)) for several in found.values())
