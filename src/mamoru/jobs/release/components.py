"""What is known of a release's components from earlier checks, and the circumstances they are in."""

from collections.abc import Mapping
from pathlib import Path

from mamoru.operation.vulnerabilities.decisions import DECISIONS, DecisionFolder
from mamoru.operation.vulnerabilities.telling import Circumstances
from mamoru.product import Component, Product, Release
from mamoru.product.workspace import DeclaredProduct, Workspace
from mamoru.verification.firmware.opening.contained import digest
from mamoru.verification.inventory import inventory


def observed(
    workspace: Workspace, declared: DeclaredProduct, release: Release, seen: Mapping[str, str]
) -> tuple[list[Component], list[str]]:
    """The components that the images of `release` showed to the last check, and the images that it has
    not looked at. `seen` has the SHA-256 that images had then, by their path from the workspace, for those
    that are not there any more."""
    components: list[Component] = []
    unseen: list[str] = []
    root = workspace.root.resolve()
    for image in release.images:
        path = (declared.folder / image.file).resolve()
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else image.file
        sha256 = image.sha256 or (digest(path) if path.is_file() else seen.get(shown))
        kept = inventory(workspace.root, sha256) if sha256 else None
        if kept is None:
            unseen.append(image.file)
        else:
            components += kept.components
    return components, unseen


def circumstances(root: Path, product: Product, version: str | None) -> Circumstances:
    """What is known around the components of a release: the product, and what was decided in the workspace."""
    return Circumstances(
        product=product, release=version, decisions=DecisionFolder(root / DECISIONS).decisions()
    )
