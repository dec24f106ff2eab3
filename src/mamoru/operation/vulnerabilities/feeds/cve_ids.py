"""The CVE ids that stand in a text."""

import re

_CVE = re.compile(r"\bCVE-\d{4}-\d{4,19}\b", re.IGNORECASE)
_WEAKNESS = re.compile(r"\bCWE-\d{1,6}\b")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")


def cve_ids(*texts: str) -> tuple[str, ...]:
    """Each CVE id in `texts` once, in the order in which they stand, in capitals."""
    return tuple(dict.fromkeys(found.upper() for text in texts for found in _CVE.findall(text)))


def weaknesses(*texts: str) -> tuple[str, ...]:
    """Each CWE id in `texts` once, in the order in which they stand."""
    return tuple(dict.fromkeys(found for text in texts for found in _WEAKNESS.findall(text)))


def day(text: str) -> str | None:
    """The first day in `text` (`2026-06-24`, `20260624`) as `2026-06-24`."""
    found = _DAY.search(text)
    return "-".join(found.groups()) if found else None
