"""Examine a workspace: every check that can run, for a release of each product."""

import tempfile
from pathlib import Path

from mamoru.assessment.report.model import Report
from mamoru.jobs.check.images import examine_images
from mamoru.jobs.check.making import shown_by
from mamoru.jobs.check.reporting import report_of
from mamoru.jobs.release.at_hand import AtHand, at_hand
from mamoru.jobs.release.declaring import declared_of
from mamoru.jobs.release.workspace import workspace_at
from mamoru.jobs.wish import Wish
from mamoru.progress import Progress


def examine_workspace(path: Path, wish: Wish, progress: Progress | None = None) -> list[Report]:
    """A report for each product of the workspace (or for the one whose folder `path` is).

    New evidence is kept in the workspace before anything is assessed. Raises `InputError` where the
    files are wrong, or a standard or release is unknown.
    """
    here = workspace_at(path)
    return [_examined(at_hand(here, entry, wish), progress) for entry in here.workspace.products]


def _examined(hand: AtHand, progress: Progress | None) -> Report:
    with tempfile.TemporaryDirectory(prefix="mamoru-") as work:
        images = examine_images(hand, Path(work), progress)
    declared = declared_of(hand.workspace, hand.declared, hand.release, progress)
    return report_of(hand, images, shown_by(hand, images, declared))
