"""Read the store: which rows speak of a product, what was told of a vulnerability, how old it all is."""

import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import msgspec

from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Told
from mamoru.operation.vulnerabilities.record import Exploited, Points
from mamoru.operation.vulnerabilities.store.kept import Kept, Statement, kept_in, statement_in
from mamoru.operation.vulnerabilities.store.layout import (
    YEAR,
    cve_id,
    edition,
    product_number,
    vulnerability_number,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NO_STORE = Text("脆弱性データがありません: {path}", "There is no vulnerability data: {path}")
DAMAGED = Text("脆弱性データとして読めません: {path}", "It cannot be read as vulnerability data: {path}")
OTHER = Text(
    "別の版の Mamoru がつくった脆弱性データです: {path}",
    "The vulnerability data was made by another version of Mamoru: {path}",
)
SYNC = Text("mamoru vulns sync でつくり直してください。", "Make it anew with mamoru vulns sync.")
_AT_ONCE = 500


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A feed in the store: the day of its data where it tells, and when it was last read (ISO)."""

    id: int
    name: str
    as_of: str | None
    synced: str


class Said(NamedTuple):
    """What one source says of one product in one vulnerability."""

    vulnerability: int
    source: int
    kept: tuple[Kept, ...]


class FileState(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: how many records it gave, and how many could not be read."""

    source: str
    name: str
    records: int
    skipped: int


class Store:
    """An open store, read-only. Raises `InputError` where there is none, or it is damaged."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise InputError(NO_STORE.fill(path=path), SYNC)
        self._use(path, partial(_in_place, path), built_in=False)

    @classmethod
    def packed(cls, path: Path) -> Self:
        """The store in the compressed file at `path`, held in memory. Raises `InputError`."""
        if not path.is_file():
            raise InputError(NO_STORE.fill(path=path), SYNC)
        store = cls.__new__(cls)
        store._use(path, partial(_in_memory, path), built_in=True)
        return store

    def _use(self, path: Path, open_it: Callable[[], sqlite3.Connection], *, built_in: bool) -> None:
        self.path, self.built_in = path, built_in
        try:
            self._db = open_it()
            made = self._db.execute("SELECT value FROM meta WHERE key = 'edition'").fetchone()
        except (sqlite3.DatabaseError, zstd.ZstdError):
            made = None
        if made is not None and made[0] != edition():
            raise InputError(OTHER.fill(path=path), SYNC)
        if made is None:
            raise InputError(DAMAGED.fill(path=path), SYNC)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def copied(self, changed_by: str) -> bytes:
        """The store as bytes, as the statements `changed_by` leave it; this one stays as it is."""
        with closing(sqlite3.connect(":memory:")) as copy:
            self._db.backup(copy)
            copy.executescript(changed_by)
            return copy.serialize()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @cached_property
    def sources(self) -> dict[int, Source]:
        """The feeds by their number in this store."""
        rows = self._db.execute("SELECT id, name, as_of, synced FROM sources ORDER BY name")
        return {row[0]: Source(id=row[0], name=row[1], as_of=row[2] or None, synced=row[3]) for row in rows}

    @cached_property
    def line(self) -> str | None:
        """What all editions have in common that syncs made of each other; None where it is not known."""
        row = self._db.execute("SELECT value FROM meta WHERE key = 'line'").fetchone()
        return row[0] if row else None

    def near(self, product: str, order: str | None, key: bytes | None) -> Iterator[Said]:
        """The rows of the product of this name that may speak of the version with `key` in `order`."""
        if order is None or key is None:
            rows = self._db.execute(
                "SELECT vulnerability, source, body FROM affects WHERE product = ?",
                (product_number(product),),
            )
        else:
            rows = self._db.execute(
                "SELECT vulnerability, source, body FROM affects WHERE product = ?1 AND (ordering IS NULL"
                " OR ordering <> ?2 OR ((low IS NULL OR low <= ?3) AND (high IS NULL OR high >= ?3)))",
                (product_number(product), order, key),
            )
        return (Said(vulnerability, source, kept_in(body)) for vulnerability, source, body in rows)

    def said(self, product: str, vulnerability: int) -> Iterator[Said]:
        """All rows of one vulnerability on the product of this name."""
        rows = self._db.execute(
            "SELECT vulnerability, source, body FROM affects WHERE product = ? AND vulnerability = ?",
            (product_number(product), vulnerability),
        )
        return (Said(number, source, kept_in(body)) for number, source, body in rows)

    def all_said(self, numbers: Sequence[int]) -> Iterator[tuple[str, Said]]:
        """All rows of the vulnerabilities, each with the name of its product."""
        columns = (
            "p.name, a.vulnerability, a.source, a.body FROM affects a JOIN products p ON p.id = a.product"
        )
        for name, vulnerability, source, body in self._for(columns, numbers, "a.vulnerability"):
            yield name, Said(vulnerability, source, kept_in(body))

    def said_of(self, products: Sequence[str], numbers: Sequence[int]) -> dict[int, dict[str, list[Said]]]:
        """All rows of these vulnerabilities on the products of these names, by vulnerability and name."""
        found: dict[int, dict[str, list[Said]]] = {}
        for product in products:
            by = f"product = {product_number(product):d} AND vulnerability"
            for number, source, body in self._for("vulnerability, source, body FROM affects", numbers, by):
                said = Said(number, source, kept_in(body))
                found.setdefault(number, {}).setdefault(product, []).append(said)
        return found

    def years(self, product: str) -> dict[int, dict[int, int]]:
        """For each source that speaks of the product: how many vulnerabilities a year (0: not a CVE)."""
        found: dict[int, dict[int, int]] = {}
        rows = self._db.execute(
            f"SELECT source, max(vulnerability, 0) / {YEAR}, count(*) FROM affects WHERE product = ?"  # noqa: S608 -- a number
            " GROUP BY 1, 2 ORDER BY 1, 2",
            (product_number(product),),
        )
        for source, year, count in rows:
            found.setdefault(source, {})[year] = count
        return found

    def products_of(self, vulnerability: int) -> list[str]:
        """The names of the products that the vulnerability is said to be in."""
        rows = self._db.execute(
            "SELECT DISTINCT p.name FROM affects a JOIN products p ON p.id = a.product WHERE a.vulnerability = ?"
            " ORDER BY 1",
            (vulnerability,),
        )
        return [row[0] for row in rows]

    def number_of(self, id: str) -> int:
        """The number of the vulnerability that has the id or alias `id`; it may have no rows."""
        number = vulnerability_number(id)
        if number > 0:
            return number
        row = self._db.execute("SELECT min(vulnerability) FROM aliases WHERE alias = ?", (id,)).fetchone()
        return row[0] if row and row[0] is not None else number

    def numbers_of(self, id: str) -> set[int]:
        """The numbers of all vulnerabilities that have the id or alias `id`."""
        rows = self._db.execute("SELECT vulnerability FROM aliases WHERE alias = ?", (id,))
        return {vulnerability_number(id), *(row[0] for row in rows)}

    def likely(self, least: float) -> set[int]:
        """The vulnerabilities whose probability of attacks within 30 days (EPSS) is `least` or more."""
        rows = self._db.execute("SELECT vulnerability FROM epss WHERE probability >= ?", (least,))
        return {row[0] for row in rows}

    def told(self, numbers: Sequence[int]) -> dict[int, Told]:
        """What the sources tell of each vulnerability; one that they took back is left out."""
        statements: dict[int, list[tuple[str, Statement]]] = {number: [] for number in numbers}
        names = {number: source.name for number, source in self.sources.items()}
        for number, source, body in self._for("vulnerability, source, body FROM statements", numbers):
            statements[number].append((names[source], statement_in(body)))
        aliases: dict[int, list[str]] = {}
        for number, alias in self._for("vulnerability, alias FROM aliases", numbers):
            aliases.setdefault(number, []).append(alias)
        epss = {
            row[0]: (row[1], row[2])
            for row in self._for("vulnerability, probability, percentile FROM epss", numbers)
        }
        others = {
            row[0]: row[1] for row in self._for("id, name FROM others", [n for n in numbers if n < 0], "id")
        }
        return {
            number: _together(
                cve_id(number) or others.get(number, "?"), aliases.get(number, ()), said, epss.get(number)
            )
            for number, said in statements.items()
            if said and not _is_withdrawn(said)
        }

    def changed_since(self, at: str) -> list[int]:
        """The vulnerabilities of which a sync after `at` (ISO) wrote something else."""
        return [
            row[0]
            for row in self._db.execute("SELECT vulnerability FROM changed WHERE at > ? ORDER BY 1", (at,))
        ]

    def files(self) -> list[FileState]:
        """The files that were read."""
        rows = self._db.execute(
            "SELECT s.name, f.name, f.records, f.skipped FROM files f JOIN sources s ON s.id = f.source ORDER BY 1, 2"
        )
        return [FileState(source=r[0], name=r[1], records=r[2], skipped=r[3]) for r in rows]

    def skipped(self) -> list[tuple[str, str, str, str]]:
        """What could not be read: source, file, place, why."""
        return self._db.execute(
            "SELECT s.name, k.file, k.place, k.why FROM skipped k JOIN sources s ON s.id = k.source"
        ).fetchall()

    def not_understood(self) -> dict[str, int]:
        """Of how many statements on a product each source's words of versions could not be read. Such a row has
        no bounds, so the others need not be looked into."""
        found: dict[str, int] = {}
        for source, body in self._db.execute("SELECT source, body FROM affects WHERE ordering IS NULL"):
            if any(each.unread for each in kept_in(body)):
                name = self.sources[source].name
                found[name] = found.get(name, 0) + 1
        return found

    def counts(self) -> dict[str, int]:
        """How many vulnerabilities each source tells of."""
        rows = self._db.execute("SELECT source, count(*) FROM statements GROUP BY 1")
        return {self.sources[source].name: count for source, count in rows}

    def _for(self, columns: str, numbers: Sequence[int], by: str = "vulnerability") -> Iterator[tuple]:  # type: ignore[type-arg] # a row of the store
        for first in range(0, len(numbers), _AT_ONCE):
            part = numbers[first : first + _AT_ONCE]
            asked = f"SELECT {columns} WHERE {by} IN ({','.join('?' * len(part))})"
            yield from self._db.execute(asked, part).fetchall()


def _is_withdrawn(said: list[tuple[str, Statement]]) -> bool:
    return any([each.withdrawn for _, each in said])  # noqa: C419  (quicker than a generator)


def _in_place(path: Path) -> sqlite3.Connection:
    # not mapped into memory: it is no faster, and every page that was touched would count as ours
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _in_memory(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.deserialize(zstd.decompress(path.read_bytes()))
    return db


def _together(
    id: str, aliases: Iterable[str], said: list[tuple[str, Statement]], epss: tuple[float, float] | None
) -> Told:
    titles: list[str | None] = [None, None, None]
    published = modified = None
    points: tuple[str, Points] | None = None
    exploited: tuple[str, Exploited] | None = None
    for source, each in said:  # in one pass: it is done for each of a kernel's thousands
        for n, text in enumerate((each.title, each.title_ja, each.solution_ja)):
            titles[n] = titles[n] or text
        if each.published and (published is None or each.published < published):
            published = each.published
        if each.modified and (modified is None or each.modified > modified):
            modified = each.modified
        if points is None and each.points:
            points = (source, each.points)
        if exploited is None and each.exploited:
            exploited = (source, each.exploited)
    return Told(
        id=id,
        aliases=tuple(sorted(aliases)),
        title=titles[0] or None,
        title_ja=titles[1] or None,
        solution_ja=titles[2] or None,
        published=published,
        modified=modified,
        scores=tuple([(source, score) for source, each in said for score in each.scores]),
        weaknesses=tuple(dict.fromkeys([cwe for _, each in said for cwe in each.weaknesses])),
        points=points,
        exploited=exploited,
        epss=epss,
        links=tuple(dict.fromkeys([link for _, each in said for link in each.links])),
    )
