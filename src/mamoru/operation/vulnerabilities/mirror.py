"""A mirror of the feeds: one place that stands in for every publisher's own, for makers behind a wall.

It holds each file below the name of the host that publishes it, as `wget --mirror` lays it out:
`https://www.cisa.gov/a/b.json` is `MIRROR/www.cisa.gov/a/b.json`. It is an address or a folder.
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import msgspec

from mamoru.errors import InputError
from mamoru.language import Text

VARIABLE = "MAMORU_FEEDS"
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
UNUSABLE = Text(
    "MAMORU_FEEDS が、httpsのアドレスでもフォルダーでもありません: {given}",
    "MAMORU_FEEDS is neither an https address nor a folder: {given}",
)
LIKE = Text(
    "例: MAMORU_FEEDS=https://mirror.example.co.jp/feeds または MAMORU_FEEDS=/srv/feeds",
    "Example: MAMORU_FEEDS=https://mirror.example.com/feeds or MAMORU_FEEDS=/srv/feeds",
)


class Mirror(msgspec.Struct, frozen=True, kw_only=True):
    """Where a mirror is: an `address` (with what it wants to know of us in `headers`), or a `folder`."""

    address: str | None = None
    folder: Path | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def url(self, original: str) -> str:
        """Where the mirror has what is published at `original`. Only of one with an address."""
        place = urlsplit(original)
        query = f"?{place.query}" if place.query else ""
        return f"{self.address}/{place.hostname}{place.path}{query}"

    def file(self, original: str) -> Path:
        """The file of what is published at `original`. Only of one with a folder."""
        assert self.folder is not None
        place = urlsplit(original)
        name = unquote(place.path).strip("/") + (f"?{place.query}" if place.query else "")
        return self.folder / str(place.hostname) / name


def is_safe(url: str) -> bool:
    """Whether nobody on the way can change what comes from `url`."""
    place = urlsplit(url)
    return place.scheme == "https" or (place.scheme == "http" and place.hostname in LOCAL)


def mirror_in(environment: Mapping[str, str]) -> Mirror | None:
    """The mirror that the environment names, None where it names none. Raises `InputError`."""
    given = environment.get(VARIABLE, "").strip()
    if not given:
        return None
    try:
        place = urlsplit(given)
        port = place.port
    except ValueError:
        raise InputError(UNUSABLE.fill(given=given[:200]), LIKE) from None
    if place.scheme in ("http", "https") and place.hostname:
        host = f"[{place.hostname}]" if ":" in place.hostname else place.hostname
        shown = f"{place.scheme}://{host}{f':{port}' if port else ''}{place.path.rstrip('/')}"
        if not is_safe(shown) or place.query or place.fragment:
            raise InputError(UNUSABLE.fill(given=shown[:200]), LIKE)
        return Mirror(address=shown, headers=_credentials(place.username, place.password))
    folder = Path(url2pathname(place.path)) if place.scheme == "file" else Path(given)
    if not folder.is_dir():
        raise InputError(UNUSABLE.fill(given=given[:200]), LIKE)
    return Mirror(folder=folder)


def _credentials(user: str | None, password: str | None) -> tuple[tuple[str, str], ...]:
    if not user:
        return ()
    pair = f"{unquote(user)}:{unquote(password or '')}".encode()
    return (("Authorization", f"Basic {base64.b64encode(pair).decode()}"),)
