"""What a document check is handed: maker, product, release and the documents they name."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from mamoru.evidence import Location
from mamoru.product.maker import Maker
from mamoru.product.model import Product, Release


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What of a document's content matters: its text (None where it cannot be read as text), whether it is
    a file of Mamoru's own, how many different byte values its beginning has, and whether it begins as a document,
    a picture or a recording does."""

    text: str | None
    own: bool = False
    variety: int = 256
    known: bool = True


UNREAD = Content(text=None)


class Listing(StrEnum):
    """What a file that is to be a list of parts shows: parts, no part, or nothing that we can read."""

    PARTS = "parts"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


class DocumentFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the workspace that a product file names: its size, SHA-256 and content. `place` is its path
    in the workspace, whichever file names it. `listing` is of an SBOM, None of anything else."""

    path: str
    bytes: int
    sha256: str
    place: str = ""
    content: Content = UNREAD
    listing: Listing | None = None


class Attestation(msgspec.Struct, frozen=True, kw_only=True):
    """That a person vouched for something with a document, on a day: what its digest is kept for."""

    place: str
    by: str
    on: date


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What a document was when something was first attested with it: its SHA-256, and those of the images of
    which it spoke."""

    sha256: str
    images: tuple[str, ...] = ()


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One YAML file as it was read: `lines` maps a field (`support.until`, `roles[0].name`) to its
    line, from 1."""

    path: str
    lines: Mapping[str, int]

    def at(self, field: str) -> Location:
        """Where `field` stands; of a field that is absent, the nearest one above it that is there."""
        named = field
        while named and named not in self.lines:
            cut = max(named.rfind("."), named.rfind("["))
            named = named[:cut] if cut > 0 else ""
        return Location(path=self.path, line=self.lines.get(named, 1), field=field)


class Documents(msgspec.Struct, frozen=True, kw_only=True):
    """Maker and product as declared, for one release (None where none is registered) on one day.

    `files` holds the documents that exist in the workspace, by the path that names them; an https
    address is never fetched and is not in it. `attested` is what documents were when an attestation was
    first seen.
    """

    on: date
    maker: Maker
    product: Product
    release: Release | None
    maker_file: Written
    product_file: Written
    files: Mapping[str, DocumentFile] = {}
    attested: Mapping[Attestation, Before] = {}

    @property
    def images(self) -> tuple[str, ...]:
        """The SHA-256 of the release's images that are known, in order; none where one is not."""
        release = self.release
        found = [self._image(each.file, each.sha256) for each in release.images] if release else []
        return () if None in found else tuple(sorted(digest for digest in found if digest))

    def _image(self, file: str, sha256: str | None) -> str | None:
        there = self.files.get(file)
        return there.sha256 if there is not None else sha256

    def exists(self, named: str | None) -> bool:
        """Whether a named document is there: a file of the workspace, or an https address."""
        return named is not None and (named.startswith("https://") or named in self.files)
