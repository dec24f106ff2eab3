"""`mamoru watch`, as a user and a timer run it: the sum first, then only what is new, sent to a real server."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from mamoru.assessment.report.plain_text import cells
from mamoru.document_store.whole_file import write_whole
from mamoru.jobs.schema import schemas
from mamoru.operation.vulnerabilities.store.building import build
from mamoru.product import Component
from mamoru.verification.inventory import Inventory
from material.command import mamoru
from material.vulnerabilities import AT, criterion, cve, nvd_feed, part

LATER = "2026-11-24T00:00:00+00:00"
ON = ("--on", "2026-11-28")
OLD_ZLIB = cve("CVE-2018-25032", [criterion("a:zlib:zlib", versionEndExcluding="1.2.12")])
OLD_BUSYBOX = cve("CVE-2021-42377", [criterion("a:busybox:busybox", versionEndExcluding="1.34.0")])
SECRET = "s3cr3t-token"


class Hook(HTTPServer):
    """A webhook: what it got, and what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Take)
        self.got: list[dict[str, Any]] = []
        self.status = 204
        self.stuck = False
        self.met, self.free = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook/{SECRET}"


class Take(BaseHTTPRequestHandler):
    """Takes what is posted."""

    server: Hook

    def do_POST(self) -> None:
        self.server.met.set()
        if self.server.stuck:
            self.server.free.wait(60)
            return
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    server = Hook()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


class Place:
    """A workspace whose two releases were checked, and vulnerability data beside it."""

    def __init__(self, root: Path) -> None:
        self.root, self.workspace = root, root / "ws"
        shutil.copytree(Path(__file__).parents[2] / "examples" / "netcam", self.workspace)
        self.saw("1.0", part("zlib", "1.2.11"), part("busybox", "1.33.0"))
        self.saw("1.1", part("zlib", "1.2.13"), part("busybox", "1.33.0"))
        self.environment = {"MAMORU_DATA_DIR": str(root / "data")}
        (root / "data" / "vulnerabilities").mkdir(parents=True)

    def saw(self, release: str, *components: Component) -> None:
        digest = release.replace(".", "").rjust(64, "0")
        file = next(self.workspace.glob("products/*/product.yaml"))
        name = f"images/netcam-{release}.bin"
        text = file.read_text("utf-8")
        if digest not in text:
            file.write_text(text.replace(f"file: {name}", f"file: {name}, sha256: '{digest}'"), "utf-8")
        folder = self.workspace / ".mamoru" / "inventory"
        folder.mkdir(parents=True, exist_ok=True)
        body = json.dumps({"sha256": digest, "components": [as_json(each) for each in components]})
        write_whole(folder / f"{digest}.json", body.encode())

    def synced(self, *records: dict[str, Any], at: str = AT, name: str = "nvdcve-2.0-2024.json") -> None:
        target = self.root / "data" / "vulnerabilities" / "store.db"
        build([nvd_feed(self.root, *records, name=name)], target, at=at, workers=0)

    def watch(self, *arguments: object, status: int, lang: str = "en", **environment: str) -> str:
        ended = mamoru(
            "watch",
            self.workspace,
            *ON,
            *arguments,
            lang=lang,
            environment={**self.environment, **environment},
        )
        assert (ended.returncode, ended.stderr) == (status, b""), ended.stderr
        return ended.stdout.decode()

    def told(self, *arguments: object, status: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.watch("--format", "json", *arguments, status=status))
        return found


def as_json(component: Component) -> Any:
    import msgspec

    return msgspec.to_builtins(component)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    made.synced(OLD_ZLIB)
    return made


def delta(place: Place, *records: dict[str, Any]) -> None:
    place.synced(*records, at=LATER, name="nvdcve-2.0-modified.json")


def test_the_first_run_tells_what_stands_in_sum(place: Place) -> None:
    told = place.told(status=1)

    assert [(each["release"], each["wants_answer"]) for each in told["first"]] == [("1.0", 1), ("1.1", 0)]
    assert (told["news"], told["matched"]) == ([], "all")


def test_a_run_is_quiet_when_nothing_has_changed(place: Place) -> None:
    place.watch(status=1)

    assert place.watch(status=0) == ""


def test_after_a_sync_only_what_changed_is_matched_and_told_per_release(place: Place) -> None:
    place.watch(status=1)
    delta(place, OLD_BUSYBOX)

    told = place.told(status=1)

    assert [(each["release"], each["kind"], each["vulnerability"]) for each in told["news"]] == [
        ("1.0", "new", "CVE-2021-42377"), ("1.1", "new", "CVE-2021-42377"),
    ]  # fmt: skip
    assert (told["matched"], told["vulnerabilities"]) == ("changed", 1)


def test_what_no_source_says_any_more_is_gone_and_wants_nothing(place: Place) -> None:
    place.watch(status=1)
    delta(place, {"cve": {**OLD_ZLIB["cve"], "vulnStatus": "Rejected"}})

    told = place.told(status=0)

    assert [(each["release"], each["kind"]) for each in told["news"]] == [("1.0", "gone")]


def test_a_decision_that_has_ended_opens_it_again(place: Place) -> None:
    decided = mamoru(
        "vulns", "decide", "CVE-2018-25032", place.workspace, "--state", "accepted", "--until", "2026-11-28",
        "--reason", "mended in the next release", "--by", "山田 守", "--on", "2026-11-20", environment=place.environment,
    )  # fmt: skip
    assert decided.returncode == 0
    place.watch(status=0)

    ended = mamoru(
        "watch", place.workspace, "--on", "2026-11-29", "--format", "json", environment=place.environment
    )

    assert [(each["release"], each["kind"]) for each in json.loads(ended.stdout)["news"]] == [
        ("1.0", "reopened")
    ]


def test_a_release_that_was_checked_anew_is_matched_whole(place: Place) -> None:
    place.watch(status=1)
    place.saw("1.1", part("zlib", "1.2.11"))

    told = place.told(status=1)

    assert [(each["release"], each["kind"]) for each in told["news"]] == [("1.1", "new")]


def sbom(place: Place, *components: dict[str, str]) -> None:
    file = next(place.workspace.glob("products/*/product.yaml"))
    text = file.read_text("utf-8")
    if "sbom-1.1.json" not in text:
        text = text.replace('  - version: "1.1"', '  - version: "1.1"\n    sbom: sbom-1.1.json')
        file.write_text(text, "utf-8")
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": list(components)}
    (file.parent / "sbom-1.1.json").write_text(json.dumps(bill))


def test_what_an_sbom_declares_is_watched_and_read_again_when_it_changes(place: Place) -> None:
    zlib = {"type": "library", "name": "zlib", "version": "1.2.13", "purl": "pkg:generic/zlib@1.2.13"}
    sbom(place, zlib)
    place.watch(status=1)
    assert place.watch(status=0) == ""
    old = {
        "cpe": "cpe:2.3:a:zlib:zlib:1.2.8:*:*:*:*:*:*:*",
        "version": "1.2.8",
        "purl": "pkg:generic/zlib@1.2.8",
    }
    sbom(place, zlib, {**zlib, **old})

    told = place.told(status=1)

    assert [(each["release"], each["kind"], each["version"]) for each in told["news"]] == [
        ("1.1", "new", "1.2.8")
    ]


def test_an_attack_that_epss_now_thinks_likely_raises_the_urgency(place: Place) -> None:
    data = {
        "version": "3.1",
        "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "baseScore": 9.8,
    }
    metrics = {"cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary", "cvssData": data}]}
    delta(place, {"cve": {**OLD_ZLIB["cve"], "metrics": metrics}})
    place.watch(status=1)
    scores = place.root / "epss_scores-2026-11-24.csv"
    scores.write_text(
        "#model_version:v2025.03.14,score_date:2026-11-24T00:00:00+0000\ncve,epss,percentile\n"
        "CVE-2018-25032,0.91,0.99\n"
    )
    build([scores], place.root / "data" / "vulnerabilities" / "store.db", at=LATER, workers=0)

    told = place.told(status=1)

    assert [(each["release"], each["kind"]) for each in told["news"]] == [("1.0", "raised")]
    assert told["matched"] == "changed"


def test_a_clock_that_went_back_hides_no_change(place: Place) -> None:
    place.watch(status=1)
    place.synced(OLD_BUSYBOX, at="2020-01-01T00:00:00+00:00", name="nvdcve-2.0-modified.json")

    assert len(place.told(status=1)["news"]) == 2


def test_a_release_whose_parts_are_not_known_is_never_silent(place: Place) -> None:
    place.watch(status=1)
    for file in (place.workspace / ".mamoru" / "inventory").glob("*11.json"):
        file.unlink()

    assert "nc-100 1.1: Its parts are not known" in place.watch(status=3)


def test_a_product_whose_support_has_ended_is_not_watched(place: Place) -> None:
    ended = mamoru(
        "watch", place.workspace, "--on", "2099-01-01", "--format", "json", environment=place.environment
    )

    told = json.loads(ended.stdout)
    assert (told["ended"], told["releases"]) == (["nc-100"], 0)


def test_old_data_is_told(place: Place) -> None:
    place.watch(status=1)

    ended = mamoru("watch", place.workspace, "--on", "2027-03-01", environment=place.environment)

    assert (ended.returncode, b"which is old" in ended.stdout) == (3, True)


def test_a_webhook_gets_what_is_new_once(place: Place, hook: Hook) -> None:
    place.watch("--notify", hook.url, status=1)
    place.watch("--notify", hook.url, status=0)
    delta(place, OLD_BUSYBOX)
    place.watch("--notify", hook.url, status=1)

    assert [(len(each["first"]), len(each["news"])) for each in hook.got] == [(2, 0), (0, 2)]
    jsonschema_rs.validate(json.loads(schemas()["watch.schema.json"]), hook.got[1])


def test_what_did_not_arrive_is_told_and_sent_again_with_the_next(place: Place, hook: Hook) -> None:
    hook.status = 500
    assert "HTTP 500" in place.watch("--notify", hook.url, status=1)
    delta(place, OLD_BUSYBOX)
    place.watch(status=1)
    hook.status = 204

    sent = place.told("--notify", hook.url, status=0)["sent"]

    assert [(each["news"], each["why"]) for each in sent] == [(2, None)]
    assert len(hook.got[1]["first"]) == 2


def test_apprise_sends_to_what_it_knows(place: Place, hook: Hook) -> None:
    pytest.importorskip("apprise")

    place.watch("--notify", hook.url.replace("http", "json", 1), status=1)

    assert "want an answer: 1" in hook.got[0]["title"]


def test_a_secret_in_a_url_reaches_neither_output_nor_files(place: Place, hook: Hook) -> None:
    hook.status = 500
    said = place.watch("-v", status=1, MAMORU_NOTIFY=f"{hook.url} {hook.url.replace('http', 'json', 1)}")
    refused = mamoru(
        "watch", place.workspace, "--notify", f"nonsense://{SECRET}", environment=place.environment
    )

    assert SECRET not in said
    assert (refused.returncode, SECRET.encode() in refused.stderr) == (2, False)
    files = [path for path in place.root.rglob("*") if path.is_file()]
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []


def test_what_could_not_be_shown_is_new_again(place: Place) -> None:
    unwritable = place.root / "file"
    unwritable.write_text("")
    ended = mamoru("watch", place.workspace, *ON, "-o", unwritable / "x", environment=place.environment)
    assert ended.returncode == 2

    assert len(place.told(status=1)["first"]) == 2


def test_a_watch_that_is_killed_while_it_sends_loses_nothing(place: Place, hook: Hook) -> None:
    place.watch(status=1)
    delta(place, OLD_BUSYBOX)
    hook.stuck = True
    running = subprocess.Popen(
        [sys.executable, "-m", "mamoru", "watch", place.workspace, *ON, "--notify", hook.url],
        env={**os.environ, **place.environment},
    )
    assert hook.met.wait(60)
    running.kill()
    running.wait()
    hook.free.set()
    hook.stuck = False

    assert len(place.told("--notify", hook.url, status=1)["news"]) == 2
    assert [len(each["news"]) for each in hook.got] == [2]


def test_a_damaged_memory_is_begun_anew(place: Place) -> None:
    place.watch(status=1)
    (place.workspace / ".mamoru" / "watch" / "standing.db").write_bytes(os.urandom(4096))

    assert len(place.told(status=1)["first"]) == 2


def test_the_json_is_as_published(place: Place) -> None:
    place.watch(status=1)
    delta(place, OLD_BUSYBOX)

    jsonschema_rs.validate(json.loads(schemas()["watch.schema.json"]), place.told(status=1))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_screen_fits_80_cells_and_its_first_line_says_the_result(
    place: Place, lang: str, golden: Any
) -> None:
    place.watch(status=1)
    delta(place, OLD_BUSYBOX)

    said = place.watch(status=1, lang=lang)

    assert max(cells(line) for line in said.splitlines()) <= 80
    golden(f"watch.{lang}.txt", said)


def test_the_inventory_of_these_tests_is_one() -> None:
    assert {"sha256", "components"} == set(Inventory.__struct_fields__)
