"""F2FS: what mkfs.f2fs and sload.f2fs write, and what damage and malice leave."""

from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind, OpenedImage
from material import firmware as made
from material.f2fs import f2fs
from material.packers import on_disk, packer, run
from material.samples import noise

BIG = b"".join(b"%d\n" % n for n in range(900_000))  # beyond the inode's own addresses and two nodes
PLAIN = {f"/{name}": file.content for name, file in made.ROOT.items() if file.mode >> 12 == 8}


def files(image: OpenedImage) -> dict[str, bytes]:
    """The files of the one root file system."""
    (root,) = image.roots
    return {entry.path: root.read(entry) for entry in root.files}


def serious(image: OpenedImage) -> list[str]:
    """Why each serious gap is one."""
    return [gap.why.en for gap in image.index.gaps if gap.serious]


@pytest.mark.parametrize("features", [[], ["-O", "extra_attr,inode_checksum,inode_crtime"]])
def test_what_sload_writes_is_read_back(features: list[str], tmp_path: Path, opened) -> None:
    mkfs, sload, target = packer("mkfs.f2fs"), packer("sload.f2fs"), tmp_path / "f.img"
    tree = made.ROOT | {
        "lib/big": made.File(BIG),
        "lib/random": made.File(noise(9000)),
        "etc/none": made.File(),
    }
    tree |= {f"etc/a-file-with-a-longer-name-{n:03}": made.File(b"%d" % n) for n in range(300)}
    with target.open("wb") as file:
        file.truncate(100 << 20)
    run(mkfs, "-q", *features, target)
    run(sload, "-P", "-f", on_disk(tmp_path / "root", tree), target)
    image = opened(target)
    assert files(image) == {f"/{name}": file.content for name, file in tree.items() if file.mode >> 12 == 8}
    (root,) = image.roots
    assert root.entry("/bin/sh").target == "busybox"
    assert root.entry("/bin/busybox").mode == 0o4755
    assert not image.index.gaps


def test_our_image_is_read_back(opened) -> None:
    image = opened(f2fs())
    assert files(image) == PLAIN
    (root,) = image.roots
    assert (root.entry("/etc/shadow").mode, root.entry("/etc/shadow").gid) == (0o600, 42)
    assert root.entry("/dev/console").kind is EntryKind.DEVICE
    assert not image.index.gaps


def test_a_directory_that_leads_back_to_the_root_ends(opened) -> None:
    image = opened(f2fs(made.ROOT | {"loop": made.folder()}, loop="loop"))
    assert files(image) == PLAIN
    assert any("within itself" in why for why in serious(image))


def test_an_image_whose_checkpoint_is_damaged_is_a_serious_gap(opened) -> None:
    whole = bytearray(f2fs())
    whole[2 * 4096 + 10] ^= 1
    assert any("no checkpoint" in why for why in serious(opened(bytes(whole))))


def test_an_encrypted_file_is_named_with_what_to_hand_in(opened) -> None:
    whole = bytearray(f2fs())
    at = whole.index(made.PASSWD) - 364
    whole[at + 2] = 0x04
    image = opened(bytes(whole))
    assert any("/etc/passwd is encrypted" in why for why in serious(image))
    assert image.roots[0].text("/etc/shadow")


def test_a_file_said_to_be_of_exabytes_is_a_flaw(opened) -> None:
    whole = bytearray(
        f2fs({"etc": made.folder(), "etc/passwd": made.File(made.PASSWD), "big": made.File(b"x" * 900)})
    )
    at = whole.index((900).to_bytes(8, "little"))
    whole[at : at + 8] = b"\xff" * 7 + b"\x7f"
    image = opened(bytes(whole))
    assert any("/big" in why for why in serious(image))
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
