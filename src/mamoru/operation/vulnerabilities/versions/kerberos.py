"""MIT Kerberos 5: `krb5-1.17`, `5-1.17` and `1.17` are one release; what is not of generation 1 is no release
of it (the NVD keeps Kerberos 4 under the same name).

Source: MIT's release announcements; the spelling of the NVD's CPE names of mit:kerberos.
"""

import re

from mamoru.operation.vulnerabilities.versions import generic

ORDER = ("kerberos",)
_RELEASE = re.compile(
    r"(?:krb)?5?-?(1(?:\.\d+)*(?:[-_. ]?(?:alpha|beta|rc|p)[-_.]?\d*)?)(?:-final|_kdc)?", re.IGNORECASE
)


def key(version: str) -> bytes | None:
    """The key; None where it is no release of Kerberos 5."""
    found = _RELEASE.fullmatch(version.strip())
    return generic.key(found[1]) if found else None
