"""cpio, tar and zip, good and hostile."""

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.verification.firmware import EntryKind
from material import firmware as made
from material import old_cpio
from material.packers import on_disk, packer, run
from material.samples import zipped


def test_what_cpio_packs_is_read_back(tmp_path: Path, opened) -> None:
    folder = on_disk(tmp_path / "root")
    (folder / "bin/twin").hardlink_to(folder / "bin/busybox")
    names = b"\n".join(str(p.relative_to(folder)).encode() for p in sorted(folder.rglob("*")))
    archive = run(packer("cpio"), "-o", "-H", "newc", "--quiet", folder=folder, given=names)
    (root,) = opened(archive).roots
    assert root.text("/etc/passwd") == made.PASSWD.decode()
    assert root.read(root.entry("/bin/twin")) == made.ROOT["bin/busybox"].content
    assert root.entry("/bin/sh").kind is EntryKind.LINK


@pytest.mark.parametrize("form", ["odc", "bin"])
def test_what_cpio_packs_in_its_older_forms_is_read_back(form: str, tmp_path: Path, opened) -> None:
    folder = on_disk(tmp_path / "root")
    names = b"\n".join(str(p.relative_to(folder)).encode() for p in sorted(folder.rglob("*")))
    archive = run(packer("cpio"), "-o", "-H", form, "--quiet", folder=folder, given=names)
    (root,) = opened(archive).roots
    assert root.text("/etc/passwd") == made.PASSWD.decode()
    assert root.entry("/bin/sh").kind is EntryKind.LINK
    assert root.entry("/bin/busybox").mode == (folder / "bin/busybox").stat().st_mode & 0o7777


def test_the_binary_form_is_read_in_either_byte_order(opened) -> None:
    (root,) = opened(old_cpio.binary(order=">")).roots
    assert root.text("/etc/passwd") == made.PASSWD.decode()


def test_archives_one_after_the_other_are_one_tree_as_for_the_kernel(opened) -> None:
    early = made.cpio({"kernel": made.folder(), "kernel/microcode.bin": made.File(b"m" * 100)})
    (root,) = opened(early + bytes(512 - len(early) % 512) + made.cpio()).roots
    assert root.entry("/kernel/microcode.bin") and root.entry("/etc/passwd")


def test_the_first_of_two_hard_links_gets_the_contents_of_the_last(opened) -> None:
    tree = {"a": made.File(b"same"), "b": made.File(b"same")}
    found = opened(made.cpio(tree, links={"a": 7, "b": 7})).trees[0]
    assert (found.text("/a"), found.text("/b")) == ("same", "same")


def test_a_wrong_checksum_in_a_crc_archive_is_told(opened) -> None:
    whole = made.cpio(magic=b"070702").replace(b"root:x:0:0", b"toor:y:0:0")
    assert any("/etc/passwd"[1:] in gap.why.en for gap in opened(whole).index.gaps)


HOSTILE = {
    "../../etc/passwd": made.File(b"evil"),
    "/etc/cron.d/job": made.File(b"evil"),
    "a/../../b": made.File(b"evil"),
    "out": made.link("/etc/shadow"),
    "out/in": made.File(b"written through a link"),
    "up": made.link("../../../../../../etc"),
    "pipe": made.File(b"", 0o010644),
    "disk": made.File(b"", 0o060660),
}


@pytest.mark.parametrize("pack", [made.cpio, made.tar])
def test_hostile_names_are_made_plain_recorded_and_written_nowhere(pack, tmp_path: Path, opened) -> None:
    tree = opened(pack(HOSTILE)).trees[0]
    hostile = {entry.hostile for entry in tree if entry.hostile}
    assert {"../../etc/passwd", "a/../../b"} <= hostile
    assert all(".." not in entry.path.split("/") for entry in tree)
    assert {p.name for p in tmp_path.rglob("*") if p.is_file()} == {"image0.bin", "spool", "index"}


def test_a_hostile_name_never_takes_the_place_of_a_plain_one(opened) -> None:
    tree = {"etc/passwd": made.File(made.PASSWD), "../etc/passwd": made.File(b"evil")}
    found = opened(made.cpio(tree)).trees[0]
    assert found.text("/etc/passwd") == made.PASSWD.decode()
    assert [e.hostile for e in found if e.hostile] == ["../etc/passwd"]


def test_of_two_members_with_one_name_the_later_stands(opened) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for content in (b"first", b"second"):
            member = tarfile.TarInfo("etc/motd")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    assert opened(out.getvalue()).trees[0].text("/etc/motd") == "second"


def test_links_in_a_loop_lead_to_nothing(opened) -> None:
    tree = opened(made.cpio({"a": made.link("b"), "b": made.link("a")})).trees[0]
    assert tree.resolve("/a") is None


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_names_are_read_in_every_dialect(format: int, opened) -> None:
    name = "/".join(["folder" * 4] * 5) + "/file"
    assert opened(made.tar({name: made.File(b"x")}, format=format)).trees[0].text("/" + name) == "x"


def test_a_hard_link_in_a_tar_shares_the_contents(opened) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        member = tarfile.TarInfo("./a")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"same"))
        twin = tarfile.TarInfo("b")
        twin.type, twin.linkname = tarfile.LNKTYPE, "a"
        archive.addfile(twin)
    assert opened(out.getvalue()).trees[0].text("/b") == "same"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_zip_is_read_in_every_method(method: int, opened) -> None:
    assert opened(zipped(method=method)).roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_a_zip_without_its_directory_is_read_as_far_as_it_goes(opened) -> None:
    whole = zipped()
    image = opened(whole[: whole.index(b"PK\1\2")])
    assert image.trees[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any(gap.serious for gap in image.index.gaps)


def test_an_encrypted_member_is_named(opened) -> None:
    whole = zipped(method=zipfile.ZIP_STORED)
    at = whole.index(b"PK\1\2")
    image = opened(whole[: at + 8] + b"\1\0" + whole[at + 10 :])
    assert any("encrypted" in gap.why.en for gap in image.index.gaps)


def test_a_zip_whose_sizes_lie_is_no_crash(opened) -> None:
    whole = zipped(method=zipfile.ZIP_STORED)
    at = whole.index(b"PK\1\2")
    assert opened(whole[: at + 20] + struct.pack("<II", 1 << 30, 1 << 31) + whole[at + 28 :]).index.gaps


def test_an_archive_inside_a_root_file_system_is_opened_and_a_packed_text_is_not(opened) -> None:
    tree = made.ROOT | {
        "usr/www.tar.gz": made.File(gzip.compress(made.tar({"index.html": made.File(b"hello")}))),
        "usr/man.gz": made.File(gzip.compress(made.PASSWD * 99)),
    }
    image = opened(made.cpio(tree))
    assert [tree.text("/index.html") for tree in image.trees if tree.entry("/index.html")] == ["hello"]
    assert sum(part.format == "gzip" for part in image.index.parts) == 1


def test_an_update_package_is_opened_to_the_files_inside_its_image(opened) -> None:
    package = made.tar({"manifest": made.File(b"v=1\n"), "rootfs.img": made.File(made.squashfs())})
    image = opened(gzip.compress(package))
    assert [part.name for part in image.index.parts] == ["gzip", "tar", "rootfs"]
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=40))
def test_any_name_becomes_a_plain_path(name: bytes) -> None:
    from mamoru.verification.firmware.opening.trees import plain_path

    path, _ = plain_path(name, 4096)
    assert path.startswith("/") and not {"", ".", ".."} & set(path.strip("/").split("/")) - {""}
