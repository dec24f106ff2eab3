"""Match what an image or a folder holds with the vulnerability data."""

import tempfile
from datetime import date
from pathlib import Path

from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.telling import MatchesTold, matches_told
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
