"""The vulnerabilities of a workspace's release, from what the last check saw: told, or as a VEX document."""

from datetime import date, datetime
from pathlib import Path

import msgspec

from mamoru.errors import InputError
from mamoru.jobs.release.components import circumstances, observed
from mamoru.jobs.release.declaring import declared_of
from mamoru.language import Lang, Text
from mamoru.operation.vulnerabilities.decisions import DECISIONS, DecisionFolder
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.telling import Circumstances, MatchesTold, Telling, weighed
from mamoru.operation.vulnerabilities.vex import document_of, part_of, stated, write_vex
from mamoru.product import Release
from mamoru.product.component import Component
from mamoru.product.workspace import DeclaredProduct, Workspace, find_workspace, release_of
from mamoru.progress import Progress

NO_RELEASE = Text("{product} に版（releases）が登録されていません。", "{product} has no release (releases).")
ENTER = Text(
    "product.yaml の releases に版とイメージを書いてください。",
    "Enter the release and its images under releases in product.yaml.",
)
NOT_LOOKED = Text("{file} の中身をまだ調べていません。", "{file} has not been looked into yet.")
UNREAD = Text("読めない決定 {file}: {what}", "A decision that cannot be read, {file}: {what}")
CHECK = Text("先に mamoru check を実行してください。", "Run mamoru check first.")


class ReleaseParts(msgspec.Struct, frozen=True, kw_only=True):
    """A release with its components: those that its images showed, those that are declared beside them.
    `unseen` names what of it nobody has looked into."""

    workspace: Workspace
    entry: DeclaredProduct
    release: Release
    components: tuple[Component, ...]
    unseen: tuple[Text, ...] = ()

    def circumstances(self) -> Circumstances:
        """What is known around the components; of the decisions also those that cannot be read."""
        known = circumstances(self.workspace.root, self.entry.product, self.release.version)
        faults = DecisionFolder(self.workspace.root / DECISIONS).faults()
        unread = (UNREAD.fill(file=each.file, what=each.what) for each in faults if not each.harmless)
        return msgspec.structs.replace(known, unread=tuple(unread))


def release_parts(
    path: Path, product: str | None, version: str | None, progress: Progress | None = None
) -> ReleaseParts:
    """The release of the workspace at `path` (the latest where none is named).

    Raises `InputError` where there is none, or nothing of it was looked into and nothing is declared.
    """
    workspace = find_workspace(path)
    entry = workspace.product(product)
    release = release_of(entry.product, version)
    if release is None:
        raise InputError(NO_RELEASE.fill(product=entry.product.id), ENTER)
    return parts_of(workspace, entry, release, progress)


def parts_of(
    workspace: Workspace, entry: DeclaredProduct, release: Release, progress: Progress | None = None
) -> ReleaseParts:
    """`release` with its components, as in `release_parts`."""
    seen, missing = observed(workspace, entry, release, {})
    unseen = [NOT_LOOKED.fill(file=file) for file in missing]
    declared = declared_of(workspace, entry, release, progress)
    components = together(seen, declared.components)
    if not components and unseen:
        raise InputError(unseen[0], CHECK)
    return ReleaseParts(
        workspace=workspace, entry=entry, release=release, components=components, unseen=tuple(unseen)
    )


def matches_of_release(parts: ReleaseParts, tell: Telling, *, on: date) -> MatchesTold:
    """The vulnerabilities of the release, with what was decided of each, told by `tell`."""
    name = f"{parts.entry.product.id} {parts.release.version}"
    with current_store() as store:
        return tell(
            parts.components, store, on=on, path=name, unread=parts.unseen, around=parts.circumstances()
        )


def vex_of_release(parts: ReleaseParts, form: str, *, on: date, at: datetime, lang: Lang) -> str:
    """What was decided on the release as a VEX document of that form. Raises `InputError` where nothing was."""
    product, maker, version = parts.entry.product, parts.workspace.maker, parts.release.version
    with current_store() as store:
        answers = weighed(parts.components, store, on=on, around=parts.circumstances())
    part = part_of(maker, product, version, lang)
    statements = stated(((each.match, each.answer) for each in answers), part)
    document = document_of(maker, product, version, statements, at=at, lang=lang)
    return write_vex(document, form).decode()
