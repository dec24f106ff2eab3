"""Watch a workspace: what is new or changed in each release since the last watch, told and sent."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from mamoru.document_store.places import WATCH_MEMORY
from mamoru.jobs.check.writing import last_results
from mamoru.jobs.release.workspace import workspace_at
from mamoru.jobs.watch.comparing import compared
from mamoru.jobs.watch.releases import releases_watched
from mamoru.jobs.watch.sending import Faces, sent_to, targets_of, with_sent
from mamoru.jobs.watch.since import changed_since, since_of
from mamoru.jobs.watch.telling import told_of
from mamoru.operation.vulnerabilities.decisions import DECISIONS, DecisionFolder
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.operation.vulnerabilities.watching.memory import opened
from mamoru.operation.vulnerabilities.watching.shapes import WatchTold
from mamoru.product.places import workspace_root
from mamoru.progress import Progress

MEMORY = Path(*WATCH_MEMORY.parts)


def watch(
    path: Path, urls: Sequence[str], faces: Faces, *, on: date, at: datetime, progress: Progress | None = None
) -> WatchTold:
    """What is new since the last watch of the workspace `path` belongs to.

    It is sent to each of `urls` and shown, and only then counts as told: killed before, the next watch tells
    it again. What does not arrive is sent again with the next. Raises `InputError` where files are wrong or a
    URL cannot be used.
    """
    root = workspace_root(path)
    to = targets_of(urls)
    workspace = workspace_at(root).workspace
    decisions = DecisionFolder(root / DECISIONS).decisions()
    last = last_results(root)
    with current_store() as store, opened(root / MEMORY) as memory:
        watched, ended = releases_watched(workspace, last, tuple(decisions), memory, on, progress)
        now = since_of(store, {each.scope.vulnerability for each in decisions})
        changed = changed_since(memory, store, now)
        told = told_of(
            compared(memory, watched, store, changed, on, progress), watched, ended, store, on, at, changed
        )
        memory.note("since", msgspec.msgpack.encode(now))
        sent = tuple(sent_to(memory, target, told, faces) for target in to)
        told = with_sent(told, sent)
        faces.show(told)
        memory.keep()
    return told
