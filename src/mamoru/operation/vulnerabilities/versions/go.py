"""Go modules: semantic versions with pseudo-versions (`v0.0.0-20210101000000-abcdefabcdef`), and the
releases of Go itself (`go1.21rc2`). Source: Go Modules Reference, "Versions", "Pseudo-versions".
"""

import re

from mamoru.operation.vulnerabilities.versions import semver

ORDER = ("go",)
_RELEASE = re.compile(r"(?:go)?([0-9]+(?:\.[0-9]+)*)(rc|beta|alpha)([0-9]+)")


def key(version: str) -> bytes | None:
    """The key; None where it is no version of a module or of Go."""
    if form := _RELEASE.fullmatch(version):
        version = "{}-{}.{}".format(*form.groups())
    elif version.startswith("go"):
        version = version[2:]
    return semver.key(version)
