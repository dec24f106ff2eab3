"""FIT images, by U-Boot's mkimage and by hand."""

import gzip
from pathlib import Path

import pytest

from material import firmware as made
from material.device_trees import fit
from material.packers import packer, run
from material.samples import TEXT, dtb

SOURCE = """/dts-v1/;
/ {
  description = "acme camera 1.0";
  images {
    kernel-1 { data = /incbin/("kernel.gz"); type = "kernel"; arch = "arm"; os = "linux"; compression = "gzip";
               load = <0x80008000>; entry = <0x80008000>; hash-1 { algo = "crc32"; }; hash-2 { algo = "sha1"; }; };
    ramdisk-1 { data = /incbin/("ramdisk"); type = "ramdisk"; arch = "arm"; os = "linux"; compression = "none";
                hash-1 { algo = "sha256"; }; };
    fdt-1 { data = /incbin/("board.dtb"); type = "flat_dt"; arch = "arm"; compression = "none";
            hash-1 { algo = "md5"; }; };
  };
  configurations { default = "conf-1"; conf-1 { kernel = "kernel-1"; ramdisk = "ramdisk-1"; fdt = "fdt-1"; }; };
};
"""


@pytest.mark.parametrize("options", [[], ["-E"], ["-E", "-p", "0x8000"]])
def test_an_image_made_by_mkimage_is_opened(options: list[str], tmp_path: Path, opened) -> None:
    packer("dtc")
    (tmp_path / "kernel.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "ramdisk").write_bytes(made.cpio())
    (tmp_path / "board.dtb").write_bytes(dtb())
    (tmp_path / "image.its").write_text(SOURCE)
    run(packer("mkimage"), *options, "-f", "image.its", "image.itb", folder=tmp_path)
    image = opened(tmp_path / "image.itb")
    assert [part.name for part in image.index.parts] == ["fit", "gzip", "kernel", "rootfs", "device-tree"]
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert image.read(image.index.parts[2]) == TEXT
    assert image.index.parts[0].note.en == "acme camera 1.0, not signed"
    assert not image.index.gaps


@pytest.mark.parametrize("external", [False, True])
def test_contents_that_do_not_fit_their_hash_are_opened_and_told(external: bool, opened) -> None:
    whole = fit({"rd": ("ramdisk", made.cpio())}, external=external)
    bent = whole.replace(b"root:x:0:0:", b"root:y:0:0:")
    image = opened(bent)
    assert image.roots[0].text("/etc/passwd").startswith("root:y")
    assert [gap.why.en for gap in image.index.gaps if "sha256" in gap.why.en and "rd" in gap.why.en]


def test_who_signed_it_is_told(opened) -> None:
    signature = {"signature-1": {"algo": "sha256,rsa2048", "key-name-hint": "release"}}
    index = opened(fit({"kernel-1": ("kernel", TEXT)}, more=signature)).index
    assert index.parts[0].note.en == "acme camera, signed: kernel-1 (sha256,rsa2048, release)"


def test_an_encrypted_image_is_a_serious_gap_that_names_its_cipher(opened) -> None:
    index = opened(fit({"kernel-1": ("kernel", TEXT)}, more={"cipher": {"algo": "aes256"}})).index
    assert [gap.serious for gap in index.gaps if "aes256" in gap.why.en] == [True]


def test_data_said_to_lie_beyond_the_file_are_cut_off(opened) -> None:
    whole = fit({"k": ("kernel", TEXT), "rd": ("ramdisk", made.cpio())}, external=True)
    index = opened(whole[:-100]).index
    assert any(gap.serious and "Cut off" in gap.why.en for gap in index.gaps)
    assert "kernel" in {part.name for part in index.parts}
