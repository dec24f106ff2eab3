"""Files of feeds: made small ones, and what a feed reads from them."""

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped

NAMES = frozenset(
    [
        "alpine-secdb",
        "arch",
        "csaf",
        "curl",
        "epss",
        "esp-idf",
        "freebsd-vuxml",
        "gentoo-glsa",
        "jvn",
        "kev",
        "mbedtls",
        "netbsd-pkgsrc",
        "nginx",
        "node",
        "ubuntu-tracker",
        "yocto",
        "zephyr",
    ]
)


def held(folder: Path, data: bytes | str, name: str = "feed") -> FeedFile:
    """A file in `folder` with `data`, as a feed sees it."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return opened(path)


def on_lines(entries: Iterable[object]) -> str:
    """JSON, one entry a line."""
    return "\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)


def records(feed: Feed, file: FeedFile) -> list[Record]:
    """The records that a feed reads from a file."""
    return [found for found in feed.read(file) if isinstance(found, Record)]


def skipped(feed: Feed, file: FeedFile) -> list[Skipped]:
    """What a feed could not read of a file."""
    return [found for found in feed.read(file) if isinstance(found, Skipped)]


def one(feed: Feed, folder: Path, entry: object) -> Record:
    """The only record that a feed reads from a file of this one entry."""
    [found] = records(feed, held(folder, on_lines([entry])))
    return found


def told(record: Record, product: str) -> Affected:
    """The only statement of a record on a product."""
    [found] = [affected for affected in record.affected if affected.product == product]
    return found


def survives(feed: Feed, file: FeedFile) -> bool:
    """Whether a feed reads a damaged file to its end, or refuses it, and raises nothing else."""
    try:
        for found in feed.read(file):
            assert isinstance(found, Record | Skipped)
            msgspec.json.encode(found)  # no text that cannot be written
    except FormatError:
        pass
    return True
