"""Python packages as they are installed. Source: PyPA, "Core metadata specifications"."""

from collections.abc import Iterator

from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "pypi"
PATHS = ("*.dist-info/METADATA", "*.egg-info/PKG-INFO", "*.egg-info", "*/EGG-INFO/PKG-INFO")
_MOST_LINES, _LONGEST = 200, 200


def records_in(data: bytes, path: str) -> Iterator[PackageRecord]:
    """The package that a `METADATA` or `PKG-INFO` file describes: its header lines, not the long text."""
    fields: dict[str, str] = {}
    for line in data[:65536].decode("utf-8", "replace").splitlines()[:_MOST_LINES]:
        if not line:
            break
        name, colon, value = line.partition(":")
        if colon and not name[:1].isspace():
            fields.setdefault(name.lower(), value.strip()[:_LONGEST])
    if fields.get("name") and fields.get("version") and "metadata-version" in fields:
        yield PackageRecord(
            name=fields["name"],
            version=fields["version"],
            ecosystem=ECOSYSTEM,
            supplier=fields.get("author") or None,
        )
