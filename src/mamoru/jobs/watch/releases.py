"""The releases that a watch looks at, each with the parts that the last check saw and those declared."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from mamoru.assessment.report.model import Report
from mamoru.jobs.release.components import observed
from mamoru.jobs.watch.lists import Lists
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import Decision
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.telling import Circumstances
from mamoru.operation.vulnerabilities.watching import Parts
from mamoru.operation.vulnerabilities.watching.memory import Memory
from mamoru.product import Release
from mamoru.product.workspace import DeclaredProduct, Workspace
from mamoru.progress import Progress

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
    lists = Lists(workspace, memory)
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
    lists: Lists,
    around: Circumstances,
) -> Watched:
    shown, missing = observed(workspace, entry, release, seen)
    gaps = [NOT_CHECKED.fill(file=file) for file in missing]
    declared = lists.of(entry, release)
    components = together(shown, declared.components)
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


def _unread(path: str, why: Text) -> Text:
    return Text(f"{path}: {why.ja}", f"{path}: {why.en}")
