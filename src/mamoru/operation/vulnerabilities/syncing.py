"""Bring the local store up to date: from files that were handed in, or from what the feeds publish."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from mamoru.document_store.whole_file import write_whole
from mamoru.errors import InputError, Unreachable
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds import Feed, feed, feeds
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.fetching import fetched
from mamoru.operation.vulnerabilities.mirror import Mirror
from mamoru.operation.vulnerabilities.store.building import Built, build
from mamoru.operation.vulnerabilities.store.opening import built_in_as_begun, store_path
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.progress import Progress

MOST_FILES = 500_000
WIDEST = "nvd"
ABSENT = Text("ありません: {path}", "It is not there: {path}")
NO_FILE = Text("読める脆弱性データがありません: {path}", "There is no vulnerability data to read: {path}")
NO_FEED = Text("その情報源はありません: {id}", "There is no such feed: {id}")
GIVE = Text(
    "NVD、CVE、OSV、JVN、KEV、EPSSなどのファイルか、そのフォルダーを指定してください。情報源の一覧: mamoru vulns status",
    "Give files of the NVD, CVE, OSV, JVN, KEV, EPSS …, or a folder of them. The feeds: mamoru vulns status",
)


__all__ = ["Synced", "store_path", "sync_feeds", "sync_files"]


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync did: what it built, and which feeds could not be reached and why."""

    built: Built
    unreached: tuple[tuple[str, Text], ...] = ()


def sync_files(paths: Sequence[Path], target: Path, *, at: str, told: Progress | None = None) -> Synced:
    """Read the files at `paths` (of a folder all that are known, links not followed) into the store.

    Raises `InputError` where none of them can be read.
    """
    files = [file for path in paths for file in _files(path)]
    _begin(files, target)
    built = build(files, target, at=at, progress=told)
    if not built.taken:
        raise InputError(NO_FILE.fill(path=", ".join(str(path) for path in paths)), GIVE)
    return Synced(built=built)


def sync_feeds(
    ids: Sequence[str], target: Path, *, at: str, told: Progress | None = None, mirror: Mirror | None = None
) -> Synced:
    """Fetch what the feeds of `ids` (() for all that publish) have new, and read it into the store.

    A `mirror` holds whole files, so it is asked for these and not for what changed since. A feed that cannot be reached is told, and the others go on. Raises `InputError` for an unknown id.
    """
    last = _last_syncs(target) if mirror is None else {}
    folder = target.parent / "feeds"
    files: list[Path] = []
    unreached = []
    for each in _chosen(ids):
        try:
            for download in each.downloads(last.get(each.id)):
                files += fetched(download, folder / each.id, told, mirror=mirror)
        except Unreachable as error:
            unreached.append((each.id, error.message))
    _begin(files, target)
    return Synced(built=build(files, target, at=at, progress=told), unreached=tuple(unreached))


def _begin(files: Sequence[Path], target: Path) -> None:
    """A first sync that has no file of the widest feed begins with the built-in facts: the synced store takes
    their place, and must not know less than they do."""
    if (
        target.exists()
        or not any(_of_a_feed(file) for file in files)
        or any(_is_widest(file) for file in files)
    ):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, built_in_as_begun())


def _is_widest(path: Path) -> bool:
    widest = feed(WIDEST)
    return widest is not None and widest.mine(opened(path))


def _of_a_feed(path: Path) -> bool:
    file = opened(path)
    return any(each.mine(file) for each in feeds())


def _chosen(ids: Sequence[str]) -> list[Feed]:
    if not ids:
        return list(feeds())
    chosen = []
    for id in ids:
        if (found := feed(id)) is None:
            raise InputError(NO_FEED.fill(id=id), GIVE)
        chosen.append(found)
    return chosen


def _last_syncs(target: Path) -> dict[str, str]:
    try:
        with Store(target) as store:
            return {source.name: source.synced for source in store.sources.values() if source.synced}
    except InputError:
        return {}


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise InputError(ABSENT.fill(path=path), GIVE)
    count = 0
    for here, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            file = Path(here) / name
            if not file.is_symlink() and file.is_file():
                count += 1
                if count > MOST_FILES:
                    return
                yield file
