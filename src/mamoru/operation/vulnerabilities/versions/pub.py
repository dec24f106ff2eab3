"""Dart and Flutter packages: semantic versions in which the build counts too (1.2.3 before 1.2.3+1)."""

from mamoru.operation.vulnerabilities.versions import semver

ORDER = ("pub",)


def key(version: str) -> bytes | None:
    """The key; None where it is no semantic version."""
    plain, _, build = version.partition("+")
    written = semver.key(plain)
    if written is None or not build:
        return written
    ordered = semver.key(f"0-{build}")
    return None if ordered is None else written + ordered
