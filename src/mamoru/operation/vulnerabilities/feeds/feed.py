"""A feed: who publishes, under which terms, how its files are known and read."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.record import Record, Skipped


class FeedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a feed, opened: its path, its name without a compression's suffix (`.xz`, `.gz`), and
    the first bytes of what it holds."""

    path: Path
    name: str
    head: bytes


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to fetch: where from, and the file's name here.

    `pages` where the address answers a page at a time (`startIndex`, `resultsPerPage`, `totalResults`, as
    the API 2.0 of the NVD), with `pause_s` seconds between two; each page becomes a file of its own.
    """

    url: str
    name: str
    headers: tuple[tuple[str, str], ...] = ()
    pages: bool = False
    pause_s: float = 0.0


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A source of vulnerabilities.

    `mine` says whether a file is this feed's, by name and first bytes. `read` gives what it holds, as
    an iterator that never raises for one bad record (that is a `Skipped`); a file that is broken as a
    whole raises `FormatError`. `as_of` gives the day of the file's data where it tells (ISO), else
    None. `whole` where each file holds all that the feed has to say, so that the records of before go;
    `changes` says of a file that it holds only what changed, and so goes before those that hold all.
    `speaks` are the prefixes of the product names that it gives ranges for. `downloads` gives what to
    fetch, with the time of the last sync (ISO) or None; () where the feed is read from files only.
    """

    id: str
    title: Text
    publisher: str
    terms: str
    mine: Callable[[FeedFile], bool]
    read: Callable[[FeedFile], Iterator[Record | Skipped]]
    as_of: Callable[[FeedFile], str | None] = lambda file: None
    whole: bool = False
    changes: Callable[[FeedFile], bool] = lambda file: False
    speaks: tuple[str, ...] = ()
    downloads: Callable[[str | None], tuple[Download, ...]] = lambda since: ()


@cache
def feeds() -> tuple[Feed, ...]:
    """Every feed, by id. A module here without `FEED` is a part of others."""
    found = []
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        module = importlib.import_module(f"{__package__}.{info.name}")
        if isinstance(each := getattr(module, "FEED", None), Feed):
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.id))


def feed(id: str) -> Feed | None:
    """The feed of this id."""
    return next((each for each in feeds() if each.id == id), None)
