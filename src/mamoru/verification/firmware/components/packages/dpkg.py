"""The package database of dpkg, also as distroless images keep it. Source: dpkg(1), deb-control(5)."""

from collections.abc import Iterator

from mamoru.verification.firmware.components.packages.paragraphs import paragraphs
from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "deb"
PATHS = ("/var/lib/dpkg/status", "/var/lib/dpkg/status.d/*", "/usr/lib/dpkg/status")


def records(text: str) -> Iterator[PackageRecord]:
    """Each package that is installed; removed ones, of which only settings are left, are none."""
    for offset, fields in paragraphs(text):
        status = fields.get("status", "install ok installed").split()
        if not fields.get("package") or not fields.get("version") or status[-1:] != ["installed"]:
            continue
        source, _, source_version = fields.get("source", fields["package"]).partition(" ")
        yield PackageRecord(
            name=fields["package"],
            version=source_version.strip("() ") or fields["version"],
            ecosystem=ECOSYSTEM,
            source=source,
            architecture=fields.get("architecture"),
            supplier=fields.get("maintainer"),
            offset=offset,
        )
