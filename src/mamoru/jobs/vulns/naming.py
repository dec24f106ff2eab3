"""The ids of published vulnerabilities, as people type them."""

import re
import unicodedata
from collections.abc import Iterator

from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.store.opening import current_store

NO_VULNERABILITY = Text("脆弱性のIDの形ではありません: {id}", "Not the form of a vulnerability's id: {id}")
LIKE = Text("例: CVE-2022-0778、JVNDB-2022-001234", "Example: CVE-2022-0778, JVNDB-2022-001234")
UNHEARD_OF = Text(
    "{id} は手元の脆弱性データにありません。IDを確かめるか、mamoru vulns sync で新しくしてください。",
    "{id} is not in the vulnerability data here: check the id, or bring the data up to date with mamoru vulns sync.",
)
_VULNERABILITY = re.compile(
    r"CVE-\d{4}-\d{4,19}|JVNDB-\d{4}-\d{6}|GHSA(?:-[0-9a-z]{4}){3}"
    r"|(?:DSA|DLA|USN|AVG|EUVD|OSV|PYSEC|BIT|AVID|ALPINE-CVE|DEBIAN-CVE)-[\w.-]+",
    re.I,
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−ー"), "-")  # what an input method gives for "-"


def typed(id: str) -> str:
    """`id` as a keyboard without an input method would have typed it."""
    return unicodedata.normalize("NFKC", id).translate(_DASHES).strip()


def is_vulnerability(id: str) -> bool:
    """Whether `id` has the form of a published vulnerability's id."""
    return _VULNERABILITY.fullmatch(typed(id)) is not None


def spellings(id: str) -> Iterator[str]:
    """How a vulnerability's id may be written by who gave it, the likeliest first."""
    plain = typed(id)
    prefix, _, rest = plain.partition("-")
    yield from dict.fromkeys((plain, plain.upper(), f"{prefix.upper()}-{rest.lower()}"))


def vulnerability_named(id: str) -> tuple[str, Text | None]:
    """The vulnerability that `id` means, in its giver's spelling, and a word where the data here does not
    know it. Raises `InputError` where no vulnerability can be called so."""
    if not is_vulnerability(id):
        raise InputError(NO_VULNERABILITY.fill(id=id), LIKE)
    with current_store() as store:
        for spelling in spellings(id):
            number = store.number_of(spelling)
            if number in store.told([number]):
                return spelling, None
    plain = typed(id)
    own = plain.upper() if plain.upper().startswith(("CVE-", "JVNDB-")) else plain
    return own, UNHEARD_OF.fill(id=own)
