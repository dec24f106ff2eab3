"""The package database of opkg (OpenWrt, Yocto). Source: opkg, "status" and control files."""

from collections.abc import Iterator

from mamoru.verification.firmware.components.packages.paragraphs import paragraphs
from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "opkg"
PATHS = (
    "/usr/lib/opkg/status",
    "/var/lib/opkg/status",
    "/usr/lib/opkg/info/*.control",
    "/var/lib/opkg/info/*.control",
)


def records(text: str) -> Iterator[PackageRecord]:
    """Each installed package; a control file has no `Status` and is one."""
    for offset, fields in paragraphs(text):
        status = fields.get("status", "install user installed").split()
        if not fields.get("package") or not fields.get("version") or "installed" not in status[-1:]:
            continue
        source = fields.get("sourcename") or fields.get("source", "").rpartition("/")[2]
        yield PackageRecord(
            name=fields["package"],
            version=fields["version"],
            ecosystem=ECOSYSTEM,
            source=source or None,
            architecture=fields.get("architecture"),
            license=fields.get("license"),
            supplier=fields.get("maintainer"),
            offset=offset,
        )
