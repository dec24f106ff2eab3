"""A document with its revision, and the four verbs of whatever keeps documents."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NewType, Protocol

import msgspec

from mamoru.errors import MamoruError
from mamoru.language import Text

Revision = NewType("Revision", str)
ABSENT = Revision("")  # the revision of a document that is not there
MOST_TRIES = 1000  # somebody else is always first: then something is wrong that waiting does not mend

STALE = Text(
    "{name} は、読んだあとに別の人か処理が書き換えました。何も上書きしていません。",
    "{name} was changed by somebody else after it was read. Nothing was overwritten.",
)
AGAIN = Text("読み直して、もう一度行ってください。", "Read it again and repeat the change.")


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of a document, and the revision that they are; `body` is None where it is not there."""

    name: str
    body: bytes | None
    revision: Revision


class Stale(MamoruError):
    """A document is no longer at the revision that was read, so it was left as it is."""

    def __init__(self, name: str) -> None:
        super().__init__(STALE.fill(name=name), AGAIN)


class DocumentStore(Protocol):
    """What keeps documents. Names are relative, with `/`; a folder's name ends without one."""

    def read(self, name: str) -> Document:
        """The document or record with its revision. Raises `InputError` for a name that leads out, or for
        what cannot be read; what is not there has no body."""

    def replace(self, name: str, body: bytes, *, of: Revision) -> Revision:
        """Put `body` in the place of revision `of` (`ABSENT`: where nothing was), whole or not at all; gives
        the new revision. Raises `Stale` where the document is at another one."""

    def keep(self, folder: str, body: bytes, *, at: datetime) -> str:
        """Keep an immutable record; gives its name. The same body at the same moment is one record."""

    def names(self, folder: str) -> list[str]:
        """The names of the documents and records that lie in a folder, sorted; none where it is not there."""


def revision_of(body: bytes | None) -> Revision:
    """The revision that these bytes are: their SHA-256, so that equal contents are one revision."""
    return ABSENT if body is None else Revision(hashlib.sha256(body).hexdigest())


def changed(store: DocumentStore, name: str, change: Callable[[bytes | None], bytes]) -> Revision:
    """Read, change, replace; where somebody else was first, again on what they wrote. `change` is called
    with the bytes (None where there are none) and must bear to be called more than once."""
    for _ in range(MOST_TRIES):
        document = store.read(name)
        try:
            return store.replace(name, change(document.body), of=document.revision)
        except Stale:
            continue
    raise Stale(name)
