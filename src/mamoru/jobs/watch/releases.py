"""The releases that a watch looks at, each with the parts that the last check saw and those declared."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b, sha256
from typing import NamedTuple

import msgspec

from mamoru.assessment.report.model import Report
from mamoru.jobs.check.firmware import TOOL
from mamoru.jobs.release.declaring import declared_of
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import Decision
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.store.rows import file_digest
from mamoru.operation.vulnerabilities.telling import Circumstances
from mamoru.operation.vulnerabilities.watching import Parts
from mamoru.operation.vulnerabilities.watching.memory import Memory
from mamoru.product import Component, Release
from mamoru.product.named import is_address
from mamoru.product.sbom import Declared
from mamoru.product.workspace import DeclaredProduct, Workspace
from mamoru.progress import Progress
from mamoru.verification.firmware.opening.contained import digest
from mamoru.verification.inventory import inventory

NOT_CHECKED = Text(
    "イメージ {file} は、まだ mamoru check で調べられていません。",
    "The image {file} has not been looked at by mamoru check yet.",
)
NO_PARTS = Text(
    "部品が分かりません。mamoru check を実行するか、SBOMを書いてください。",
    "Its parts are not known: run mamoru check, or name an SBOM.",
)


class Watched(NamedTuple):
    """A release to be watched. `digest` changes with all that its matches hang on beside the vulnerability
    data and the decisions; `gaps` are what of it is not known."""

    product: str
    release: str
    parts: Parts
    digest: str
    gaps: tuple[Text, ...]


def releases_watched(
    workspace: Workspace,
    last: Sequence[Report],
    decisions: tuple[Decision, ...],
    memory: Memory,
    on: date,
    progress: Progress | None,
) -> tuple[list[Watched], list[str]]:
    """All releases of products whose support has not ended, and the products whose support has. What their
    lists say is read once, and remembered until the files change."""
    lists = _Lists(workspace, memory)
    seen = {view.path: view.sha256 for report in last for view in report.images}
    watched, ended = [], []
    for entry in workspace.products:
        until = entry.product.support.until
        if until is not None and until < on:
            ended.append(entry.product.id)
            continue
        around = Circumstances(
            product=msgspec.structs.replace(entry.product, releases=()), decisions=decisions
        )
        for n, release in enumerate(entry.product.releases):
            if progress is not None:
                progress(f"{entry.product.id} {release.version}", n / len(entry.product.releases) * 0.98)
            watched.append(_watched(workspace, entry, release, seen, lists, around))
    memory.declare(lists.read)
    return watched, ended


def _watched(
    workspace: Workspace,
    entry: DeclaredProduct,
    release: Release,
    seen: dict[str, str],
    lists: "_Lists",
    around: Circumstances,
) -> Watched:
    observed, gaps = _observed(workspace, entry, release, seen)
    declared = lists.of(entry, release)
    components = together(observed, declared.components)
    gaps += [_unread(each.path, each.why) for each in declared.unread]
    if not components:
        gaps = [NO_PARTS]
    state = blake2b(msgspec.msgpack.encode([components, around.product]), digest_size=16)
    return Watched(
        product=entry.product.id,
        release=release.version,
        parts=Parts(components=components, around=msgspec.structs.replace(around, release=release.version)),
        digest=state.hexdigest(),
        gaps=tuple(gaps),
    )


class _Lists:
    """What the SBOMs and build inputs of releases name, as it was remembered where no file has changed."""

    def __init__(self, workspace: Workspace, memory: Memory) -> None:
        self._workspace, self._memory = workspace, memory
        self.read: dict[str, bytes] = {}

    def of(self, entry: DeclaredProduct, release: Release) -> Declared:
        """What `release` declares; a child process reads it where it is not remembered."""
        names = [name for name in (release.sbom, *release.build) if name and not is_address(name)]
        if not names:
            return Declared()
        key = self._key(entry, names)
        if key is None:  # a folder: what lies in it is not looked through twice
            return declared_of(self._workspace, entry, release, None)
        body = self.read.get(key) or self._memory.declared(key)
        if body is None:
            body = msgspec.msgpack.encode(declared_of(self._workspace, entry, release, None))
        self.read[key] = body
        return msgspec.msgpack.decode(body, type=Declared)

    def _key(self, entry: DeclaredProduct, names: list[str]) -> str | None:
        paths = [entry.folder / name for name in names]
        if any(path.is_dir() for path in paths):
            return None
        files = [(path.as_posix(), file_digest(path) if path.is_file() else None) for path in paths]
        return sha256(msgspec.json.encode([TOOL, files])).hexdigest()


def _unread(path: str, why: Text) -> Text:
    return Text(f"{path}: {why.ja}", f"{path}: {why.en}")


def _observed(
    workspace: Workspace, entry: DeclaredProduct, release: Release, seen: dict[str, str]
) -> tuple[list[Component], list[Text]]:
    components: list[Component] = []
    gaps: list[Text] = []
    root = workspace.root.resolve()
    for image in release.images:
        path = (entry.folder / image.file).resolve()
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else image.file
        known = image.sha256 or (digest(path) if path.is_file() else seen.get(shown))
        kept = inventory(workspace.root, known) if known else None
        if kept is None:
            gaps.append(NOT_CHECKED.fill(file=image.file))
        else:
            components += kept.components
    return components, gaps
