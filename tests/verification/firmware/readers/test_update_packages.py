"""Update packages and software packages, as their own tools write them."""

import gzip
import struct
from pathlib import Path

import pytest

from mamoru.verification.firmware import EntryKind, OpenedImage
from material import firmware as made
from material import packages
from material.microcontrollers import PROGRAM
from material.packers import on_disk, packer, run
from material.samples import noise


def told(image: OpenedImage) -> str:
    """All notes in English."""
    return "\n".join(part.note.en for part in image.index.parts if part.note)


def serious(image: OpenedImage) -> list[str]:
    """Why each serious gap is one."""
    return [gap.why.en for gap in image.index.gaps if gap.serious]


def contents(image: OpenedImage) -> dict[str, bytes]:
    """The files of the one root file system."""
    (root,) = image.roots
    return {entry.path: root.read(entry) for entry in root.files}


PLAIN = {f"/{name}": file.content for name, file in made.ROOT.items() if file.mode >> 12 == 8}


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A signing key and its certificate."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/O=Acme/CN=release-2026", "-days", "3650"]
    run(
        packer("openssl"),
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        certificate,
        *subject,
    )
    return key, certificate


@pytest.fixture
def root_image(tmp_path: Path) -> Path:
    """A root file system as an image of its own."""
    image = tmp_path / "rootfs.squashfs"
    run(packer("mksquashfs"), on_disk(tmp_path / "root"), image, "-noappend", "-quiet", "-all-root")
    return image


@pytest.mark.parametrize("form", ["plain", "verity"])
def test_what_rauc_bundles_is_opened_and_its_signature_told(
    form: str, keys, root_image: Path, tmp_path: Path, opened
) -> None:
    rauc, folder, bundle = packer("rauc"), tmp_path / "content", tmp_path / "update.raucb"
    folder.mkdir()
    (folder / "rootfs.img").write_bytes(root_image.read_bytes())
    (folder / "random.bin").write_bytes(noise(4 << 20))  # so that the hash tree is a large one
    text = f"[update]\ncompatible=acme\nversion=2.1\n[bundle]\nformat={form}\n[image.rootfs]\nfilename=rootfs.img\n"
    (folder / "manifest.raucm").write_text(text)
    run(rauc, f"--cert={keys[1]}", f"--key={keys[0]}", "bundle", folder, bundle)
    image = opened(bundle)
    assert contents(image) == PLAIN
    assert [part.name for part in image.index.parts if part.parent is None] == [
        "rauc-bundle",
        "rauc-signature",
    ]
    assert "compatible acme, version 2.1" in told(image) and "signed (CN=release-2026,O=Acme)" in told(image)
    assert not [gap for gap in image.index.gaps if gap.container is None]


def test_the_hash_tree_of_a_bundle_belongs_to_its_signature(opened) -> None:
    image = opened(made.squashfs() + packages.rauc_tail(noise(0x20000)))
    assert [part.name for part in image.index.parts] == ["rootfs", "rauc-signature", "manifest.raucm"]
    assert not image.index.gaps


def test_a_bundle_with_an_altered_tail_is_no_signature(opened) -> None:
    tail = packages.rauc_tail().replace(b"\x30\x82", b"\x31\x82", 1)
    assert "cms" not in {part.format for part in opened(made.squashfs() + tail).index.parts}


def test_what_swugenerator_writes_is_opened(keys, root_image: Path, tmp_path: Path, opened) -> None:
    description, target = tmp_path / "sw-description", tmp_path / "update.swu"
    description.write_text(
        'software = {\n version = "3.0.1";\n images: ({ filename = "rootfs.squashfs"; device = "/dev/mmcblk0p2"; });\n}\n'
    )
    run(
        packer("swugenerator"),
        "-s",
        description,
        "-a",
        root_image.parent,
        "-o",
        target,
        "-k",
        f"RSA,{keys[0]}",
        "create",
    )
    image = opened(target)
    assert contents(image) == PLAIN
    assert "SWUpdate: version 3.0.1, signature: present, 1 of 1 with a hash" in told(image)
    assert not serious(image)


def test_an_unsigned_swu_says_so(opened) -> None:
    description = made.File(b'software = {\n version = "1.0";\n images: ({ filename = "a.img"; });\n}\n')
    image = opened(
        made.cpio({"sw-description": description, "a.img": made.File(made.squashfs())}, magic=b"070702")
    )
    assert "SWUpdate: version 1.0, signature: none, 0 of 1 with a hash" in told(image)
    assert contents(image) == PLAIN


@pytest.mark.parametrize("compression", ["gzip", "none"])
def test_what_mender_writes_is_opened(
    compression: str, keys, root_image: Path, tmp_path: Path, opened
) -> None:
    target = tmp_path / "a.mender"
    tool, key = packer("mender-artifact"), tmp_path / "pkcs1.pem"
    run(packer("openssl"), "rsa", "-in", keys[0], "-traditional", "-out", key)
    options = ["-t", "netcam", "-n", "release-7", "-f", root_image, "-o", target, "-k", key]
    run(tool, "--compression", compression, "write", "rootfs-image", *options)
    image = opened(target)
    assert contents(image) == PLAIN
    assert "Mender Artifact: format 3, signature: present" in told(image)
    assert not serious(image)


class TestSoftwarePackages:
    @pytest.mark.parametrize("packing", ["gzip", "xz", "zstd", "none"])
    def test_what_dpkg_builds_is_opened(self, packing: str, tmp_path: Path, opened) -> None:
        folder, target = on_disk(tmp_path / "pkg"), tmp_path / "a.deb"
        (folder / "DEBIAN").mkdir(mode=0o755)
        (folder / "DEBIAN/control").write_bytes(packages.CONTROL + b"Maintainer: A <a@b>\nDescription: x\n")
        run(packer("dpkg-deb"), f"-Z{packing}", "--root-owner-group", "-b", folder, target)
        image = opened(target)
        assert contents(image) == PLAIN
        assert image.roots[0].entry("/bin/busybox").mode == 0o4755
        assert not serious(image)

    def test_an_opkg_package_of_either_kind_is_opened(self, opened) -> None:
        tree = {
            "debian-binary": made.File(b"2.0\n"),
            "control.tar.gz": made.File(gzip.compress(made.tar({"control": made.File(packages.CONTROL)}))),
            "data.tar.gz": made.File(gzip.compress(made.tar())),
        }
        for package in (packages.deb(), gzip.compress(made.tar(tree))):
            image = opened(package)
            assert contents(image) == PLAIN
            assert "deb/ipk: signature: none" in told(image)

    def test_an_alpine_package_is_one_tree(self, opened) -> None:
        image = opened(packages.apk())
        assert contents(image).items() >= PLAIN.items()
        assert "Alpine: netcam 1.0-r2, signature: present" in told(image)

    @pytest.mark.parametrize("packing", ["w9.gzdio", "w2.xzdio", "w3.zstdio", "w2.lzdio", "w9.bzdio"])
    def test_what_rpmbuild_builds_is_opened(self, packing: str, tmp_path: Path, opened) -> None:
        rpmbuild, folder, spec = packer("rpmbuild"), on_disk(tmp_path / "root"), tmp_path / "a.spec"
        spec.write_text(
            "Name: netcam\nVersion: 1.0\nRelease: 2\nSummary: x\nLicense: MIT\nBuildArch: noarch\n"
            "AutoReqProv: no\n%description\nx\n%install\nmkdir -p %{buildroot}\n"
            f"cp -a {folder}/. %{{buildroot}}/\n%files\n%attr(4755,root,root) /bin/busybox\n/bin/sh\n/etc\n"
        )
        defines = [
            "-D",
            f"_topdir {tmp_path}/rpm",
            "-D",
            f"_binary_payload {packing}",
            "-D",
            "__os_install_post %{nil}",
        ]
        environment = ["-D", f"_dbpath {tmp_path}/db", "-D", "_build_id_links none"]
        run(rpmbuild, "-bb", "--quiet", *defines, *environment, spec)
        (target,) = (tmp_path / "rpm/RPMS/noarch").glob("*.rpm")
        image = opened(target)
        assert contents(image) == PLAIN
        assert image.roots[0].entry("/bin/busybox").mode == 0o4755
        assert image.roots[0].entry("/bin/sh").kind is EntryKind.LINK
        assert "netcam-1.0-2.noarch, licence MIT, signature: none" in told(image)
        assert not serious(image)

    def test_an_altered_rpm_fails_its_hash(self, opened) -> None:
        whole = packages.rpm()
        assert not serious(opened(whole))
        bent = whole[:-40] + bytes((whole[-40] ^ 1,)) + whole[-39:]
        assert any("hash of the package" in why for why in serious(opened(bent)))


def test_what_ar_packs_is_read_back(tmp_path: Path, opened) -> None:
    names = {"short.o": PROGRAM, "a-name-that-is-longer-than-sixteen.txt": b"x" * 99, "odd": b"odd bytes" * 9}
    for name, content in names.items():
        (tmp_path / name).write_bytes(content)
    run(packer("ar"), "rcD", "lib.a", *names, folder=tmp_path)
    (tree,) = opened(tmp_path / "lib.a").trees
    assert {entry.path[1:]: tree.read(entry) for entry in tree.files} == names


def test_a_bsd_archive_with_long_names_is_read(opened) -> None:
    name = b"a-name-that-is-longer-than-sixteen.o"
    content = name + b"contents" * 20
    head = f"{f'#1/{len(name)}':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode()
    (tree,) = opened(b"!<arch>\n" + head + content).trees
    assert tree.text("/" + name.decode()) == "contents" * 20


class TestBootPackages:
    def test_a_firmware_image_package_gives_each_boot_stage(self, opened) -> None:
        loader = b"U-Boot 2023.04 (Apr 03 2023)\0".rjust(3000, b"\x11")
        image = opened(
            packages.fip((packages.BL2, PROGRAM), (packages.BL33, loader), (packages.UNKNOWN, b"z" * 100))
        )
        kept = {part.name: image.read(part) for part in image.index.parts if part.blob}
        assert kept["bl2"] == PROGRAM and kept["u-boot"] == loader
        assert "00010203-0405-0607-0809-0a0b0c0d0e0f" in told(image)
        assert not serious(image)

    def test_a_content_outside_the_package_is_told(self, opened) -> None:
        whole = packages.fip()
        assert serious(opened(whole[: len(whole) - 200]))

    @pytest.mark.parametrize("signed", [False, True])
    def test_an_imx_image_tells_whether_it_is_signed(self, signed: bool, opened) -> None:
        image = opened(bytes(0x400) + packages.imx(signed=signed))
        assert [part.offset for part in image.index.parts if part.format == "imx-boot"] == [0x400]
        assert f"signature (HAB): {'present' if signed else 'none'}" in told(image)
        assert not serious(image)

    def test_vectors_that_point_nowhere_are_none(self, opened) -> None:
        bent = packages.imx()[:0x10] + struct.pack("<I", 0x1234) + packages.imx()[0x14:]
        assert "imx-boot" not in {part.format for part in opened(bent).index.parts}


class TestSevenZip:
    @pytest.mark.parametrize("options", [[], ["-ms=off"], ["-mhc=off", "-mx=1"]])
    def test_what_7z_packs_is_read_back(self, options: list[str], tmp_path: Path, opened) -> None:
        folder, target = on_disk(tmp_path / "root"), tmp_path / "a.7z"
        run(packer("7z"), "a", "-snl", *options, target, ".", folder=folder)
        image = opened(target)
        assert contents(image) == PLAIN
        assert image.roots[0].entry("/bin/busybox").mode == 0o4755
        assert image.roots[0].entry("/bin/sh").target == "busybox"
        assert not serious(image)

    def test_a_stored_file_is_read(self, opened) -> None:
        packer("7z")
        (tree,) = opened(packages.sevenzip()).trees
        assert tree.read(tree.entry("/app.bin")) == PROGRAM

    @pytest.mark.parametrize("option", ["-mhe=off", "-mhe=on"])
    def test_an_encrypted_archive_is_a_serious_gap(self, option: str, tmp_path: Path, opened) -> None:
        folder, target = on_disk(tmp_path / "root"), tmp_path / "a.7z"
        run(packer("7z"), "a", "-psecret", option, target, ".", folder=folder)
        assert any("encrypted" in why for why in serious(opened(target)))

    def test_without_the_program_it_says_what_to_install(self, monkeypatch, opened) -> None:
        monkeypatch.setenv("PATH", "")
        (gap,) = [gap for gap in opened(packages.sevenzip()).index.gaps if gap.serious]
        assert "7-Zip" in gap.instead.en

    def test_a_hostile_name_is_written_nowhere(self, tmp_path: Path, opened) -> None:
        packer("7z")
        tree = opened(packages.sevenzip("../../evil", b"evil" * 20)).trees[0]
        assert [entry.path for entry in tree.files] == ["/evil"]
        assert not list(tmp_path.rglob("evil"))

    def test_a_damaged_member_is_told(self, opened) -> None:
        packer("7z")
        whole = packages.sevenzip().replace(b"Booting", b"booting")
        assert any("checksum" in why for why in serious(opened(whole)))
