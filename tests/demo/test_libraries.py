import zipfile
from pathlib import Path

from mamoru.demo.libraries import libraries


def wheel(folder: Path, *names: str) -> Path:
    path = folder / "pillow-1-cp39-cp39-manylinux2014_aarch64.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"\x7fELF " + name.encode())
    return path


def test_bundled_libraries_and_big_modules_get_their_place_on_the_camera(tmp_path: Path) -> None:
    packed = wheel(
        tmp_path,
        "Pillow.libs/libz-cfca7495.so.1.2.11",
        "PIL/_imaging.cpython-39-aarch64-linux-gnu.so",
        "PIL/Image.py",
        "Pillow-8.3.0.dist-info/METADATA",
    )
    assert [library.path for library in libraries([packed], python="3.9")] == [
        "/usr/lib/libz-cfca7495.so.1.2.11",
        "/usr/lib/python3.9/site-packages/PIL/_imaging.cpython-39-aarch64-linux-gnu.so",
        "/usr/lib/python3.9/site-packages/Pillow-8.3.0.dist-info/METADATA",
    ]


def test_a_name_that_leads_elsewhere_is_passed_over(tmp_path: Path) -> None:
    packed = wheel(tmp_path, "../../evil.so", "x.libs/../../evil.so", "/etc/x.libs/evil.so", "x.libs/a/b.so")
    assert libraries([packed], python="3.9") == []


def test_contents_come_out_as_they_went_in(tmp_path: Path) -> None:
    packed = wheel(tmp_path, "a.libs/liba.so.1")
    (library,) = libraries([packed], python="3.9")
    assert b"".join(library.chunks()) == b"\x7fELF a.libs/liba.so.1"
    assert library.size == len(b"\x7fELF a.libs/liba.so.1")
