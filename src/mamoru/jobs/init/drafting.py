"""Draft a product file from what an image shows: its release, services and parts."""

import re
import tempfile
import tomllib
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import msgspec

from mamoru.looked import Looked
from mamoru.product.answers import Answers
from mamoru.product.drafting import SeenService, draft_from
from mamoru.progress import Progress
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.image import load
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.opening.contained import open_contained

TABLE = Path(__file__).with_name("listening.toml")
_VERSION = re.compile(r"(?<![\d.])v?(\d+\.\d+(?:\.\d+){0,2})(?![\d.]*\d)")


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """The answers that an image gives, and what of it was looked at."""

    answers: Answers
    looked: Looked


class Listening(NamedTuple):
    """What a program speaks, and where it usually listens; None where that has no port of its own."""

    protocol: str
    port: int | None


class _Protocol(msgspec.Struct, frozen=True):
    programs: tuple[str, ...]
    port: int | None = None


@cache
def listening() -> dict[str, Listening]:
    """The programs that are known to listen, by name."""
    table = msgspec.convert(tomllib.loads(TABLE.read_text(encoding="utf-8")), dict[str, _Protocol])
    return {
        program: Listening(protocol, row.port) for protocol, row in table.items() for program in row.programs
    }


def draft(image: Path, answers: Answers, named: str, progress: Progress | None) -> Drafted:
    """`answers` with what `image` shows; `named` is the image's path from the product's folder.

    Raises `InputError` where the image cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="mamoru-") as work:
        index = open_contained(image, Path(work), progress)
        opened = load(Path(work))
        services = [
            SeenService(protocol=known.protocol, port=known.port, location=str(service.at))
            for root in opened.roots
            for service in started(root)
            if (known := listening().get(PurePosixPath(service.name).name)) is not None
        ]
        opened.close()
    found = _VERSION.search(image.stem)
    drafted = draft_from(
        answers,
        image_file=named,
        sha256=index.sha256,
        version=found.group(1) if found else None,
        components=index.components,
        services=services,
    )
    return Drafted(answers=drafted, looked=looked_of(index))
