"""Turn a file of a feed into rows of the store: done in a process of its own, one file at a time."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds import Feed, FeedFile, feed
from mamoru.operation.vulnerabilities.feeds.opening import opened
from mamoru.operation.vulnerabilities.record import Record, Skipped
from mamoru.operation.vulnerabilities.store.kept import affects, statement
from mamoru.operation.vulnerabilities.store.layout import cve_id, product_number, vulnerability_number

BATCH = 2000
MOST_SKIPPED = 1000
_PIECE = 1 << 20


class Rows(NamedTuple):
    """A part of a file as rows. `origins` are what the source published (a vulnerability's number and that
    of its origin, or None), whose earlier rows these replace; `lost` says why the rest of the file could not be read, "" where it could."""

    origins: list[tuple[int, int | None]]
    statements: list[tuple[int, int | None, bytes]]
    affects: list[tuple[int, int, int | None, str | None, bytes | None, bytes | None, bytes]]
    products: list[tuple[int, str]]
    others: list[tuple[int, str]]
    aliases: list[tuple[str, int]]
    epss: list[tuple[int, float, float]]
    skipped: list[tuple[str, str]]
    records: int = 0
    more_skipped: int = 0
    lost: str = ""


def empty() -> Rows:
    """No row yet."""
    return Rows([], [], [], [], [], [], [], [])


def file_digest(path: Path) -> str:
    """The SHA-256 of the file as it lies there."""
    state = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            state.update(piece)
    return state.hexdigest()


def rows_of_file(feed_id: str, path: str) -> Iterator[Rows]:
    """The rows of the file at `path`, in batches."""
    source = feed(feed_id)
    assert source is not None, feed_id
    yield from rows(source, opened(Path(path)))


def rows(source: Feed, file: FeedFile) -> Iterator[Rows]:
    """The rows of `file`, in batches of about `BATCH` records."""
    known: set[int] = set()
    batch, count, skipped = empty(), 0, 0
    lost = ""
    records = source.read(file)
    while True:
        try:
            each = next(records, None)
        except FormatError as error:
            lost, each = f"{error.offset:#x}: {error.why}"[:200], None
        if each is None:
            break
        if isinstance(each, Skipped):
            skipped += 1
            if len(batch.skipped) < MOST_SKIPPED:
                batch.skipped.append((each.where[:100], each.why[:200]))
            continue
        _add(batch, each, known)
        count += 1
        if count >= BATCH:
            yield batch._replace(records=count, more_skipped=skipped)
            batch, count, skipped = empty(), 0, 0
    yield batch._replace(records=count, more_skipped=skipped, lost=lost)


def _add(batch: Rows, record: Record, known: set[int]) -> None:
    number = vulnerability_number(record.id)
    if record.epss is not None:
        batch.epss.append((number, *record.epss))
        return
    own = record.origin is None or record.origin == record.id
    origin = None if own or record.origin is None else vulnerability_number(record.origin)
    batch.origins.append((number, origin))
    if cve_id(number) != record.id:
        batch.others.append((number, record.id))
    batch.statements.append((number, origin, statement(record)))
    batch.aliases.extend((alias, number) for alias in record.aliases if alias != record.id)
    if record.withdrawn:
        return
    for product, row in affects(record.affected).items():
        product_id = product_number(product)
        batch.affects.append((product_id, number, origin, *row))
        if product_id not in known:
            known.add(product_id)
            batch.products.append((product_id, product))
