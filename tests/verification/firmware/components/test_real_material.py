"""Components of real images and real packages, measured against what is in them."""

import json
import lzma
import tarfile
from pathlib import Path

import pytest

from mamoru.product.software import known_software
from mamoru.verification.firmware import Limits, load
from mamoru.verification.firmware.components.merging import merged
from mamoru.verification.firmware.components.packages import maven
from mamoru.verification.firmware.components.packages.databases import sighted
from mamoru.verification.firmware.components.scanner import is_binary, scanned
from mamoru.verification.firmware.opening.inspecting import inspect_image

OTHER_NAMES = {
    "bzip2": "bzip2", "gcc-10": "gcc", "libpng1.6": "libpng", "sqlite3": "sqlite", "xz-utils": "xz",
    "libcurl": "curl", "point-to-point_protocol": "ppp", "squashfs": "squashfs-tools", "acpid2": "acpid",
    "router_advertisement_daemon": "radvd", "free_range_routing": "frr", "dropbear_ssh": "dropbear",
    "chess": "gnuchess", "mailx": "heirloom-mailx",
}  # fmt: skip
PRODUCTS = {cpe.split(":")[-1]: known.id for known in known_software() for cpe in known.cpes}
IDS = {known.id for known in known_software()}


def identity(name: str) -> str | None:
    other = OTHER_NAMES.get(name) or PRODUCTS.get(name)
    return name if name in IDS else other


@pytest.fixture(scope="module")
def mini(shared_data: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("mini")
    path = folder / "mini.bin"
    path.write_bytes(lzma.decompress((shared_data / "firmware/mini.bin.xz").read_bytes()))
    inspect_image(path, folder / "work", Limits())
    return load(folder / "work")


@pytest.mark.shared
def test_mini_names_its_components_with_the_right_versions_and_none_wrong(mini, shared_data):
    truth = json.loads((shared_data / "firmware/mini.truth.json").read_text())["components"]
    told = {c.name: c.version for c in mini.index.components}

    names = [t for t in truth if identity(t["name"]) in told]
    readable = [t for t in truth if t["detectable_by_version_string"]]
    right = [t["name"] for t in readable if told.get(identity(t["name"])) == t["upstream_version"]]
    wrong = [t["name"] for t in names if told[identity(t["name"])] not in (None, t["upstream_version"])]
    assert wrong == []
    assert len(right) == len(readable) == 17
    assert len(names) == len(told) == 22


@pytest.mark.shared
def test_real_packages_of_known_products_tell_product_and_version(shared_data):
    covered, right, wrong = 0, [], []
    for group in json.loads((shared_data / "binaries/truth.json").read_text()):
        for package in group["packages"]:
            known = identity(package["product"])
            if known is None:
                continue
            told = _told(shared_data / "binaries/condensed" / package["file"])
            covered += 1
            right += [package["file"]] if package["version"] in told.get(known, ()) else []
            allowed = {known, *map(identity, package["other_products"])}
            wrong += [(package["file"], n, v) for n in told if n not in allowed for v in told[n] if v]
            wrong += [
                (package["file"], known, v)
                for v in told.get(known, ())
                if v not in (None, package["version"])
            ]
    assert covered == 252
    assert len(right) == covered
    assert wrong == []


def _told(package: Path) -> dict[str, set[str | None]]:
    """The versions of each known product that the files of `package` tell."""
    seen = []
    with tarfile.open(package) as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)):
                data, path = file.read(), f"/{member.name.lstrip('./')}"
                seen += scanned(data, path, "package") if is_binary(data) else []
                seen += [sighted(record, path, "package") for record in maven.records_in(data, path)]
    told: dict[str, set[str | None]] = {}
    for component in merged(seen, {}):
        if component.software:
            told.setdefault(component.software, set()).add(component.version)
    return told


WHEELS = {
    "zlib": "1.2.11", "libpng": "1.6.37", "libtiff": "4.3.0", "bzip2": "1.0.8", "openssl": "1.1.1k",
    "krb5": "1.15.1", "pcre": "8.32", "libjpeg": "9d", "openjpeg": "2.4.0", "harfbuzz": "2.8.1",
    "libsodium": "1.0.18", "libxml2": "2.9.10", "libxslt": "1.1.34", "freetype": None, "libwebp": None,
    "lcms2": None, "libzmq": None, "libselinux": None,
    "Pillow": "8.3.0", "cryptography": "3.4.7", "lxml": "4.6.2", "pyzmq": "22.1.0",
}  # fmt: skip


@pytest.mark.network
@pytest.mark.timeout(300)
def test_the_libraries_in_real_wheels_tell_what_they_are(tmp_path):
    _fetched(tmp_path / "wheels", tmp_path / "files")

    index = inspect_image(tmp_path / "files", tmp_path / "work", Limits())

    assert {c.name: c.version for c in index.components} == WHEELS


def _fetched(wheels: Path, files: Path) -> None:
    import subprocess
    import sys
    import zipfile

    pins = ["Pillow==8.3.0", "cryptography==3.4.7", "lxml==4.6.2", "pyzmq==22.1.0"]
    abi = ["--python-version", "3.9", "--implementation", "cp", "--abi", "cp39", "--abi", "abi3"]
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", *abi]
    run = subprocess.run(
        [*command, "--platform", "manylinux2014_aarch64", "-d", str(wheels), *pins],
        capture_output=True,
        check=False,
    )
    if run.returncode:
        pytest.skip("the wheels cannot be fetched here")
    for wheel in sorted(wheels.glob("*.whl")):
        zipfile.ZipFile(wheel).extractall(files / wheel.name.split("-")[0])
