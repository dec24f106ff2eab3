"""Examine whatever a path is: a workspace, a product folder, or a bare image."""

from pathlib import Path

from mamoru.assessment.report.model import Report
from mamoru.jobs.check.image import examine_image
from mamoru.jobs.check.workspace import examine_workspace
from mamoru.jobs.check.writing import keep_last
from mamoru.jobs.wish import Wish
from mamoru.product.places import is_workspace, workspace_root
from mamoru.progress import Progress


def examine(path: Path, wish: Wish, progress: Progress | None = None) -> list[Report]:
    """The reports for `path`; what a workspace gave is kept there as its last result.

    A folder without maker.yaml or product.yaml is taken as an unpacked root file system. Raises
    `InputError` where the path or the files are wrong.
    """
    if not is_workspace(path) and not (path == Path() or (path.is_dir() and not any(path.iterdir()))):
        return [
            examine_image(path, at=wish.at, on=wish.on, match_known=True, progress=progress, keys=wish.keys)
        ]
    reports = examine_workspace(path, wish, progress)
    for report in reports:
        keep_last(workspace_root(path), report)
    return reports
