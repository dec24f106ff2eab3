"""Node packages as npm installs them. Source: npm, "package.json"."""

import re
from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "npm"
PATHS = ("*/node_modules/*/package.json",)
_INSTALLED = re.compile(r".*/node_modules/((?:@[\w.~-]{1,100}/)?[\w.~-]{1,214})/package\.json")


class _Manifest(msgspec.Struct):
    name: str
    version: str


def records_in(data: bytes, path: str) -> Iterator[PackageRecord]:
    """The package whose own `package.json` this is; one of a test or example inside a package is none."""
    if (installed := _INSTALLED.fullmatch(path)) is None:
        return
    try:
        manifest = msgspec.json.decode(data, type=_Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    if manifest.name.rpartition("/")[2] == installed.group(1).rpartition("/")[2] and manifest.version:
        yield PackageRecord(name=manifest.name[:214], version=manifest.version[:100], ecosystem=ECOSYSTEM)
