"""Attachments of results by hand: files kept by their SHA-256 beside the evidence that names them.

A file is written whole or not at all, before the evidence is; what a killed run leaves is at most a
file that nothing names. Only plain files are taken, read once, with a limit.
"""

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from mamoru.document_store.immutable_folder import Fault
from mamoru.document_store.permissions import made_folder, shared_with_group
from mamoru.document_store.places import ATTACHMENTS
from mamoru.errors import InputError, what_to_do, why
from mamoru.evidence.record import Attachment, Evidence
from mamoru.evidence.withdrawn import withdrawn
from mamoru.language import Text

MOST_BYTES = 200 << 20
MOST_FILES = 50
MOST_NAME = 120
_TEMPORARY = ".tmp-"
UNUSABLE = Text("添付 {path} を使えません: {why}。", "{path} cannot be attached: {why}.")
LINK = Text("リンクです", "it is a link")
NAME_IT = Text("リンクの先のファイルを指定してください。", "Name the file that it leads to.")
NO_FILE = Text("ふつうのファイルではありません", "it is no plain file")
A_FILE = Text(
    "写真・ログ・記録などのファイルを指定してください。", "Name a file: a photograph, a log, a record."
)
TOO_LARGE = Text("大きすぎます（{mb} MB まで）", "it is too large ({mb} MB at most)")
CUT_IT = Text("必要な部分だけを添付してください。", "Attach the part that matters.")
TOO_MANY = Text("添付が多すぎます（{n}件まで）。", "Too many attachments ({n} at most).")
PACK = Text("一つのファイルにまとめてください。", "Pack them into one file.")
LEADS_OUT = Text(
    "添付を置くフォルダー {path} が、ワークスペースの外を指すリンクです。",
    "The folder for attachments, {path}, is a link that leads out of the workspace.",
)
PUT_BACK = Text(
    "リンクを消し、ふつうのフォルダーにしてください。", "Remove the link and make it a plain folder."
)
GONE = Text("{check} の添付「{name}」がありません", "the attachment “{name}” of {check} is not there")
LINKED = Text(
    "{check} の添付「{name}」がリンクに置き換わっています",
    "the attachment “{name}” of {check} was replaced by a link",
)
CHANGED = Text(
    "{check} の添付「{name}」が壊れたか書き換えられました",
    "the attachment “{name}” of {check} is damaged or edited",
)


class Attachments:
    """The files under `.mamoru/attachments/` of a workspace, each named by its SHA-256."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self._seen: dict[str, bool] = {}
        self.folder = workspace.joinpath(*ATTACHMENTS.parts)

    def place(self, attachment: Attachment) -> Path:
        """Where the bytes of an attachment lie."""
        return self.folder / attachment.sha256

    def keep(self, paths: Iterable[Path]) -> tuple[Attachment, ...]:
        """Keep these files. Raises `InputError` for the first that cannot be, with nothing named yet."""
        listed = list(paths)
        if len(listed) > MOST_FILES:
            raise InputError(TOO_MANY.fill(n=MOST_FILES), PACK)
        if not listed:
            return ()
        if not self.folder.resolve().is_relative_to(self.workspace.resolve()):
            raise InputError(LEADS_OUT.fill(path=self.folder), PUT_BACK)
        made_folder(self.folder, self.workspace)
        return tuple(self._keep(path) for path in listed)

    def _keep(self, path: Path) -> Attachment:
        temporary = self.folder / f"{_TEMPORARY}{secrets.token_hex(8)}"
        try:
            with _opened(path) as source, temporary.open("xb") as kept:
                digest, size = _copied(source, kept, path)
            if not self._looked(digest):
                temporary.replace(self.folder / digest)
                shared_with_group(self.folder / digest, self.workspace)
        finally:
            temporary.unlink(missing_ok=True)
        return Attachment(name=_plain_name(path), sha256=digest, bytes=size)

    def _sound(self, digest: str) -> bool:
        if digest not in self._seen:
            self._seen[digest] = self._looked(digest)
        return self._seen[digest]

    def _looked(self, digest: str) -> bool:
        try:
            if (self.folder / digest).is_symlink():
                return False
            with (self.folder / digest).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == digest
        except OSError:
            return False

    def sound(self, evidence: Evidence) -> Evidence:
        """The evidence where all its attachments are what they were, else withdrawn."""
        for each in evidence.by_hand.attachments if evidence.by_hand else ():
            if not self._sound(each.sha256):
                what = (
                    LINKED
                    if self.place(each).is_symlink()
                    else CHANGED
                    if self.place(each).exists()
                    else GONE
                )
                return withdrawn(evidence, what.fill(check=evidence.check, name=each.name))
        return evidence

    def faults(self, evidence: Iterable[Evidence]) -> Iterator[Fault]:
        """The attachments named by `evidence` that are missing or not what they were."""
        seen: set[str] = set()
        for item in evidence:
            for each in item.by_hand.attachments if item.by_hand else ():
                if each.sha256 not in seen and not self._looked(each.sha256):
                    place = self.place(each)
                    what = LINKED if place.is_symlink() else CHANGED if place.exists() else GONE
                    yield Fault(
                        file=f"{ATTACHMENTS.name}/{each.sha256}",
                        what=what.fill(check=item.check, name=each.name),
                        seen=_digest_at(place),
                    )
                seen.add(each.sha256)


def _digest_at(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _opened(path: Path) -> BinaryIO:
    """The file at `path`; opening neither follows a link nor waits for a pipe."""
    try:
        if path.is_symlink():
            raise InputError(_unusable(path, LINK), NAME_IT)
        flags = (
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_NONBLOCK", 0)
            | getattr(os, "O_BINARY", 0)
        )
        stream = os.fdopen(os.open(path, flags), "rb")
    except OSError as error:
        raise InputError(_unusable(path, why(error)), what_to_do(error)) from error
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise InputError(_unusable(path, NO_FILE), A_FILE)
    return stream


def _copied(source: BinaryIO, kept: BinaryIO, path: Path) -> tuple[str, int]:
    """Copy to the end and to the disk; gives SHA-256 and size, counted while reading."""
    digest, size = hashlib.sha256(), 0
    while block := source.read(1 << 20):
        size += len(block)
        if size > MOST_BYTES:
            raise InputError(_unusable(path, TOO_LARGE.fill(mb=MOST_BYTES >> 20)), CUT_IT)
        digest.update(block)
        kept.write(block)
    kept.flush()
    with contextlib.suppress(OSError):
        os.fsync(kept.fileno())
    return digest.hexdigest(), size


def _plain_name(path: Path) -> str:
    name = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in path.name)
    return name[-MOST_NAME:]


def _unusable(path: Path, reason: Text) -> Text:
    return UNUSABLE.fill(path=path, why=reason)
