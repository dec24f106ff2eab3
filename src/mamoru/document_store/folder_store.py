"""The workspace folder as a store of documents: what lies there is the truth, for editors and git too."""

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path, PurePosixPath

from mamoru.document_store.document import Document, Revision, Stale, revision_of
from mamoru.document_store.immutable_folder import ImmutableFolder
from mamoru.document_store.lock import locked
from mamoru.document_store.permissions import file_mode, made_folder, shared_with_group
from mamoru.document_store.places import LOCK
from mamoru.document_store.whole_file import write_whole
from mamoru.errors import InputError, what_to_do, why
from mamoru.language import Text

MOST_BYTES = 256 << 20
LEADS_OUT = Text("{name} はワークスペースの外を指しています。", "{name} leads out of the workspace.")
INSIDE = Text(
    "ワークスペースの中のファイルを、リンクでなく指定してください。",
    "Name a file inside the workspace, not a link out of it.",
)
UNUSABLE = Text("{name} を使えません: {why}。", "{name} cannot be used: {why}.")
TOO_LARGE = Text("大きすぎます（{most} MiB まで）", "it is too large ({most} MiB at most)")
SMALLER = Text("必要な部分だけにしてください。", "Keep the part that matters.")


class FolderStore:
    """The documents and records below `root`, for any number of processes at once.

    A reader never sees half a document; of two writers that read the same revision the second gets `Stale`.
    An editor that writes without asking is noticed too: its bytes are another revision.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> Document:
        """See `DocumentStore.read`."""
        body = self._body(name)
        return Document(name=name, body=body, revision=revision_of(body))

    def replace(self, name: str, body: bytes, *, of: Revision) -> Revision:
        """See `DocumentStore.replace`."""
        path = self.place(name)
        made_folder(path.parent, self.root)
        with self.locked():
            if revision_of(self._body(name)) != of:
                raise Stale(name)
            if path.exists():
                write_whole(path, body)
            else:
                write_whole(path, body, mode=file_mode(self.root))
                shared_with_group(path, self.root)
        return revision_of(body)

    def keep(self, folder: str, body: bytes, *, at: datetime) -> str:
        """See `DocumentStore.keep`."""
        place = self.place(folder)
        made_folder(place, self.root)
        name = ImmutableFolder(place, most_bytes=MOST_BYTES).keep(body, at=at)
        shared_with_group(place / name, self.root)
        return f"{folder}/{name}"

    def names(self, folder: str) -> list[str]:
        """See `DocumentStore.names`."""
        place = self.place(folder)
        if not place.is_dir():
            return []
        return sorted(f"{folder}/{each.name}" for each in place.iterdir() if each.is_file())

    def place(self, name: str) -> Path:
        """Where a document lies. Raises `InputError` for a name that leads out of the workspace, by its
        words or by a link on the way."""
        plain = PurePosixPath(name)
        if plain.is_absolute() or ".." in plain.parts or not plain.parts or "\\" in name or "\0" in name:
            raise InputError(LEADS_OUT.fill(name=name), INSIDE)
        path = self.root.joinpath(*plain.parts)
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise InputError(LEADS_OUT.fill(name=name), INSIDE)
        return path

    def _body(self, name: str) -> bytes | None:
        path = self.place(name)
        try:
            if path.stat().st_size > MOST_BYTES:
                raise InputError(UNUSABLE.fill(name=name, why=TOO_LARGE.fill(most=MOST_BYTES >> 20)), SMALLER)
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise InputError(UNUSABLE.fill(name=name, why=why(error)), what_to_do(error)) from error

    def locked(self) -> AbstractContextManager[None]:
        """Hold the workspace's one lock, for the moment of a change."""
        place = self.root.joinpath(*LOCK.parts)
        made_folder(place.parent, self.root)
        return locked(place)
