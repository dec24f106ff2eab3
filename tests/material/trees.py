"""Opened images built from a dictionary, without any file system: path -> contents."""

import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import msgspec

from mamoru.verification.firmware.image import (
    Blob,
    Entry,
    EntryKind,
    Environment,
    Index,
    OpenedImage,
    Tree,
    load,
)

Content = str | bytes | tuple[str | bytes, int] | None
"""A text, bytes, or either with its mode; `->/target` is a link; None is a folder."""


class _Writer:
    def __init__(self) -> None:
        self.spool = bytearray()

    def entry(self, path: str, content: Content) -> Entry:
        content, mode = content if isinstance(content, tuple) else (content, None)
        if content is None:
            return Entry(path=path, kind=EntryKind.DIRECTORY, mode=0o755 if mode is None else mode)
        if isinstance(content, str) and content.startswith("->"):
            return Entry(path=path, kind=EntryKind.LINK, mode=0o777, target=content[2:])
        data = content.encode() if isinstance(content, str) else content
        blob = Blob(len(self.spool), len(data))
        self.spool += data
        runs = data[:2] == b"#!" or data[:4] == b"\x7fELF"
        return Entry(
            path=path, kind=EntryKind.FILE, mode=mode if mode is not None else 0o755 if runs else 0o644,
            size=len(data), blob=blob,
        )  # fmt: skip


def image(
    files: Mapping[str, Content] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    **others: Mapping[str, Content],
) -> OpenedImage:
    """An opened image whose root file system holds `files`; `others` are more trees that are none, by
    the name of their part; `environment` is that of a boot loader."""
    writer = _Writer()
    trees = [_tree(writer, "rootfs", files, root=True)] if files is not None else []
    trees += [_tree(writer, name, content, root=False) for name, content in others.items()]
    environments = ()
    if environment is not None:
        environments = (
            Environment(
                container="u-boot-env", offset=0xC0000, variables=dict(environment), checksum_good=True
            ),
        )
    index = Index(path="image.bin", sha256="0" * 64, bytes=1, trees=tuple(trees), environments=environments)
    encoded = msgspec.msgpack.encode(index)
    if folder is not None:
        return _written(folder, encoded, writer)
    kept = tempfile.TemporaryDirectory(prefix="mamoru-test-", ignore_cleanup_errors=True)
    opened = _written(Path(kept.name), encoded, writer)
    weakref.finalize(opened, kept.cleanup)
    return opened


def _written(folder: Path, index: bytes, writer: _Writer) -> OpenedImage:
    (folder / "index").write_bytes(index)
    (folder / "spool").write_bytes(bytes(writer.spool))
    return load(folder)


def _tree(writer: _Writer, container: str, files: Mapping[str, Content], *, root: bool) -> Tree:
    entries = {path: writer.entry(path, content) for path, content in files.items()}
    for path in files:
        for parent in [str(p) for p in PurePosixPath(path).parents if str(p) != "/"]:
            entries.setdefault(parent, Entry(path=parent, kind=EntryKind.DIRECTORY, mode=0o755))
    return Tree(container=container, format="squashfs", root=root, entries=tuple(entries.values()))
