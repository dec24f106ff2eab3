"""Fetch what feeds publish into a folder: resumed where it broke off, bounded, one file at a time."""

import json
import shutil
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from mamoru.document_store.swapping import swap
from mamoru.errors import Unreachable, why
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds import Download
from mamoru.operation.vulnerabilities.mirror import Mirror, is_safe
from mamoru.progress import Progress

MOST_BYTES = 4 << 30
MOST_PAGES = 1000
PER_PAGE = 2000
TIMEOUT_S = 60.0
_PIECE = 1 << 18

FAILED = Text("取得できません: {url}（{why}）", "It cannot be fetched: {url} ({why})")
NOT_SAFE = Text("httpsでない所からは取得しません: {url}", "Nothing is fetched but over https: {url}")
TOO_LARGE = Text("大きすぎます: {url}", "Too large: {url}")
AGAIN = Text(
    "通信を確かめて、もう一度 mamoru vulns sync を実行してください。続きから取得します。通信できない所では、ファイルを用意して --from で渡してください。",
    "Check the network and run mamoru vulns sync again: it goes on where it broke off. Where there is no network, bring the files and give them with --from.",
)


def fetched(
    download: Download, folder: Path, told: Progress | None = None, *, mirror: Mirror | None = None
) -> Iterator[Path]:
    """The files of `download`, in `folder`; each is whole when it is given. `mirror` stands in for
    where they are published.

    Raises `Unreachable`; what came until then stays and is gone on with at the next call.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not download.pages:
        yield _file(download, download.url, folder / download.name, told, mirror)
        return
    total, start = PER_PAGE, 0
    while start < total and start // PER_PAGE < MOST_PAGES:
        if start:
            time.sleep(download.pause_s)
        joint = "&" if urlsplit(download.url).query else "?"
        url = f"{download.url}{joint}resultsPerPage={PER_PAGE}&startIndex={start}"
        name = Path(download.name)
        path = _file(download, url, folder / f"{name.stem}-{start}{name.suffix}", told, mirror)
        total = _total(path)
        yield path
        start += PER_PAGE


def _total(page: Path) -> int:
    try:
        answer = json.loads(page.read_bytes())
        return int(answer["totalResults"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return 0  # the file itself is judged when it is read


def _file(download: Download, url: str, target: Path, told: Progress | None, mirror: Mirror | None) -> Path:
    if mirror is None:
        return _asked(url, download.headers, (), target, told)
    if mirror.address is not None:  # a key for the publisher is nothing that its mirror should see
        return _asked(mirror.url(url), (), mirror.headers, target, told)
    return _copied(mirror.file(url), target)


def _copied(source: Path, target: Path) -> Path:
    part = target.with_name(f".{target.name}.part")
    try:
        if source.stat().st_size > MOST_BYTES:
            raise Unreachable(TOO_LARGE.fill(url=source), AGAIN)
        shutil.copyfile(source, part)
        swap(part, target)
    except OSError as error:
        raise Unreachable(FAILED.fill(url=source, why=why(error)), AGAIN) from None
    return target


def _asked(
    url: str,
    headers: Sequence[tuple[str, str]],
    credentials: Sequence[tuple[str, str]],
    target: Path,
    told: Progress | None,
) -> Path:
    """The file at `url`. `credentials` are said to it and to nobody that it sends us on to."""
    if not is_safe(url):
        raise Unreachable(NOT_SAFE.fill(url=url), AGAIN)
    part = target.with_name(f".{target.name}.part")
    have = part.stat().st_size if part.exists() else 0
    said = dict(headers) | {"User-Agent": "mamoru", "Accept-Encoding": "identity"}
    if have:
        said["Range"] = f"bytes={have}-"
    request = Request(url, headers=said)  # noqa: S310 -- the scheme is checked above
    for name, value in credentials:
        request.add_unredirected_header(name, value)
    try:
        with cast(HTTPResponse, urlopen(request, timeout=TIMEOUT_S)) as answer:  # noqa: S310 -- the same
            _take(answer, part, have if answer.status == 206 else 0, url, told)
    except HTTPError as error:
        if error.code != 416 or not have:  # 416: the part is the whole already, or not of this file
            raise Unreachable(FAILED.fill(url=url, why=f"HTTP {error.code}"), AGAIN) from None
        part.unlink()
        return _asked(url, headers, credentials, target, told)
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise Unreachable(FAILED.fill(url=url, why=str(reason)[:200]), AGAIN) from None
    swap(part, target)
    return target


def _take(answer: HTTPResponse, part: Path, have: int, url: str, told: Progress | None) -> None:
    length = answer.length
    with part.open("r+b" if have else "wb") as file:
        file.seek(have)
        got = have
        while piece := answer.read(_PIECE):
            got += len(piece)
            if got > MOST_BYTES:
                raise Unreachable(TOO_LARGE.fill(url=url), AGAIN)
            file.write(piece)
            if told is not None:
                told(part.name[1:-5], got / (have + length) * 0.99 if length else None)
    if length is not None and got < have + length:
        raise Unreachable(FAILED.fill(url=url, why=f"{got} of {have + length} bytes"), AGAIN)
