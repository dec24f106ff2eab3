"""What feeds publish is fetched whole, resumed where it broke off, and never from an unsafe place."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from mamoru.errors import InputError, Unreachable
from mamoru.operation.vulnerabilities.feeds import Download
from mamoru.operation.vulnerabilities.fetching import PER_PAGE, fetched
from mamoru.operation.vulnerabilities.syncing import sync_feeds

BODY = bytes(range(256)) * 4096


class Publisher(ThreadingHTTPServer):
    """A feed's server: whole files with ranges, a file that breaks off once, an API in pages."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str | None]] = []
        self.breaks_off = False
        self.records = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        if self.path.startswith("/api"):
            self._page()
        elif self.path == "/whole.json":
            self._file()
        else:
            self.send_error(404)

    def _page(self) -> None:
        start = int(parse_qs(urlsplit(self.path).query)["startIndex"][0])
        body = json.dumps(
            {"format": "NVD_CVE", "startIndex": start, "totalResults": self.server.records}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _file(self) -> None:
        start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        body = BODY[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.server.breaks_off else body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_is_fetched_whole(publisher: Publisher, tmp_path: Path) -> None:
    (path,) = fetched(Download(url=f"{publisher.address}/whole.json", name="whole.json"), tmp_path)

    assert path.read_bytes() == BODY
    assert list(tmp_path.iterdir()) == [path]


def test_what_broke_off_is_gone_on_with_at_the_next_call(publisher: Publisher, tmp_path: Path) -> None:
    download = Download(url=f"{publisher.address}/whole.json", name="whole.json")
    publisher.breaks_off = True
    with pytest.raises(Unreachable):
        list(fetched(download, tmp_path))
    publisher.breaks_off = False

    (path,) = fetched(download, tmp_path)

    assert path.read_bytes() == BODY
    assert publisher.asked[-1] == ("/whole.json", f"bytes={len(BODY) // 2}-")


def test_an_api_is_asked_page_by_page(publisher: Publisher, tmp_path: Path) -> None:
    publisher.records = 2 * PER_PAGE + 1

    pages = list(fetched(Download(url=f"{publisher.address}/api?x=1", name="a.json", pages=True), tmp_path))

    assert [page.name for page in pages] == ["a-0.json", "a-2000.json", "a-4000.json"]


def test_a_page_that_is_no_answer_ends_the_asking(publisher: Publisher, tmp_path: Path) -> None:
    publisher.records = -1

    assert (
        len(list(fetched(Download(url=f"{publisher.address}/api?x=1", name="a.json", pages=True), tmp_path)))
        == 1
    )


def test_an_address_that_answers_with_an_error_is_named(publisher: Publisher, tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="HTTP 404"):
        list(fetched(Download(url=f"{publisher.address}/gone.json", name="gone.json"), tmp_path))


@pytest.mark.parametrize(
    "url", ["http://feeds.example/a.json", "file:///etc/passwd", "ftp://feeds.example/a"]
)
def test_nothing_is_fetched_but_over_https(tmp_path: Path, url: str) -> None:
    with pytest.raises(Unreachable, match="https"):
        list(fetched(Download(url=url, name="a.json"), tmp_path))


def test_a_feed_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such feed: nvdd"):
        sync_feeds(["nvdd"], tmp_path / "s.db", at="2026-11-23T00:00:00+00:00")
