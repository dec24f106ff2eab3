"""The walk through an image: regions are scanned for structures, structures opened, insides walked."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mamoru.errors import FormatError, LimitReached
from mamoru.verification.firmware.image import Blob, Entry, Seal
from mamoru.verification.firmware.opening import gaps
from mamoru.verification.firmware.opening.closing import Shut, outside_of, reaching
from mamoru.verification.firmware.opening.drafts import Draft, Drafts
from mamoru.verification.firmware.opening.leftovers import Leftover, Nature, has_banner, leftovers, unread
from mamoru.verification.firmware.opening.limits import Budget
from mamoru.verification.firmware.opening.members import HEAD, LEAST, archive_at, is_plain, may_be_firmware
from mamoru.verification.firmware.opening.outside import NAME, OPENED_BY, Outside
from mamoru.verification.firmware.opening.package_keys import deciphered, encrypted_in
from mamoru.verification.firmware.opening.scanning import (
    Candidate,
    at_the_start,
    closed_at_the_start,
    everywhere,
)
from mamoru.verification.firmware.opening.spooling import SpoolWriter
from mamoru.verification.firmware.opening.trees import TreeBuilder
from mamoru.verification.firmware.opening.update_packages import told
from mamoru.verification.firmware.readers import readers
from mamoru.verification.firmware.readers.zlib import streams_in
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Flaw,
    Found,
    Inner,
    Label,
    Note,
    Reader,
    Variables,
)

_MOST_KEPT = 64 << 20
_LEAST_KEPT = 256  # fewer bytes name no component
_LEAST_IN_CODE = 1024
_MANIFEST = 64 << 10  # of an update package
_LINUX = re.compile(rb"Linux version \d+\.\d+")
KERNEL = "kernel"


@dataclass(frozen=True)
class Place:
    """Where a region lies: `base` is its offset in `inside` (None: the image). `name` is what its
    contents are called where they are no structure, `blob` their bytes where the spool has them.
    `member` is the file of an archive that they are. In `code` leftovers are the program itself, in a
    `partition` contents that somebody put there."""

    inside: Draft | None = None
    base: int = 0
    depth: int = 0
    name: str | None = None
    blob: Blob | None = None
    member: Entry | None = None
    code: bool = False
    partition: bool = False


class Walk:
    """One walk; what it finds goes into `drafts`, contents into `spool`."""

    def __init__(self, drafts: Drafts, spool: SpoolWriter, budget: Budget) -> None:
        self._drafts, self._spool, self._budget = drafts, spool, budget
        self._outside = Outside()

    def region(
        self, view: memoryview, place: Place, seen: Callable[[memoryview], None] | None = None
    ) -> None:
        """Find and open every structure in `view`, and account for what lies between them."""
        position = 0
        try:
            if place.name == KERNEL or (place.name and _LINUX.search(view)):
                place = self._kernel(view, place)
            between: list[tuple[int, int]] = []
            shut: list[Shut] = []
            for start, end in self._structures(view, place, seen, shut):
                between.append((position, start))
                position = end
            between.append((position, len(view)))
            partition, shut = place.partition, reaching(shut, between)
            if position == 0 and place.name is not None:
                place = self._content(view, place)
            self._shut(view, shut, place)
            between = outside_of(shut, between)
            if not place.code or (position == 0 and place.inside and place.inside.blob is None):
                if partition and (stretch := unread(view, between)) is not None:
                    start, end = stretch
                    why = gaps.UNREAD_PARTITION
                    self._drafts.gap(
                        place.inside, place.base + start, end - start, why, instead=gaps.UNPACKED
                    )
                    return
                for start, end in between:
                    self._between(view, start, end, place, alone=position == 0)
        except LimitReached as error:
            why, instead = gaps.limited(error)
            self._drafts.gap(place.inside, place.base + position, len(view) - position, why, instead=instead)

    def members(
        self, draft: Draft, tree: TreeBuilder, depth: int, *, archive: bool, description: str = ""
    ) -> None:
        """Look into the files of a tree: into each of an archive's, and into archives among those of
        a file system. `description` is an update package's, which names what is encrypted."""
        looked_at: set[Blob] = set()
        locked = encrypted_in(description) if description and self._spool.keys else {}
        for entry in tree.files():
            blob = entry.blob
            if blob is None or blob.size < LEAST or blob in looked_at:
                continue
            looked_at.add(blob)
            if entry.path in locked:
                blob = self._unlocked(blob, locked[entry.path])
            head = self._spool.head(blob, HEAD)
            if is_plain(head) or not (archive or archive_at(memoryview(head), blob.size)):
                continue
            if self._too_deep(draft, 0, blob.size, depth + 1):
                return
            with self._spool.view(blob) as view:
                self.region(view, Place(inside=draft, depth=depth + 1, blob=blob, member=entry))

    def _unlocked(self, blob: Blob, start: bytes | None) -> Blob:
        """The bytes of `blob` in clear, where a key that was handed in fits; else as they are."""
        with self._spool.view(blob) as view:
            chunks = deciphered(view, start, self._spool.keys)
            return blob if chunks is None else self._spool.store(chunks)

    def _kernel(self, view: memoryview, place: Place) -> Place:
        """The place within a kernel: its strings name it, and an initramfs may lie inside."""
        if any(reader.claim(view) for reader in at_the_start(view)):
            return place
        draft = self._keep(view, 0, len(view), place, KERNEL, "linux")
        return Place(inside=draft, depth=place.depth, blob=place.blob, code=True)

    def _content(self, view: memoryview, place: Place) -> Place:
        """The place within contents that are no structure as a whole."""
        boots = has_banner(view)
        label, kind = ("u-boot", "u-boot") if boots else (place.name or "data", "raw")
        draft = self._keep(view, 0, len(view), place, label, kind)
        return Place(inside=draft, depth=place.depth, blob=place.blob, name=place.name, code=boots)

    def _shut(self, view: memoryview, shut: list[Shut], place: Place) -> None:
        """What is recognised and cannot be opened: a part by its name, and a gap. Its bytes are kept all the
        same, for what they name."""
        for each in shut:
            if self._by_outside(view, each.start, each.size, place):
                continue
            draft = self._keep(view, each.start, each.size, place, each.reader.label, each.reader.name)
            why = gaps.CLOSED.fill(name=each.reader.title)
            serious, instead = each.reader.serious, each.reader.instead
            self._drafts.gap(draft, 0, each.size, why, serious=serious, instead=instead)

    def _structures(
        self,
        view: memoryview,
        place: Place,
        seen: Callable[[memoryview], None] | None,
        shut: list[Shut],
    ) -> Iterator[tuple[int, int]]:
        """Open what lies in `view`, one after the other: from where to where each. What cannot be opened
        goes into `shut`, and hides nothing of what lies in it."""
        position = 0
        if not place.code and (reader := closed_at_the_start(view)) is not None:
            shut.append(Shut(start=0, size=reader.claim(view) or 0, reader=reader))
        for reader in at_the_start(view):
            if not reader.raw and (size := self._claimed(reader, view)) is not None:
                position = self._structure(view, 0, reader, size, place)
                yield 0, position
                break
        for candidate in everywhere().candidates(view, lambda: position, seen):  # noqa: B023  (read anew)
            start = self._start(view, candidate, position, place)
            if start is None:
                continue
            self._budget.look()
            size = self._claimed(candidate.reader, view[start:])
            if candidate.reader.title is not None:
                if size is not None and not place.code:
                    shut.append(Shut(start=start, size=size, reader=candidate.reader))
                continue
            if size is not None and not (place.code and _is_trifle(candidate.reader, view[start:])):
                position = self._structure(view, start, candidate.reader, size, place)
                yield start, position

    def _start(self, view: memoryview, candidate: Candidate, position: int, place: Place) -> int | None:
        """Where the candidate's structure begins, unless that lies in one already opened."""
        if candidate.start < position:
            return None
        if candidate.reader.start is None:
            return candidate.start
        if place.code:  # a program's own strings
            return None
        self._budget.look()
        start = candidate.reader.start(view[position:], candidate.hit - position)
        return None if start is None else position + start

    def _claimed(self, reader: Reader, view: memoryview) -> int | None:
        try:
            return reader.claim(view)
        except FormatError:
            return None

    def _structure(self, view: memoryview, start: int, reader: Reader, size: int, place: Place) -> int:
        """Open one structure and what lies inside; gives where it ends."""
        self._budget.part()
        has = len(view) - start
        length = has if size == UNTIL_OPENED else min(size, has)
        body = view[start : start + length]
        draft = Draft(reader.label, reader.name, place.base + start, length, place.inside)
        if place.member is not None:
            draft.note = gaps.member(place.member.path)
        self._drafts.parts.append(draft)
        if size > has:
            why = gaps.CUT_OFF.fill(needs=size, has=has)
            self._drafts.gap(draft, 0, has, why, instead=gaps.WHOLE)
        if reader.keep:
            draft.blob = self._bytes(body, start, place)
        if reader.open is None:
            why = gaps.RECOGNISED.fill(name=reader.name)
            self._drafts.gap(draft, 0, length, why, serious=reader.serious, instead=reader.instead)
        else:
            self._open(draft, reader, body, place.depth, cut=size > has)
        return start + draft.size

    def _open(self, draft: Draft, reader: Reader, body: memoryview, depth: int, *, cut: bool) -> None:
        tree = TreeBuilder(reader.name, self._budget) if reader.files else None
        inners: list[Inner] = []
        try:
            self._collect(draft, reader, body, tree, inners)
        except FormatError as error:
            offset = min(error.offset, draft.size)
            if not cut:
                why = gaps.damaged(reader.name, error)
                self._drafts.gap(draft, offset, draft.size - offset, why, instead=gaps.WHOLE)
        except LimitReached as error:
            why, instead = gaps.limited(error)
            self._drafts.gap(draft, 0, draft.size, why, instead=instead)
        if tree is not None:
            self._drafts.trees.append((draft, tree))
        for inner in inners:
            self._inside(draft, body, inner, depth + 1)
        if tree is not None:
            package = told(tree.files(), lambda blob: self._spool.head(blob, _MANIFEST))
            if package is not None:
                draft.label, draft.note, draft.seal = package.kind, package.text, package.seal
            archive = package is not None or not (reader.file_system or tree.looks_like_a_root())
            description = package.description if package is not None else ""
            self.members(draft, tree, depth, archive=archive, description=description)

    def _collect(
        self,
        draft: Draft,
        reader: Reader,
        body: memoryview,
        tree: TreeBuilder | None,
        inners: list[Inner],
    ) -> None:
        """Take what the reader yields; what came before an error stays."""
        assert reader.open is not None
        for item in reader.open(body, self._spool):
            match item:
                case Found():
                    assert tree is not None
                    tree.add(item)
                case Inner():
                    inners.append(item)
                case Variables():
                    self._drafts.environments.append((draft, item))
                case Flaw(start=start, size=size, why=why, serious=serious, instead=instead):
                    self._drafts.gap(draft, start, size, why, serious=serious, instead=instead)
                case Note(text=text):
                    draft.note = text
                case Seal():
                    draft.seal = item
                case Label(name=name):
                    draft.label = name
                case Extent(size=size):
                    draft.size = max(1, min(size, len(body)))

    def _inside(self, draft: Draft, body: memoryview, inner: Inner, depth: int) -> None:
        size = inner.size if inner.blob is None else inner.blob.size
        if self._too_deep(draft, inner.start, size, depth):
            return
        name = inner.name or (None if inner.code else "data")
        if inner.blob is not None:
            with self._spool.view(inner.blob) as view:
                place = Place(draft, 0, depth, name, inner.blob, code=inner.code, partition=inner.partition)
                self.region(view, place)
            return
        view = body[inner.start : inner.start + inner.size]
        place = Place(draft, inner.start, depth, name, code=inner.code, partition=inner.partition)
        self.region(view, place)

    def _too_deep(self, draft: Draft, start: int, size: int, depth: int) -> bool:
        most = self._budget.limits.depth
        if depth > most:
            self._drafts.gap(draft, start, size, gaps.TOO_DEEP.fill(depth=most))
        return depth > most

    def _between(self, view: memoryview, start: int, end: int, place: Place, *, alone: bool) -> None:
        """Account for the bytes between structures; `alone` where the region holds no structure."""
        for left in self._without_streams(view, start, end, place):
            if left.nature is Nature.BOOT_LOADER:
                self._keep(view, left.start, left.size, place, "u-boot", "u-boot")
            elif left.nature is Nature.TEXT:
                if not (alone and (place.name or place.member)):  # kept as such
                    self._keep(view, left.start, left.size, place, "text", "text")
            elif place.member is None or not alone or self._tells(left, place.member):
                self._leftover(view, left, place, alone=alone)

    def _without_streams(self, view: memoryview, start: int, end: int, place: Place) -> Iterator[Leftover]:
        """What is left from `start` to `end`, once the zlib streams in it have been opened: their mark of two
        bytes is looked for only in what nothing else has taken."""
        for left in leftovers(view, start, end):
            position, last = left.start, left.start + left.size
            if left.nature in (Nature.OPAQUE, Nature.RANDOM):
                for at in streams_in(view[:last], left.start, self._budget.look):
                    if at < position:
                        continue
                    if position < at:
                        yield from leftovers(view, position, at)
                    position = self._structure(view[:last], at, readers()["zlib"], UNTIL_OPENED, place)
            if position == left.start:
                yield left
            elif position < last:
                yield from leftovers(view, position, last)

    def _tells(self, left: Leftover, member: Entry) -> bool:
        """Whether unknown bytes in an archive's member are worth a word."""
        return left.nature is Nature.RANDOM or may_be_firmware(member)

    def _leftover(self, view: memoryview, left: Leftover, place: Place, *, alone: bool) -> None:
        if self._by_outside(view, left.start, left.size, place):
            return
        random = left.nature is Nature.RANDOM
        if not random and left.size >= _LEAST_KEPT and not (alone and place.name):
            self._keep(view, left.start, left.size, place, "raw", "raw")
        self._drafts.gap(
            place.inside,
            place.base + left.start,
            left.size,
            gaps.RANDOM.fill(bits=left.entropy) if random else gaps.OPAQUE,
            serious=random,
            entropy=round(left.entropy, 3),
            instead=gaps.UNENCRYPTED if random else gaps.HAND_IN,
        )

    def _by_outside(self, view: memoryview, start: int, size: int, place: Place) -> bool:
        """Whether an outside program, where there is one, unpacks what no reader of ours can."""
        if not self._outside.may_open(size):
            return False
        draft = Draft(NAME, NAME, place.base + start, size, place.inside)
        tree = TreeBuilder(NAME, self._budget)
        flaws: list[Flaw] = []
        with contextlib.suppress(FormatError):  # what came before stays
            for item in self._outside.opened(view[start : start + size], self._spool):
                if isinstance(item, Flaw):
                    flaws.append(item)
                else:
                    tree.add(item)
        if not any(tree.files()):
            return False
        draft.note = OPENED_BY
        self._drafts.parts.append(draft)
        self._drafts.trees.append((draft, tree))
        for flaw in flaws:
            self._drafts.gap(draft, flaw.start, flaw.size, flaw.why)
        self.members(draft, tree, place.depth, archive=not tree.looks_like_a_root())
        return True

    def _keep(
        self, view: memoryview, start: int, size: int, place: Place, label: str, format_name: str
    ) -> Draft:
        """A part whose bytes are kept, so that what it names can be read."""
        self._budget.part()
        blob = self._bytes(view[start : start + size], start, place)
        draft = Draft(label, format_name, place.base + start, size, place.inside, blob)
        if place.member is not None:
            draft.note = gaps.member(place.member.path)
        self._drafts.parts.append(draft)
        return draft

    def _bytes(self, body: memoryview, start: int, place: Place) -> Blob:
        if place.blob is not None:
            return Blob(place.blob.start + start, len(body))
        kept = body[:_MOST_KEPT]
        return self._spool.store(kept[at : at + (1 << 20)] for at in range(0, len(kept), 1 << 20))


def _is_trifle(reader: Reader, view: memoryview) -> bool:
    """Whether a stream inside a program is one of its constants: the kernel tests itself with some."""
    return reader.peek is not None and len(reader.peek(view) or b"") < _LEAST_IN_CODE
