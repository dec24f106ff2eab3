"""Make the demo ready: the example's workspace in a folder, with the firmware images of both releases."""

import hashlib
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.data_folder import data_folder
from mamoru.demo import camera
from mamoru.demo.copying import Record, copy_workspace, read_record, write_record
from mamoru.demo.description import text_files
from mamoru.demo.example import example_folder
from mamoru.demo.wheels import WHEELS, Fetched, fetch, sha256_of
from mamoru.errors import InputError, why
from mamoru.language import Text
from mamoru.progress import Titled

PRODUCT = "products/nc-100"
_FETCHING = Text(
    "ファームウェア {version} の部品を取得しています", "Fetching libraries for firmware {version}"
)
_BUILDING = Text("ファームウェア {version} を組み立てています", "Building firmware {version}")
_READY = Text("準備ができました", "Ready")
_MISSING = Text(
    "ファームウェア {version} に入れる部品 {names} を取得できませんでした（{why}）。この部品の分は確認できません。",
    "For firmware {version}, {names} could not be fetched ({why}). What is in them cannot be looked at.",
)
_UNWRITABLE = Text("{folder} に書けません（{why}）。", "{folder} cannot be written ({why}).")
_ELSEWHERE = Text("書けるフォルダーを指定してください。", "Name a folder that can be written.")


class BuiltImage(msgspec.Struct, frozen=True, kw_only=True):
    """The image of one release. `missing` names what could not be had for it (such as `lxml 4.6.2`),
    `why` says so in a sentence; None where nothing is missing."""

    version: str
    path: Path
    sha256: str
    missing: tuple[str, ...] = ()
    why: Text | None = None


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The demo's workspace in `folder`, its product's folder, its images oldest first, and the files
    that were kept because somebody changed them."""

    folder: Path
    product: Path
    images: tuple[BuiltImage, ...]
    kept: tuple[str, ...] = ()


def prepare(folder: Path, *, progress: Titled | None = None, cache: Path | None = None) -> Prepared:
    """Copy the example into `folder` and build both images, if that was not done before.

    The first run fetches some 30 MB through pip into `cache`; what cannot be had is missing from the
    image, and said. `InputError` where the folder holds something else or cannot be written.
    """
    tell: Titled = progress or (lambda what, share: None)
    wheels_in = cache or data_folder() / "demo" / "wheels"
    example = example_folder()
    try:
        before = read_record(folder)
        files, kept = copy_workspace(example, folder, before)
        images: list[BuiltImage] = []
        made_from: dict[str, tuple[str, str]] = {}
        for number, version in enumerate(WHEELS):
            tell(_FETCHING.fill(version=version), number / len(WHEELS))
            fetched = fetch(WHEELS[version], wheels_in)
            tell(_BUILDING.fill(version=version), (number + 0.5) / len(WHEELS))
            target = folder / PRODUCT / "images" / f"netcam-{version}.bin"
            made_from[version] = _image(example, version, fetched, target, before.images.get(version))
            images.append(_built(version, target, made_from[version][1], fetched))
        write_record(folder, Record(files=files, images=made_from))
    except OSError as error:
        reason, place = why(error), error.filename or folder
        text = _UNWRITABLE.fill(folder=place, why=reason)
        raise InputError(text, _ELSEWHERE) from error
    tell(_READY, 1.0)
    return Prepared(folder=folder, product=folder / PRODUCT, images=tuple(images), kept=kept)


def _image(
    example: Path, version: str, fetched: Fetched, target: Path, before: tuple[str, str] | None
) -> tuple[str, str]:
    """Build the image unless the same is there already; what it is made from, and its SHA-256."""
    source = _source(example, version, fetched.paths)
    if before is not None and before[0] == source and target.is_file() and sha256_of(target) == before[1]:
        return before
    camera.build(example, version, fetched.paths, target)
    return source, sha256_of(target)


def _source(example: Path, version: str, wheels: Sequence[Path]) -> str:
    """A digest of all that the image depends on: wheels, the example's files, this code, zlib."""
    digest = hashlib.sha256(zlib.ZLIB_RUNTIME_VERSION.encode())
    code = sorted(Path(__file__).parent.rglob("*.py"))
    ours = [example / "firmware.yaml", *text_files(example, version).values(), *code]
    for path in (*wheels, *ours):
        digest.update(path.name.encode() + b"\0" + sha256_of(path).encode())
    return digest.hexdigest()


def _built(version: str, path: Path, sha256: str, fetched: Fetched) -> BuiltImage:
    missing = tuple(str(wheel) for wheel in fetched.missing)
    lacking = None
    if fetched.why is not None:
        names = ", ".join(missing)
        lacking = _MISSING.fill(version=version, names=names, why=fetched.why)
    return BuiltImage(version=version, path=path, sha256=sha256, missing=missing, why=lacking)
