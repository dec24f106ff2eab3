"""Lua packages as LuaRocks installs them: the folders tell name and version.

Source: LuaRocks documentation, "File locations", "Rockspec format".
"""

import re
from collections.abc import Iterator

from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "luarocks"
PATHS = ("*/rocks*/*/*/*.rockspec", "*/rocks*/*/*/rock_manifest")
_INSTALLED = re.compile(
    r".*/rocks(?:-5\.\d)?/(?P<name>[\w.-]{1,100})/(?P<version>[\w.]{1,60}-\d{1,4})/"
    r"(?:rock_manifest|(?P=name)-(?P=version)\.rockspec)"
)


def records_in(data: bytes, path: str) -> Iterator[PackageRecord]:
    """The rock to which this file belongs."""
    if (installed := _INSTALLED.fullmatch(path)) is not None:
        yield PackageRecord(name=installed["name"], version=installed["version"], ecosystem=ECOSYSTEM)
