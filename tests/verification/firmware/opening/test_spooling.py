"""The spool keeps what was stored, whatever mapping does to the file's position."""

import mmap
import os
from pathlib import Path

import pytest

from mamoru.verification.firmware.opening import spooling
from mamoru.verification.firmware.opening.limits import Budget, Limits
from mamoru.verification.firmware.opening.spooling import SpoolWriter


def test_what_is_stored_after_a_view_does_not_fall_on_what_was_stored_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moving(descriptor: int, *size: int, **how: int) -> mmap.mmap:
        """A mapping that moves the file's position to its beginning, as Windows' does."""
        made = mapping(descriptor, *size, **how)
        os.lseek(descriptor, 0, os.SEEK_SET)
        return made

    mapping = mmap.mmap
    monkeypatch.setattr(spooling.mmap, "mmap", moving)
    spool = SpoolWriter(tmp_path / "spool", Budget(Limits(), 1 << 20))

    first = spool.store([b"first"])
    with spool.view(first) as seen:
        assert bytes(seen) == b"first"
    second = spool.store([b"second"])

    assert (spool.head(first, 9), spool.head(second, 9)) == (b"first", b"second")
