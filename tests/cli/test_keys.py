"""`--key FILE`: an encrypted image is looked at with the maker's key, which is told nowhere."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from material import firmware as make
from material.command import mamoru

PASSPHRASE = "mimamori-no-kagi"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl")
    (tmp_path / "clear").write_bytes(make.squashfs())
    subprocess.run(
        [
            "openssl", "enc", "-aes-256-cbc", "-pbkdf2", "-pass", f"pass:{PASSPHRASE}",
            "-in", tmp_path / "clear", "-out", tmp_path / "update.enc",
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "key").write_text(f"{PASSPHRASE}\n")
    return tmp_path / "update.enc"


@pytest.mark.parametrize("verb", [("check",), ("firmware", "check")])
def test_an_encrypted_image_is_checked_with_its_key(verb: tuple[str, ...], sealed: Path) -> None:
    without = mamoru(*verb, sealed, "--format", "json")
    with_key = mamoru(*verb, sealed, "--format", "json", "--key", sealed.parent / "key")

    assert without.returncode == 3
    assert PASSPHRASE.encode() not in with_key.stdout + with_key.stderr
    assert b"Encrypted with" in without.stdout
    assert b"Encrypted with" not in with_key.stdout


def test_the_parts_of_an_encrypted_image_are_listed_with_its_key(sealed: Path) -> None:
    told = json.loads(
        mamoru("firmware", "tree", sealed, "--format", "json", "--key", sealed.parent / "key").stdout
    )

    assert "rootfs" in json.dumps(told)


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_a_key_that_cannot_be_read_is_a_usage_error(name: str, sealed: Path) -> None:
    (sealed.parent / "empty").touch()

    ended = mamoru("firmware", "check", sealed, "--key", sealed.parent / name)

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert len(ended.stderr.splitlines()) == 1
