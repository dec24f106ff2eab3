"""The package database of apk (Alpine, newer OpenWrt). Source: Alpine wiki, "Apk spec", installed db."""

from collections.abc import Iterator

from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "apk"
PATHS = ("/lib/apk/db/installed", "/usr/lib/apk/db/installed", "/var/lib/apk/db/installed")


def records(text: str) -> Iterator[PackageRecord]:
    """Each installed package: `P:` name, `V:` version, `o:` origin, `A:` architecture, `L:` licence."""
    fields: dict[str, str] = {}
    start = at = 0
    for line in [*text.splitlines(keepends=True), "\n"]:
        if line.strip():
            if not fields:
                start = at
            if line[1:2] == ":":
                fields.setdefault(line[0], line[2:].strip())
        else:
            if fields.get("P") and fields.get("V"):
                yield PackageRecord(
                    name=fields["P"],
                    version=fields["V"],
                    ecosystem=ECOSYSTEM,
                    source=fields.get("o"),
                    architecture=fields.get("A"),
                    license=fields.get("L"),
                    supplier=fields.get("m"),
                    offset=start,
                )
            fields = {}
        at += len(line)
