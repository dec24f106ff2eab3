"""Keep records in the chain of a workspace."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec

from mamoru.document_store.chain.acknowledging import Adoption
from mamoru.document_store.chain.counting import beyond, has_links, unlinked
from mamoru.document_store.chain.heads import Head, Newest, begun_by, named, read_heads, write_head
from mamoru.document_store.chain.link import MOST_KNOWN, Link
from mamoru.document_store.chain.writer import Remembered, begun, remember
from mamoru.document_store.folder_store import FolderStore
from mamoru.document_store.git_files import made_ready_for_git
from mamoru.document_store.immutable_folder import digest_in, named_for
from mamoru.document_store.places import ADOPTED


class Chain:
    """The records of the workspace at `root`, for any number of writers at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._store = FolderStore(root)

    def keep(
        self, place: PurePosixPath, make: Callable[[Link], bytes], *, at: datetime, below: str = ""
    ) -> str:
        """Keep the record that `make` writes for its link, in the folder `place` (or one `below` it); gives
        its digest. Survives a kill at any byte: what is there then is whole. Raises `OSError`."""
        self._store.place(place.as_posix())  # refuses a folder that leads out
        made_ready_for_git(self.root)
        with self._store.locked():
            heads = read_heads(self.root)
            head = begun(self.root, heads)
            if not begun_by(heads):
                head = self._adopt(head, at)
            _, digest = self._kept(head, heads, place, make, at, below)
            return digest

    def _adopt(self, head: Head, at: datetime) -> Head:
        """Count what an older Mamoru left, once: where no record has a link yet."""
        files = unlinked(self.root)
        if not files or has_links(self.root):
            return head

        def adoption(link: Link) -> bytes:
            return msgspec.json.encode(Adoption(chain=link, at=at, files=files)) + b"\n"

        return self._kept(head, {}, ADOPTED, adoption, at, "")[0]

    def _kept(
        self,
        head: Head,
        heads: dict[str, Head | None],
        place: PurePosixPath,
        make: Callable[[Link], bytes],
        at: datetime,
        below: str,
    ) -> tuple[Head, str]:
        own = head.folders.get(place.name, Newest(count=0))
        new = [*beyond(self.root, heads), *_not_known_yet(head, heads, own)]
        new = [each for each in dict.fromkeys(new) if each not in head.knew and each != own.newest][
            :MOST_KNOWN
        ]
        link = Link(writer=head.writer, number=own.count + 1, after=own.newest, knew=tuple(new))
        body = make(link)
        folder = f"{place.as_posix()}/{below}" if below else place.as_posix()
        name = named_for(body, at=at)
        digest = digest_in(name) or ""
        folders = {**head.folders, place.name: Newest(count=own.count + 1, newest=digest)}
        knew = tuple(dict.fromkeys((*new, *head.knew)))[:MOST_KNOWN]
        made = named(Head(writer=head.writer, folders=folders, knew=knew))
        remember(self.root, Remembered(head=head, then=made, record=f"{folder}/{name}"))
        if not head.folders:
            write_head(self.root, head)  # before the first record: one that nobody counts would look put in
        self._store.keep(folder, body, at=at)
        write_head(self.root, made)
        remember(self.root, Remembered(head=made))
        return made, digest


def _not_known_yet(head: Head, heads: dict[str, Head | None], own: Newest) -> Sequence[str]:
    """The newest records of other folders and writers that no record known here has named yet."""
    others = [each for writer, each in heads.items() if each is not None and writer != head.writer]
    covered = {*head.knew} | {digest for each in others for digest in each.knew}
    newest = [digest for each in (head, *others) for digest in each.newest]
    return [digest for digest in dict.fromkeys(newest) if digest not in covered and digest != own.newest][
        :MOST_KNOWN
    ]
