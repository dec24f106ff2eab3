"""NuGet packages: up to four numbers and a pre-release, in any case of letters; `+build` does not count.

Source: NuGet, "Package versioning".
"""

from mamoru.operation.vulnerabilities.versions import semver

ORDER = ("nuget",)


def key(version: str) -> bytes | None:
    """The key; None where it is no version of a package."""
    return semver.key(version.lower())
