"""Send a message to where somebody reads it: a webhook, or what apprise knows (mail, Slack, Teams, LINE …).

The URL of a target holds secrets: it is never printed, logged or kept; a target is named by its place among
those asked for and by its kind.
"""

import hmac
import json
import logging
import os
import secrets
from collections.abc import Sequence
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec

from mamoru.errors import InputError
from mamoru.language import Text

TIMEOUT_S = 30.0
LINE_WORKS = "webhook.worksmobile.com"
_LOCAL = ("localhost", "127.0.0.1", "::1")
NOT_KNOWN = Text(
    "通知先 {n} のURLが使えません（{kind}）。", "The URL of notification target {n} cannot be used ({kind})."
)
URLS = Text(
    "https:// のWebhookか、apprise のURL（mailtos://、slack:// など。docs/watch.md）にしてください。",
    "Give an https:// webhook or a URL of apprise (mailtos://, slack:// ...; see docs/watch.md).",
)
NO_APPRISE = Text(
    "通知先 {n}（{kind}）には apprise が要ります。", "Notification target {n} ({kind}) needs apprise."
)
INSTALL = Text(
    "`pipx inject mamoru apprise` で入ります。https:// のWebhookには要りません。",
    "`pipx inject mamoru apprise` brings it; an https:// webhook needs none.",
)
ANSWERED = Text("HTTP {status} が返りました", "it answered HTTP {status}")
NO_ANSWER = Text("届きませんでした（{why}）", "it was not reached ({why})")
REFUSED = Text("apprise が送れませんでした", "apprise could not send it")


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """Where to send: `name` may be shown, `url` may not. `mark` tells it again at the next run."""

    name: str
    url: str
    mark: str

    def __repr__(self) -> str:
        """Its name: a trace shows no secret."""
        return f"Target({self.name})"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent: a line, some paragraphs, and for a webhook a JSON object with all of it."""

    title: str
    text: str
    document: bytes


def targets(urls: Sequence[str], key: bytes) -> tuple[Target, ...]:
    """The targets that `urls` name; `key` is a secret of this machine that marks them.

    Raises `InputError`, without the URL, where one cannot be used.
    """
    found: dict[str, Target] = {}
    for n, url in enumerate(urls, 1):
        kind = _kind(url)
        _usable(n, kind, url)
        mark = hmac.new(key, url.encode(), sha256).hexdigest()
        found.setdefault(mark, Target(name=f"{n} ({kind})", url=url, mark=mark))
    return tuple(found.values())


def own_key(path: Path) -> bytes:
    """The secret at `path`, made where there is none, for this user's eyes only. Raises `OSError`."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
        place = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(place, "wb") as file:
            file.write(secrets.token_bytes(32))
        beside.replace(path)
    return path.read_bytes()


def deliver(target: Target, message: Message) -> Text | None:
    """Send `message`; None where it arrived, else why it did not."""
    if _webhook(target.url):
        return _post(target.url, message)
    service = _service(target.url)
    sent = service is not None and service.notify(title=message.title, body=message.text)
    return None if sent else REFUSED


def _kind(url: str) -> str:
    scheme = url.partition(":")[0].lower()
    return scheme if 0 < len(scheme) <= 20 and scheme.isalnum() and "://" in url else "?"


def _usable(n: int, kind: str, url: str) -> None:
    if _webhook(url):
        return
    wrong = InputError(NOT_KNOWN.fill(n=n, kind=kind), URLS)
    if kind in ("?", "http", "https"):
        raise wrong
    try:
        if _service(url) is None:
            raise wrong
    except ImportError:
        raise InputError(NO_APPRISE.fill(n=n, kind=kind), INSTALL) from None


def _webhook(url: str) -> bool:
    try:
        place = urlsplit(url)
        host = place.hostname
    except ValueError:
        return False
    return host is not None and (place.scheme == "https" or (place.scheme == "http" and host in _LOCAL))


def _service(url: str) -> Any:
    import apprise  # an extra, and slow to load

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it would print parts of the URL
    return apprise.Apprise.instantiate(url, suppress_exceptions=True)


class _NoRedirect(HTTPRedirectHandler):
    """Follows nothing: a webhook that moved is told, and what it was sent goes nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        """Nowhere."""


def _post(url: str, message: Message) -> Text | None:
    place = urlsplit(url)
    body = message.document
    if place.hostname == LINE_WORKS:
        body = json.dumps({"title": message.title, "body": {"text": message.text}}).encode()
    try:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "mamoru"}
        request = Request(url, data=body, headers=headers, method="POST")  # noqa: S310 -- checked by `_webhook`
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_S):
            return None
    except HTTPError as error:
        error.close()
        return ANSWERED.fill(status=error.code)
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return NO_ANSWER.fill(why=type(reason).__name__)
