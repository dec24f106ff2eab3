"""Match what an image or a folder holds with the vulnerability data."""

import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mamoru.examination.places import is_workspace, workspace_root
from mamoru.examination.writing import last_results
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.telling import MatchesTold, components_in, is_list, matches_told
from mamoru.product.component import Component
from mamoru.verification.firmware.contained import Progress, open_contained


def matches_of_image(path: Path, *, on: date, progress: Progress | None = None) -> MatchesTold:
    """The vulnerabilities of the components in the image or unpacked folder at `path`.

    Raises `InputError` where it cannot be read, or the vulnerability data cannot.
    """
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        index = open_contained(path, Path(folder), progress)
    gaps = tuple(gap.why for gap in index.gaps if gap.serious)
    with current_store() as store:
        return matches_told(index.components, store, on=on, path=path.as_posix(), unread=gaps)


def components_here(path: Path, progress: Progress | None = None) -> tuple[Component, ...]:
    """The components that `path` holds: a list of parts, an image, or what a workspace's last result saw;
    () of a folder that is none of them. Raises `InputError` where it cannot be read."""
    if is_list(path):
        return components_in(path)[0]
    if is_workspace(path):
        reports = last_results(workspace_root(path))
        return _distinct(c for report in reports for view in report.images for c in view.components)
    if path.is_dir() and path.resolve() == Path.cwd():
        return ()
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        return open_contained(path, Path(folder), progress).components


def _distinct(components: Iterable[Component]) -> tuple[Component, ...]:
    return tuple({(c.name, c.version, c.purl): c for c in components}.values())
