"""OpenSSH: the portable release is the release (8.4p1 is 8.4), a second one is newer (9.9p2).

Source: OpenSSH's release notes; the NVD writes either form.
"""

import re

from mamoru.operation.vulnerabilities.versions import generic

ORDER = ("openssh",)
_FIRST = re.compile(r"(?<=[0-9])[-_]?[pP]1(?![0-9])")


def key(version: str) -> bytes | None:
    """The key; None as in `generic`."""
    return generic.key(_FIRST.sub("", version))
