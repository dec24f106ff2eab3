"""Make a raw version plain: the version that the software's own makers gave."""

import re
from collections.abc import Sequence
from functools import cache

from mamoru.product.software.model import Rewrite, Software

_EPOCH = re.compile(r"^\d+:")
_REVISION = {
    "deb": re.compile(r"-[^-]*$"),
    "rpm": re.compile(r"-[^-]*$"),
    "apk": re.compile(r"-r\d+$"),
    "opkg": re.compile(r"-(?:r?\d[\w.]*|[0-9a-f]{7,40})$"),
}
_REPACKED = re.compile(
    r"[.+~-](?:dfsg|ds|debian|repack|really-?is|nmu|deb|ubuntu|git|svn|bzr)\d*(?:[.+~\w-]*)$"
)
_REALLY = re.compile(r"^.*\+really")
_COMPATIBLE = re.compile(r"^(\d[\w.]*)\+deb.*$")


def upstream(raw: str, ecosystem: str) -> str:
    """The upstream part of the version of a package of `ecosystem` (deb, rpm, apk, opkg).

    The epoch, the distribution's revision and the marks of a repacked source are left out;
    `5.1+really4.9` is 4.9. What is of another form is given back as it is.
    Source: Debian Policy 5.6.12; RPM version handling; apk-tools versions.
    """
    version = _EPOCH.sub("", raw.strip())
    version = _REALLY.sub("", version)
    revision = _REVISION.get(ecosystem)
    if revision is not None:
        version = revision.sub("", version, count=2 if ecosystem == "opkg" else 1)
    while (shorter := _REPACKED.sub("", version)) != version and shorter:
        version = shorter
    return _COMPATIBLE.sub(r"\1", version)


def plain(raw: str, software: Software) -> str:
    """`raw` after the rewriting steps of `software`."""
    return rewritten(raw, software.plain)


def rewritten(raw: str, steps: Sequence[Rewrite]) -> str:
    """`raw` after each of `steps`, in order."""
    for step in steps:
        raw = _compiled(step.find).sub(step.to, raw)
    return raw


@cache
def _compiled(find: str) -> re.Pattern[str]:
    return re.compile(find)
