"""U-Boot's images and environments, by its own tools and by hand."""

import gzip
import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.verification.firmware.readers.uboot_env import READER as ENVIRONMENT
from material import firmware as made
from material.packers import packer, run
from material.samples import TEXT


def test_an_image_made_by_mkimage_is_opened(tmp_path: Path, opened) -> None:
    payload, image = tmp_path / "initramfs.gz", tmp_path / "uImage"
    payload.write_bytes(gzip.compress(made.cpio()))
    options = ["-A", "arm", "-O", "linux", "-T", "ramdisk", "-C", "gzip", "-n", "netcam"]
    run(packer("mkimage"), *options, "-d", payload, image)
    result = opened(image)
    assert [part.name for part in result.index.parts] == ["uimage", "gzip", "rootfs"]
    assert result.roots[0].text("/etc/passwd") == made.PASSWD.decode()


def test_a_multi_image_gives_each_of_its_contents(opened) -> None:
    image = opened(made.multi([gzip.compress(TEXT), lzma.compress(made.cpio(), lzma.FORMAT_ALONE)]))
    names = [part.name for part in image.index.parts]
    assert "kernel" in names and "rootfs" in names


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress])
def test_a_kernel_keeps_the_bytes_that_name_its_version(pack, opened) -> None:
    image = opened(made.uimage(pack(TEXT)))
    (kernel,) = [part for part in image.index.parts if part.name == "kernel"]
    assert image.read(kernel) == TEXT


def test_an_image_whose_data_checksum_is_wrong_is_opened_and_told(opened) -> None:
    whole = bytearray(made.uimage(made.cpio(), kind=3))
    whole[-200] ^= 1  # in the padding of the last member
    image = opened(bytes(whole))
    assert image.roots
    assert any(gap.serious and gap.container == "uimage" for gap in image.index.gaps)


def test_a_header_whose_own_checksum_is_wrong_is_none(opened) -> None:
    whole = bytearray(made.uimage(TEXT))
    whole[9] ^= 1
    assert "uimage" not in {part.format for part in opened(bytes(whole)).index.parts}


def test_an_image_cut_off_is_a_serious_gap(opened) -> None:
    image = opened(made.uimage(gzip.compress(made.cpio()))[:150])
    assert any(gap.serious and "Cut off" in gap.why.en for gap in image.index.gaps)


@pytest.mark.parametrize("size", [0x1000, 0x4000, 0x10000, 0x40000])
@pytest.mark.parametrize("flag", [None, 0, 1])
def test_an_environment_in_raw_flash_is_found_by_its_checksum(size: int, flag: int | None, opened) -> None:
    env = made.environment(made.VARIABLES, size=size, flag=flag)
    (found,) = opened(made.flash((0x60000, env))).index.environments
    assert (found.offset, found.checksum_good, found.variables) == (0x60000, True, made.VARIABLES)


def test_an_environment_made_by_mkenvimage_is_found(tmp_path: Path, opened) -> None:
    image, text = tmp_path / "env", "".join(f"{k}={v}\n" for k, v in made.VARIABLES.items())
    run(packer("mkenvimage"), "-r", "-s", "0x8000", "-o", image, "-", given=text.encode())
    (found,) = opened(made.flash((0x20000, image.read_bytes()))).index.environments
    assert (found.checksum_good, found.variables) == (True, made.VARIABLES)


def test_an_environment_with_a_wrong_checksum_is_still_reported(opened) -> None:
    env = made.environment(made.VARIABLES, good=False)
    (found,) = opened(made.flash((0x60000, env))).index.environments
    assert (found.checksum_good, found.variables) == (False, made.VARIABLES)


def test_both_copies_of_a_redundant_environment_are_found(opened) -> None:
    old, new = (made.environment(made.VARIABLES | {"n": n}, flag=int(n)) for n in "01")
    index = opened(made.flash((0x60000, old), (0x70000, new))).index
    assert [env.variables["n"] for env in index.environments] == ["0", "1"]
    assert [env.container for env in index.environments] == ["u-boot-env", "u-boot-env-2"]


def test_words_about_an_environment_are_none(opened) -> None:
    text = b"# set bootargs=... and bootcmd=... as you like\n" * 50
    assert not opened(made.flash((0x60000, text))).index.environments


def test_a_boot_loader_is_known_by_its_banner_and_kept(opened) -> None:
    code = bytes(range(1, 255)) * 40 + b"U-Boot 2019.07 (Jan 01 2020)\0" + bytes(range(1, 255)) * 40
    image = opened(made.flash((0, code), (0x60000, made.environment(made.VARIABLES))))
    part = image.index.parts[0]
    assert (part.name, part.format) == ("u-boot", "u-boot")
    assert b"U-Boot 2019.07" in image.read(part)
    assert not image.index.gaps


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text("abc ;:=/$", max_size=30), max_size=8
    )
)
def test_any_environment_reads_back(variables: dict[str, str]) -> None:
    env = memoryview(made.environment({"bootcmd": "run x"} | variables))
    assert ENVIRONMENT.claim(env) == len(env)
    (found,) = ENVIRONMENT.open(env, _Looks())
    assert found.values == {"bootcmd": "run x"} | variables


class _Looks:
    def look(self) -> None:
        """Nothing is counted here."""
