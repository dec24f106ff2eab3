"""What each release of the demo's camera is made of: `firmware.yaml` and the folders beside it."""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
import yaml

Kind = Literal[
    "rsa-private-key", "weak-certificate", "root-certificate", "ssh-host-key", "authorized-key", "public-key",
    "led-program",
]  # fmt: skip


class Made(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that is worked out when the image is built: what it is, and the name it belongs to."""

    what: Kind
    name: str
    since: date | None = None
    until: date | None = None


class Version(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One release. `modes` are permission bits in octal, `links` the targets of symbolic links,
    `settings` the files of the settings partition."""

    environment: dict[str, str]
    modes: dict[str, str] = {}
    links: dict[str, str] = {}
    made: dict[str, Made] = {}
    settings: dict[str, str] = {}

    def mode(self, path: str, executable: tuple[str, ...]) -> int:
        """The permission bits of `path`: stated, else by the folder it lies in."""
        stated = self.modes.get(path)
        if stated is not None:
            return int(stated, 8)
        return 0o755 if path.rpartition("/")[0] in executable else 0o644


class Description(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The camera's firmware: `folders` are empty directories, `executable` folders of programs."""

    folders: dict[str, str]
    executable: tuple[str, ...]
    releases: dict[str, Version]


def description(example: Path) -> Description:
    """What `firmware.yaml` of the example says."""
    text = (example / "firmware.yaml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.load(text, yaml.CBaseLoader), Description, strict=False)  # noqa: S506


def text_files(example: Path, version: str) -> dict[str, Path]:
    """Path on the camera -> file of the example: what all releases share, then what this one has."""
    found: dict[str, Path] = {}
    for layer in (example / "rootfs" / "common", example / "rootfs" / version):
        for path in sorted(layer.rglob("*")):
            if path.is_file():
                found["/" + path.relative_to(layer).as_posix()] = path
    return found
