"""Files of other collections, opened, or told as what they are; none is passed over without a word."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mamoru.errors import InputError
from mamoru.looked import Looked
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.opening.contained import open_contained

NOTHING_IN_IT = (
    "fake_7z",
    "fake_gz",
    "fake_tar",
    "fake_xz",
    "fake_zip",
    "fake.sqfs",
    "nothing.bin",
    "broken.pk2",
)
LEAST_OPENED = {"foreign-images": 23, "real-firmware": 4}  # as it is, so that none is lost


def looked_at_all(folder: Path) -> Iterator[tuple[str, Looked, bool]]:
    """Each file of `folder`: its name, what of it was looked at, whether something of it is named as unread."""
    for path in sorted(each for each in folder.iterdir() if each.suffix != ".json" and each.is_file()):
        with TemporaryDirectory() as work:
            try:
                index = open_contained(path, Path(work), None)
            except InputError:
                continue  # an empty file: refused in one line
            yield path.name, looked_of(index), bool(index.gaps)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["foreign-images", "real-firmware"])
def test_no_file_is_passed_over_without_a_word(name: str, shared_data: Path) -> None:
    seen = list(looked_at_all(shared_data / name))
    assert seen
    silent = [
        file
        for file, looked, told in seen
        if not looked.nothing and not told and looked.shares[0].answered < looked.shares[0].asked
    ]
    assert silent == []
    opened = [file for file, looked, _ in seen if not looked.nothing]
    assert len(opened) >= LEAST_OPENED[name], opened
    controls = [file for file, looked, _ in seen if file.endswith(NOTHING_IN_IT) or "fake" in file]
    assert not set(controls) & set(opened)
