"""`mamoru explain`: of which release, and how it reads on a terminal."""

from pathlib import Path

import pytest

from mamoru.assessment.report.plain_text import cells
from material.command import mamoru

PRODUCT = """\
id: nc-100
name: {en: Camera}
releases:
  - {version: "1.0"}
  - {version: "1.1"}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "maker.yaml").write_text("id: mimamori\nname: {en: Mimamori}\n", encoding="utf-8")
    (tmp_path / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    return tmp_path


def test_each_release_is_explained_by_its_own_last_result(workspace: Path) -> None:
    for release in ("1.0", "1.1"):
        mamoru("check", workspace, "--release", release)

    told = {r: mamoru("explain", "1A.1", workspace, "--release", r).stdout.decode() for r in ("1.0", "1.1")}

    assert "Camera 1.0" in told["1.0"]
    assert "Camera 1.1" not in told["1.0"]
    assert "Camera 1.1" in told["1.1"]


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--release", "1.0"), "mamoru check --release 1.0"),
        (("--release", "9"), "1.0, 1.1"),
        (("--product", "other"), "nc-100"),
    ],
)
def test_a_release_that_is_not_there_or_was_not_checked_is_refused(
    workspace: Path, options: tuple[str, ...], hint: str
) -> None:
    told = mamoru("explain", "1A.1", workspace, *options)

    assert (told.returncode, told.stdout) == (2, b"")
    assert hint in told.stderr.decode()


@pytest.mark.parametrize("id", ["1A.1", "FW-ACCT-004", "TC-AUTH-01", "no-shared-credential", "guide"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_line_is_wider_than_a_terminal(tmp_path: Path, id: str, lang: str) -> None:
    told = mamoru("explain", id, tmp_path, lang=lang).stdout.decode()

    assert max(cells(line) for line in told.splitlines()) <= 80


def test_what_is_no_vulnerability_is_refused(tmp_path: Path) -> None:
    told = mamoru("explain", "CVE-1-2", tmp_path)

    assert told.returncode == 2
    assert "CVE-2022-0778" in told.stderr.decode()


def test_a_vulnerability_is_found_in_any_case(tmp_path: Path) -> None:
    assert mamoru("explain", "cve-2022-0778", cwd=tmp_path).stdout.startswith(b"CVE-2022-0778")
