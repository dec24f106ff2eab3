"""The last results that an explanation may speak of: of one product, of one release."""

from pathlib import Path

from mamoru.assessment.report.model import Report
from mamoru.errors import InputError
from mamoru.jobs.check.writing import last_of_release, last_results
from mamoru.language import Text
from mamoru.product.places import is_workspace, workspace_root
from mamoru.product.workspace import find_workspace, release_of

NOT_CHECKED = Text(
    "リリース {release} の結果は、まだありません。", "There is no result of release {release} yet."
)
CHECK = Text(
    "先に mamoru check --release {release} を実行してください。",
    "Run mamoru check --release {release} first.",
)


def results_here(path: Path, *, product: str | None, release: str | None) -> list[Report]:
    """The last result of each product of the workspace at `path`, or of `product`, or of its `release`;
    none where it is no workspace. Raises `InputError` for a product or release that is not there, and
    for a release that was never checked."""
    if product is None and release is None:
        return last_results(workspace_root(path)) if is_workspace(path) else []
    workspace = find_workspace(path)
    entry = workspace.product(product)
    if release is None:
        of_all = last_results(workspace.root)
        return [each for each in of_all if each.product and each.product.id == entry.product.id]
    release_of(entry.product, release)
    found = last_of_release(workspace.root, entry.product.id, release)
    if found is None:
        raise InputError(NOT_CHECKED.fill(release=release), CHECK.fill(release=release))
    return [found]
