"""A workspace folder as a store of documents: nobody's change is lost, nothing lies outside, nothing is half."""

import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mamoru.document_store import FolderStore, Stale
from mamoru.document_store.document import ABSENT
from mamoru.document_store.lock import locked
from mamoru.errors import InputError, LimitReached

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


WRITER = """
import sys
from pathlib import Path
from mamoru.document_store import FolderStore, changed
for _ in range(100):
    changed(FolderStore(Path(sys.argv[1])), "products/nc/count.yaml", lambda body: str(int(body or 0) + 1).encode())
"""


def test_six_processes_that_change_one_document_lose_no_change(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)]) for _ in range(6)]
    statuses = [process.wait() for process in running]

    assert statuses == [0] * 6
    assert FolderStore(tmp_path).read("products/nc/count.yaml").body == b"600"
    assert FolderStore(tmp_path).names("products/nc") == ["products/nc/count.yaml"]


def test_a_document_that_an_editor_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.replace("maker.yaml", b"ours", of=ABSENT)
    read = store.read("maker.yaml")
    (tmp_path / "maker.yaml").write_bytes(b"theirs")

    with pytest.raises(Stale, match=r"maker\.yaml was changed"):
        store.replace("maker.yaml", b"mine", of=read.revision)
    with pytest.raises(Stale):
        store.replace("maker.yaml", b"mine", of=ABSENT)

    assert (tmp_path / "maker.yaml").read_bytes() == b"theirs"


def test_equal_contents_are_one_revision_and_what_is_not_there_has_none(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    first = store.replace("a", b"x", of=store.read("a").revision)

    assert store.read("b") == store.read("b")
    assert store.read("b").body is None
    assert store.replace("a", b"x", of=first) == first


def test_a_record_is_kept_once_and_found_again(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    name = store.keep(".mamoru/decisions", b"{}", at=AT)

    assert store.keep(".mamoru/decisions", b"{}", at=AT) == name
    assert store.names(".mamoru/decisions") == [name]
    assert store.read(name).body == b"{}"
    assert store.names(".mamoru/nothing") == []


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "", "a\\..\\x", "a\0b"])
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        FolderStore(tmp_path).read(name)


def test_a_link_out_of_the_workspace_is_refused_and_one_inside_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"secret")
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "policy.md").symlink_to(outside)
    (root / "inside.md").write_bytes(b"ours")
    (root / "link.md").symlink_to("inside.md")

    with pytest.raises(InputError, match="leads out"):
        FolderStore(root).read("policy.md")
    assert FolderStore(root).read("link.md").body == b"ours"


@pytest.mark.skipif(os.name != "posix", reason="rights of owner, group and world are POSIX's")
def test_nothing_that_is_written_can_be_read_by_the_world(tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    root.mkdir(mode=0o755)
    store = FolderStore(root)
    store.replace("products/nc/product.yaml", b"x", of=ABSENT)
    store.keep(".mamoru/evidence", b"{}", at=AT)

    modes = {p.relative_to(root).as_posix(): stat.S_IMODE(p.stat().st_mode) for p in root.rglob("*")}

    assert {mode & 0o007 for mode in modes.values()} == {0}
    assert modes["products/nc/product.yaml"] == 0o640
    assert modes["products/nc"] == 0o750


@pytest.mark.skipif(os.name != "posix", reason="rights of owner, group and world are POSIX's")
def test_a_document_keeps_the_rights_that_its_owner_gave_it(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(b"old")
    (tmp_path / "key.pem").chmod(0o600)
    store = FolderStore(tmp_path)

    store.replace("key.pem", b"new", of=store.read("key.pem").revision)

    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


def test_a_lock_that_another_holds_too_long_is_told(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock"),
        pytest.raises(LimitReached, match="keeps using"),
        locked(tmp_path / "lock", wait_s=0.05),
    ):
        pass
