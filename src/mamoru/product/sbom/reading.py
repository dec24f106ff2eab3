"""Read what a maker declares of a product's parts: a list, a file of its build, or a folder of them."""

import importlib
import os
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.product.component import Component
from mamoru.product.documents import Listing
from mamoru.product.sbom import formats
from mamoru.product.sbom.judging import Judged, judged
from mamoru.product.sbom.outermost import beginning, in_utf8, outermost
from mamoru.product.sbom.packed import is_packed, packed_files
from mamoru.product.sbom.part import Missed, Part, component

HEAD_BYTES = 8192
MOST_BYTES = 256 << 20
MOST_FILES = 20_000
MOST_COMPONENTS = 200_000

UNKNOWN = Text(
    "部品の一覧として読める形式ではありません。", "Not in a form that can be read as a list of parts."
)
BROKEN = Text("{format} として読めません（{why}）。", "Cannot be read as {format} ({why}).")
TOO_LARGE = Text("大きすぎます（{most} MiB まで）。", "Too large ({most} MiB at most).")
TOO_MANY = Text(
    "ファイルか部品が多すぎるため、途中までしか読んでいません。",
    "Too many files or parts: read in part only.",
)
TOO_MANY_ANSWERS = Text(
    "脆弱性への判断が多すぎるため、途中までしか部品に結び付けていません。",
    "Too many judgements of vulnerabilities: brought to their parts in part only.",
)
NOTHING = Text("部品を名乗る記載がありません。", "It names no part.")
IN_PART = Text(
    "{count}件を読んでいません（{line}行目など: {why}）。",
    "{count} entries are not read (line {line}: {why}).",
)
NO_PARTS_OF_ITS_OWN = Text(
    "脆弱性への判断だけが書かれ、部品の一覧がありません。部品の一覧と合わせて指定してください。",
    "It judges vulnerabilities and lists no part: name it together with a list of parts.",
)
UNREADABLE = Text("読めません（{why}）。", "Cannot be read ({why}).")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A file that names parts: its form, and how many. `kind` is `sbom`, `list` (of all parts, in
    another form) or `trace` (names some parts)."""

    path: str
    format: str
    kind: str
    parts: int


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be read, and why."""

    path: str
    why: Text


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a maker declares: the components of all lists (one may be in several), where they come
    from, and what could not be read. A tool of the build is marked as such. `judged` are answers that
    stand apart from a list; the components that they are about hold them already."""

    components: tuple[Component, ...] = ()
    sources: tuple[Source, ...] = ()
    unread: tuple[Unread, ...] = ()
    judged: tuple[Judged, ...] = ()


class Format(NamedTuple):
    """One form, by its module in `formats/`."""

    id: str
    kind: str
    recognises: Callable[[str, bytes], bool]
    parts: Callable[[str, bytes], Iterator[Part | Judged | Missed]]


@cache
def known_formats() -> tuple[Format, ...]:
    """Every form that can be read."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    loaded = [importlib.import_module(f"{formats.__name__}.{name}") for name in names]
    return tuple(Format(module.FORMAT, module.KIND, module.recognises, module.parts) for module in loaded)


def declared_in(path: Path, shown: str) -> Declared:
    """What the file or folder at `path` declares; `shown` is what locations call it.

    A file must be of a known form; of a folder only those that are count, and a broken one is told.
    Links are not followed. Nothing is raised: what cannot be read is in `unread`.
    """
    reading = _Reading()
    try:
        if path.is_dir():
            for file in _files(path, reading):
                name = f"{shown.rstrip('/')}/{file.relative_to(path).as_posix()}"
                reading.add(file, name, expected=False)
        else:
            reading.add(path, shown, expected=True)
    except OSError as error:
        reading.fail(shown, UNREADABLE.fill(why=error.strerror or type(error).__name__))
    if not reading.components and not reading.unread:
        reading.fail(shown, NOTHING)
    return reading.declared()


def declared_in_bytes(data: bytes, shown: str) -> Declared:
    """What the bytes of one file declare."""
    reading = _Reading()
    reading.take(data, shown, expected=True)
    return reading.declared()


def listing_in(data: bytes, shown: str) -> Listing:
    """Whether the bytes of one file list parts, by the first that they name; where they are not of a known
    form, or broken before it, that is not known. A trace of the build names some parts and is no list."""
    packed = is_packed(data[:HEAD_BYTES])
    try:
        files = packed_files(data) if packed else [(shown, data)]
        seen = {_listing(name, in_utf8(content)) for name, content in files}
    except FormatError:
        return Listing.UNKNOWN
    return next((each for each in (Listing.PARTS, Listing.NOTHING) if each in seen), Listing.UNKNOWN)


def _listing(name: str, data: bytes) -> Listing:
    form = form_of(name, data)
    if form is None or form.kind == "trace":
        return Listing.UNKNOWN
    named = any(isinstance(part, Part) for part in form.parts(name, data))
    return Listing.PARTS if named else Listing.NOTHING


def together(all_declared: list[Declared]) -> Declared:
    """Several declarations as one; what one says of vulnerabilities counts for the parts of all."""
    said = tuple(j for declared in all_declared for j in declared.judged)
    components, whole = judged([c for declared in all_declared for c in declared.components], said)
    more = () if whole else (Unread(path=all_declared[0].sources[0].path, why=TOO_MANY_ANSWERS),)
    return Declared(
        components=components,
        sources=tuple(s for declared in all_declared for s in declared.sources),
        unread=(*(u for declared in all_declared for u in declared.unread), *more),
        judged=said,
    )


def _files(folder: Path, reading: "_Reading") -> Iterator[Path]:
    count = 0
    for here, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            count += 1
            if count > MOST_FILES:
                reading.fail(str(folder.name), TOO_MANY)
                return
            path = Path(here) / name
            if path.is_file() and not path.is_symlink():
                yield path


def form_of(name: str, data: bytes) -> Format | None:
    """The form of a whole file: by its beginning, else by the keys of its outermost object, wherever they
    stand and however long what comes before them is."""
    for marks in (data[:HEAD_BYTES], outermost(data)):
        for form in known_formats():
            if marks and form.recognises(name, marks):
                return form
    return None


def _may_be_a_list(name: str, head: bytes) -> bool:
    """Whether the rest of a file that begins so is worth reading: a JSON object says what it is anywhere."""
    return (
        is_packed(head)
        or head.lstrip().startswith(b"{")
        or any(form.recognises(name, head) for form in known_formats())
    )


class _Reading:
    def __init__(self) -> None:
        self.components: list[Component] = []
        self.sources: list[Source] = []
        self.unread: list[Unread] = []
        self.judged: list[Judged] = []

    def declared(self) -> Declared:
        """All that was read."""
        components, whole = judged(self.components, self.judged)
        if not whole:
            self.fail(self.sources[0].path, TOO_MANY_ANSWERS)
        return Declared(
            components=components,
            sources=tuple(self.sources),
            unread=tuple(self.unread),
            judged=tuple(self.judged),
        )

    def fail(self, shown: str, why: Text) -> None:
        self.unread.append(Unread(path=shown, why=why))

    def add(self, path: Path, shown: str, *, expected: bool) -> None:
        """Read one file; one that is not of a known form is told only where it was `expected` to be."""
        with path.open("rb") as file:
            if not expected and not _may_be_a_list(shown, beginning(file, HEAD_BYTES)):
                return
            file.seek(0)
            if os.fstat(file.fileno()).st_size > MOST_BYTES:
                self.fail(shown, TOO_LARGE.fill(most=MOST_BYTES >> 20))
                return
            self.take(file.read(MOST_BYTES), shown, expected=expected)

    def take(self, data: bytes, shown: str, *, expected: bool) -> None:
        """Read the bytes of one file, or of each file packed in it."""
        if is_packed(data[:HEAD_BYTES]):
            try:
                for name, content in packed_files(data):
                    self._parts(content, f"{shown}/{name}", expected=False)
            except FormatError as error:
                if expected:
                    self.fail(shown, BROKEN.fill(format="archive", why=error.why))
            return
        self._parts(data, shown, expected=expected)

    def _parts(self, data: bytes, shown: str, *, expected: bool) -> None:
        data = in_utf8(data)
        form = form_of(shown, data)
        if form is None:
            if expected:
                self.fail(shown, UNKNOWN)
            return
        before, judged_before = len(self.components), len(self.judged)
        missed: list[Missed] = []
        try:
            for part in form.parts(shown, data):
                if len(self.components) + len(self.judged) >= MOST_COMPONENTS:
                    self.fail(shown, TOO_MANY)
                    break
                if isinstance(part, Part):
                    self.components.append(component(part, shown))
                elif isinstance(part, Judged):
                    self.judged.append(part)
                else:
                    missed.append(part)
        except FormatError as error:
            self.fail(shown, BROKEN.fill(format=form.id, why=error.why))
        self._tell(missed, shown)
        count = len(self.components) - before
        if len(self.judged) > judged_before and expected and not self.components:
            self.fail(shown, NO_PARTS_OF_ITS_OWN)
        self.sources.append(Source(path=shown, format=form.id, kind=form.kind, parts=count))

    def _tell(self, missed: list[Missed], shown: str) -> None:
        """Entries that were not read, once for each reason."""
        for why in dict.fromkeys(each.why for each in missed):
            same = [each for each in missed if each.why == why]
            told = IN_PART.fill(count=len(same), line=same[0].line, why=why)
            self.unread.append(Unread(path=shown, why=told))
