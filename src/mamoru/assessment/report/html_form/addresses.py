"""Where a vulnerability is told of by those who numbered it: an address to follow, never fetched by us."""

import re

_PATTERNS = (
    (re.compile(r"CVE-\d{4}-\d{4,19}"), "https://www.cve.org/CVERecord?id={id}"),
    (re.compile(r"JVNDB-(?P<year>\d{4})-\d{6}"), "https://jvndb.jvn.jp/ja/contents/{year}/{id}.html"),
    (re.compile(r"GHSA(?:-[0-9a-z]{4}){3}"), "https://github.com/advisories/{id}"),
    (re.compile(r"(?:PYSEC|RUSTSEC|GO|OSV)-\d{4}-\d{1,9}"), "https://osv.dev/vulnerability/{id}"),
)


def address(id: str) -> str | None:
    """The address of a vulnerability by its id; None for an id of another form."""
    for pattern, where in _PATTERNS:
        if match := pattern.fullmatch(id):
            return where.format(id=id, **match.groupdict())
    return None
