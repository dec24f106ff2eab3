"""Parts of a record that every source gives in its own prose: links, ids, times, a CVSS vector."""

import re
from collections.abc import Iterable

MOST_LINKS = 16
_MOST_URLS = 256
_MOST_URL = 1000
_MOST_TIME = 40
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CVE = re.compile(r"CVE-\d{4}-\d{4,19}", re.ASCII)
_VECTOR = re.compile(r"(?:CVSS:(?:2\.0|3\.[01]|4\.0)/)?[A-Z][A-Za-z]{0,2}:[\w:/.]{1,250}", re.ASCII)


def links(urls: Iterable[str]) -> tuple[str, ...]:
    """The addresses of web pages among `urls`, each once, as many as a record keeps."""
    safe: dict[str, None] = {}
    for number, url in enumerate(urls):
        if number == _MOST_URLS or len(safe) == MOST_LINKS:
            break
        if url.startswith(("https://", "http://")) and len(url) <= _MOST_URL:
            safe[url] = None
    return tuple(safe)


def time(text: str | None) -> str | None:
    """A time as written, where it is one by its first ten characters; None else."""
    return text if text and len(text) <= _MOST_TIME and _DAY.match(text) else None


def is_cve(id: str) -> bool:
    """Whether this is a CVE id and nothing else."""
    return _CVE.fullmatch(id) is not None


def vector(text: str | None) -> str | None:
    """A CVSS vector as a record writes it (v2 without prefix); None where it is none."""
    if not text or _VECTOR.fullmatch(text) is None:
        return None
    return text.removeprefix("CVSS:2.0/")
