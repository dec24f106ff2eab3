"""What changed since the release before, as far as that one was examined in this workspace."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from mamoru.assessment.claims import counting
from mamoru.assessment.report.model import Changes, ImageView
from mamoru.evidence import Evidence, Finding, Subject
from mamoru.evidence.folder import EvidenceFolder
from mamoru.examination.inventory import inventory
from mamoru.examination.opening import digest
from mamoru.language import Text, both
from mamoru.product import Component, Product, Release
from mamoru.product.workspace import DeclaredProduct, Workspace

NEW = Text("{name} {version}（新規）", "{name} {version} (new)")
GONE = Text("{name} {version}（なくなった）", "{name} {version} (gone)")


def changes_since(
    workspace: Workspace,
    entry: DeclaredProduct,
    release: Release | None,
    findings: Sequence[Finding],
    views: Sequence[ImageView],
    folder: EvidenceFolder,
) -> Changes | None:
    """Findings and components that came and went since the release listed before; None where there
    is none, or where it was never examined here."""
    before = _before(entry.product, release)
    if before is None or not views:
        return None
    place = entry.folder
    digests = [image.sha256 or _digest(place / image.file) for image in before.images]
    known = [digest for digest in digests if digest is not None]
    subjects = frozenset(Subject(kind="image", id=digest) for digest in known)
    counted = counting(folder.evidence(), subjects, max(e.on for e in folder.evidence()))
    if not counted:
        return None
    return Changes(
        since=before.version,
        gone=_difference(_findings(counted), findings),
        new=_difference([f for f in findings if f.check.startswith("FW-")], _findings(counted)),
        components=_components(
            [c for digest in known if (kept := inventory(workspace.root, digest)) for c in kept.components],
            [c for view in views for c in view.components],
        ),
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


def _difference(these: Iterable[Finding], those: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of `these` with no like in `those`: same check, path and title."""
    known = {(f.check, f.location.path, f.title) for f in those}
    return tuple(f for f in these if (f.check, f.location.path, f.title) not in known)


def _components(old: Iterable[Component], new: Iterable[Component]) -> tuple[Text, ...]:
    before, after = _versions(old), _versions(new)
    told = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        if was is None:
            told.append(NEW.fill(name=name, version=now))
        elif now is None:
            told.append(GONE.fill(name=name, version=was))
        else:
            told.append(both(f"{name} {was} → {now}"))
    return tuple(told)


def _versions(components: Iterable[Component]) -> dict[str, str]:
    named: dict[str, set[str]] = {}
    for component in components:
        named.setdefault(component.name, set()).add(component.version or "?")
    return {name: ", ".join(sorted(versions)) for name, versions in named.items()}
