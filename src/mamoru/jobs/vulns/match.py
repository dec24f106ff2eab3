"""Match what an image or a folder holds with the vulnerability data."""

import tempfile
from datetime import date
from pathlib import Path

from mamoru.errors import InputError
from mamoru.jobs.vulns.match_release import release_parts
from mamoru.language import Text
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.telling import (
    NOTHING,
    Circumstances,
    MatchesTold,
    Telling,
    components_in,
    is_list,
)
from mamoru.product.component import Component
from mamoru.product.places import is_workspace
from mamoru.progress import Progress
from mamoru.verification.firmware.image import Index
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.opening.contained import open_contained

ONLY_WORKSPACE = Text(
    "--product と --release はワークスペースの製品のためのものです: {path}",
    "--product and --release are for the products of a workspace: {path}",
)
GIVE_WORKSPACE = Text("ワークスペースのフォルダーを指定してください。", "Give the folder of a workspace.")
NO_LIST = Text(
    "{path} は部品の一覧でも、分かるイメージでもありません。",
    "{path} is no list of parts, and no image in which anything was recognised.",
)
GIVE = Text(
    "部品表（CycloneDX・SPDXなど）か、ファームウェアイメージを指定してください。",
    "Give a list of parts (CycloneDX, SPDX …) or a firmware image.",
)


def matches_of_image(path: Path, tell: Telling, *, on: date, progress: Progress | None = None) -> MatchesTold:
    """The vulnerabilities of the components in the image or unpacked folder at `path`, told by `tell`.

    Raises `InputError` where it cannot be read, or the vulnerability data cannot.
    """
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        index = _recognised(path, open_contained(path, Path(folder), progress))
    gaps = tuple(gap.why for gap in index.gaps if gap.serious)
    with current_store() as store:
        return tell(index.components, store, on=on, path=path.as_posix(), unread=gaps)


def components_here(
    path: Path,
    progress: Progress | None = None,
    *,
    product: str | None = None,
    release: str | None = None,
) -> tuple[tuple[Component, ...], Circumstances]:
    """The components that `path` holds, and what is known around them: a list of parts, an image, or a
    `release` (the latest where none is named) of a workspace's `product`; () of this folder where it is none.
    Raises `InputError`, also where nothing was recognised."""
    if (product or release) and not is_workspace(path):
        raise InputError(ONLY_WORKSPACE.fill(path=path), GIVE_WORKSPACE)
    if is_list(path):
        return components_in(path)[0], NOTHING
    if is_workspace(path):
        parts = release_parts(path, product, release, progress)
        return parts.components, parts.circumstances()
    if path.is_dir() and path.resolve() == Path.cwd():
        return (), NOTHING
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        index = _recognised(path, open_contained(path, Path(folder), progress))
    return index.components, NOTHING


def _recognised(path: Path, index: Index) -> Index:
    """`index` of what lies at `path`. Raises `InputError` where nothing of it was recognised."""
    if looked_of(index).nothing and not any(gap.serious for gap in index.gaps):
        raise InputError(NO_LIST.fill(path=path), GIVE)
    return index
