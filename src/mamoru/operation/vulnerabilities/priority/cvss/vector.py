"""A CVSS vector taken apart: every metric known, its value allowed, none twice, none of the base left out."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.priority.tables import Scheme, tables

MOST_LENGTH = 512
_PREFIXES = {"CVSS:3.0": "3.0", "CVSS:3.1": "3.1", "CVSS:4.0": "4.0"}


class Vector(msgspec.Struct, frozen=True, kw_only=True):
    """A vector: its version (`2.0`, `3.0`, `3.1`, `4.0`) and the metrics that it writes."""

    version: str
    metrics: dict[str, str]

    @property
    def scheme(self) -> Scheme:
        """The metrics and weights of its version."""
        return tables().schemes[self.version[0]]

    def __getitem__(self, metric: str) -> str:
        """The value of `metric`; what is not written is not defined (`X`, in version 2 `ND`)."""
        return self.metrics.get(metric, "ND" if self.version == "2.0" else "X")

    @property
    def base(self) -> dict[str, str]:
        """The base metrics alone."""
        return {metric: self.metrics[metric] for metric in self.scheme.base}

    def modified(self, metric: str) -> str:
        """The value of a base metric as the environment changes it."""
        changed = self[f"M{metric}"]
        return changed if changed != "X" else self.metrics[metric]

    def defines(self, group: Mapping[str, object]) -> bool:
        """Whether it says anything on a metric of `group`."""
        return any(self[metric] not in ("X", "ND") for metric in group)


@lru_cache(maxsize=1 << 13)
@lru_cache(1 << 13)  # the whole NVD writes 3,590 different ones
def read_vector(text: str) -> Vector:
    """The vector that `text` writes. Raises `FormatError` for anything else.

    Source: CVSS v2.0, 2.4; v3.1, chapter 6; v4.0, chapter 7. Any order of metrics is taken.
    """
    if len(text) > MOST_LENGTH:
        raise FormatError(0, "longer than any CVSS vector")
    head, _, rest = text.partition("/")
    version = _PREFIXES.get(head)
    if version is None and head.startswith("CVSS"):
        raise FormatError(0, f"no known version of CVSS: {head[:20]}")
    body, offset = (rest, len(head) + 1) if version else (text, 0)
    vector = Vector(version=version or "2.0", metrics=_metrics(body, offset, version or "2.0"))
    if absent := [metric for metric in vector.scheme.base if metric not in vector.metrics]:
        raise FormatError(len(text), f"without {', '.join(absent)}")
    return vector


def _metrics(body: str, offset: int, version: str) -> dict[str, str]:
    scheme = tables().schemes[version[0]]
    allowed = {**scheme.base, **scheme.temporal, **scheme.environmental, **scheme.supplemental}
    found: dict[str, str] = {}
    for part in body.split("/"):
        metric, _, value = part.partition(":")
        if metric not in allowed:
            raise FormatError(offset, f"no metric of CVSS {version}: {part[:20]}")
        if value not in allowed[metric]:
            raise FormatError(offset, f"{metric} has no such value: {value[:20]}")
        if metric in found:
            raise FormatError(offset, f"{metric} stands twice")
        found[metric] = value
        offset += len(part) + 1
    return found
