"""What changed between two releases: findings and components, new, gone and changed.

One shape of change for the report of a workspace (since the release before) and for two images laid
side by side (`mamoru.jobs.firmware.diff`).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.claims import counting
from mamoru.assessment.report.model import Changes, ImageView
from mamoru.evidence import Evidence, Finding, Subject
from mamoru.jobs.release.at_hand import AtHand
from mamoru.language import Text, both
from mamoru.product import Component, Product, Release
from mamoru.verification.firmware.opening.contained import digest
from mamoru.verification.inventory import inventory

NEW = Text("{name} {version}（新規）", "{name} {version} (new)")
GONE = Text("{name} {version}（なくなった）", "{name} {version} (gone)")


class ComponentChange(msgspec.Struct, frozen=True, kw_only=True):
    """A component that came, went or changed: the versions before and after, sorted; `?` is a part
    whose version could not be read. No version before: it is new; none after: it is gone."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def told(self) -> Text:
        """The change in one line."""
        was, now = ", ".join(self.old), ", ".join(self.new)
        if not self.old:
            return NEW.fill(name=self.name, version=now)
        if not self.new:
            return GONE.fill(name=self.name, version=was)
        return both(f"{self.name} {was} → {now}")


def component_changes(old: Iterable[Component], new: Iterable[Component]) -> tuple[ComponentChange, ...]:
    """What came, went or changed its versions from `old` to `new`, by name."""
    before, after = _versions(old), _versions(new)
    return tuple(
        ComponentChange(name=name, old=before.get(name, ()), new=after.get(name, ()))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )


def _versions(components: Iterable[Component]) -> dict[str, tuple[str, ...]]:
    named: dict[str, set[str]] = {}
    for component in components:
        named.setdefault(component.name, set()).add(component.version or "?")
    return {name: tuple(sorted(versions)) for name, versions in named.items()}


def unmatched(these: Sequence[Finding], those: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of `these` that have no like in `those`: the same check, path and title. A line
    that moved is no change. Of several alike, those with the same proof are paired first."""
    rest, others = list(these), list(those)
    for key in (_with_proof, _like):
        known = Counter(map(key, others))
        others = _beyond(others, Counter(map(key, rest)), key)
        rest = _beyond(rest, known, key)
    return tuple(rest)


def _like(finding: Finding) -> Hashable:
    return finding.check, finding.location.path, finding.title


def _with_proof(finding: Finding) -> Hashable:
    return _like(finding), finding.proof


def _beyond(
    findings: Iterable[Finding], known: Counter[Hashable], key: Callable[[Finding], Hashable]
) -> list[Finding]:
    """The findings that are left when each of `known` has taken its like away."""
    taking, left = Counter(known), []
    for finding in findings:
        if taking[key(finding)] > 0:
            taking[key(finding)] -= 1
        else:
            left.append(finding)
    return left


def changes_since(hand: AtHand, findings: Sequence[Finding], views: Sequence[ImageView]) -> Changes | None:
    """Findings and components that came and went since the release listed before; None where there
    is none, or where it was never examined here."""
    before = _before(hand.papers.product, hand.release)
    if before is None or not views:
        return None
    place, every = hand.declared.folder, hand.kept.evidence()
    digests = [image.sha256 or _digest(place / image.file) for image in before.images]
    known = [digest for digest in digests if digest is not None]
    subjects = frozenset(Subject(kind="image", id=digest) for digest in known)
    counted = counting(every, subjects, max(e.on for e in every))
    if not counted:
        return None
    was = _findings(counted)
    parts = component_changes(
        [c for digest in known if (kept := inventory(hand.root, digest)) for c in kept.components],
        [c for view in views for c in view.components],
    )
    return Changes(
        since=before.version,
        gone=unmatched(was, findings),
        new=unmatched([f for f in findings if f.check.startswith("FW-")], was),
        components=tuple(change.told for change in parts),
    )


def _before(product: Product, release: Release | None) -> Release | None:
    if release is None or release not in product.releases:
        return None
    place = product.releases.index(release)
    return product.releases[place - 1] if place else None


def _digest(path: Path) -> str | None:
    return digest(path) if path.is_file() else None


def _findings(evidence: Iterable[Evidence]) -> list[Finding]:
    return [finding for item in evidence for finding in item.findings]
