import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from mamoru.demo import Prepared, prepare
from mamoru.demo.wheels import sha256_of
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.product.document_files import documents
from mamoru.product.workspace import find_workspace


@pytest.fixture
def prepared(no_network: None, tmp_path: Path) -> Prepared:
    return prepare(tmp_path / "demo", cache=tmp_path / "cache")


def test_without_a_network_both_images_are_built_and_what_is_missing_is_named(prepared: Prepared) -> None:
    assert [image.version for image in prepared.images] == ["1.0", "1.1"]
    assert prepared.images[0].missing == ("cryptography 3.4.7", "lxml 4.6.2", "Pillow 8.3.0", "pyzmq 22.1.0")
    assert all(image.why is not None and "lxml" in image.why.ja for image in prepared.images)
    assert all(image.sha256 == sha256_of(image.path) for image in prepared.images)


def test_the_product_files_are_valid_and_every_document_is_there(prepared: Prepared) -> None:
    workspace = find_workspace(prepared.folder)
    declared = workspace.product("nc-100")
    found = documents(workspace, declared, on=date(2026, 11, 23), release="1.1")
    assert declared.folder.resolve() == prepared.product.resolve()
    assert {"images/netcam-1.1.bin", "docs/policy.md", "docs/results-1.1.md"} <= set(found.files)
    assert len(found.files) == len([*prepared.folder.rglob("*.md"), *prepared.folder.rglob("*.txt")]) + 1


def test_a_second_run_changes_nothing(prepared: Prepared, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in prepared.folder.rglob("*.bin")}
    again = prepare(tmp_path / "demo", cache=tmp_path / "cache")
    assert again == prepared
    assert {path: path.stat().st_mtime_ns for path in prepared.folder.rglob("*.bin")} == before


def test_a_damaged_image_is_built_again(prepared: Prepared, tmp_path: Path) -> None:
    prepared.images[0].path.write_bytes(b"damaged")
    again = prepare(tmp_path / "demo", cache=tmp_path / "cache")
    assert again.images[0].sha256 == prepared.images[0].sha256 == sha256_of(prepared.images[0].path)


def test_what_the_user_changed_is_kept_and_named(prepared: Prepared, tmp_path: Path) -> None:
    maker = prepared.folder / "maker.yaml"
    maker.write_text(maker.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    for _ in range(2):
        again = prepare(tmp_path / "demo", cache=tmp_path / "cache")
    assert again.kept == ("maker.yaml",)
    assert maker.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_folder_of_somebody_else_is_left_alone(no_network: None, tmp_path: Path) -> None:
    (tmp_path / "maker.yaml").write_text("id: other\n")
    with pytest.raises(InputError) as raised:
        prepare(tmp_path, cache=tmp_path / "cache")
    assert "maker.yaml" in raised.value.message.ja
    assert [path.name for path in tmp_path.iterdir()] == ["maker.yaml"]


def test_progress_is_told_in_both_languages_up_to_the_end(no_network: None, tmp_path: Path) -> None:
    told: list[tuple[Text, float | None]] = []
    prepare(
        tmp_path / "demo", cache=tmp_path / "cache", progress=lambda what, share: told.append((what, share))
    )
    shares = [share for _, share in told if share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(what.ja and what.en for what, _ in told)


def test_no_image_and_no_key_is_committed(example: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "."], cwd=example, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not listed:
        pytest.skip("not a git checkout")
    suffixes = {Path(name).suffix for name in listed}
    assert not suffixes & {".bin", ".key", ".crt", ".pem", ".so", ".whl"}
    assert not any("PRIVATE KEY" in (example / name).read_text("utf-8") for name in listed)


def test_importing_the_demo_needs_no_checks() -> None:
    code = "import sys, mamoru.demo; print(any('checks' in name for name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
