"""What the maker declares of a release's components, read in a child process."""

from pathlib import Path

import msgspec

from mamoru.containment import Cage, contained
from mamoru.errors import LimitReached
from mamoru.language import Text
from mamoru.product import Release
from mamoru.product.named import is_address
from mamoru.product.sbom import Declared, Unread, declared_in, together
from mamoru.product.sbom.reading import known_formats
from mamoru.product.workspace import DeclaredProduct, Workspace
from mamoru.progress import Progress

TIMEOUT_S = 300.0
GONE = Text("ありません。", "It is not there.")


def declared_of(
    workspace: Workspace, entry: DeclaredProduct, release: Release | None, progress: Progress | None
) -> Declared:
    """What the SBOM and the build inputs of `release` name. An address is not fetched; that the SBOM
    itself is missing is for its own check to say."""
    named = (
        [name for name in (release.sbom, *release.build) if name and not is_address(name)] if release else []
    )
    root = workspace.root.resolve()
    places = {name: (entry.folder / name).resolve() for name in dict.fromkeys(named)}
    there = {name: path for name, path in places.items() if path.is_relative_to(root) and path.exists()}
    gone = [name for name in places if name not in there and release is not None and name != release.sbom]
    lost = Declared(unread=tuple(Unread(path=name, why=GONE) for name in gone))
    if not there:
        return lost
    asked = [(str(path), path.relative_to(root).as_posix()) for path in there.values()]
    try:
        said = contained(
            "mamoru.jobs.release.declaring:read_here",
            (msgspec.json.encode(asked).decode(),),
            cage=Cage(reads=tuple(str(path) for path in there.values())),
            timeout_s=TIMEOUT_S,
            progress=progress,
        )
    except LimitReached as error:
        unread = tuple(Unread(path=shown, why=error.message) for _, shown in asked)
        return together([Declared(unread=unread), lost])
    return together([msgspec.msgpack.decode(said, type=Declared), lost])


def prepare() -> None:
    """Import every form of a list."""
    known_formats()


def read_here(asked: str, *, progress: Progress) -> bytes:
    """What the child does."""
    places = msgspec.json.decode(asked, type=list[tuple[str, str]])
    read = []
    for number, (path, shown) in enumerate(places):
        progress(Path(path).name, number / len(places))
        read.append(declared_in(Path(path), shown))
    return msgspec.msgpack.encode(together(read))
