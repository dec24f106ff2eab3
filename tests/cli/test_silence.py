"""An input of which nothing was recognised never ends in 0, nor under a green mark."""

import json
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mamoru.exit_status import VERBS as EVERY_VERB
from material import traffic
from material.command import mamoru

VERBS_OF_TABLE = set(EVERY_VERB)

NOTHING = {
    "random": random.Random(7).randbytes(3000),
    "text": b"this is a text of 28 bytes.\n",
    "one byte": b"x",
    "zeros": bytes(5000),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + random.Random(3).randbytes(900) + b"\xff\xd9",
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    "empty": b"",
    "empty object": b"{}",
}
VERBS = {
    "check": ("check", "FILE"),
    "firmware check": ("firmware", "check", "FILE"),
    "firmware check --key": ("firmware", "check", "FILE", "--key", "FILE"),
    "firmware diff": ("firmware", "diff", "FILE", "FILE"),
    "firmware tree": ("firmware", "tree", "FILE"),
    "firmware sbom": ("firmware", "sbom", "--format", "table", "FILE"),
    "vulns match": ("vulns", "match", "FILE"),
    "vulns decide": ("vulns", "decide", "WORKSPACE", "--vex", "FILE"),
    "vulns sync": ("vulns", "sync", "--from", "FILE"),
    "sbom check": ("sbom", "check", "FILE"),
    "explain": ("explain", "CVE-2022-0778", "FILE"),
    "mud check, both": ("mud", "check", "FILE", "FILE", "--device", "02:00:00:00:00:01"),
    "mud check, capture": ("mud", "check", "MUD", "FILE", "--device", "02:00:00:00:00:01"),
    "design --since": ("design", "WORKSPACE", "--since", "FILE"),
    "design --answers": ("design", "WORKSPACE", "--answers", "FILE"),
    "evidence seal": ("evidence", "seal", "WORKSPACE", "--key", "FILE"),
    "init": ("init", "NEW", "--from", "FILE"),
}
TAKE_NO_FILE = {
    "catalog list", "catalog show", "completion", "demo", "evidence acknowledge", "evidence verify", "mud", "plan",
    "plan record", "vulns bundle", "vulns status", "watch",
}  # fmt: skip
TELL_JSON = (
    "check",
    "firmware check",
    "firmware diff",
    "firmware tree",
    "vulns match",
    "sbom check",
    "explain",
)
PRODUCT = """\
id: nc-100
name: {en: Camera}
interfaces:
  - {id: cloud, kind: client, protocol: mqtts, peer: iot.example.com}
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A workspace, a MUD file and no data beside what is built in."""
    root = tmp_path_factory.mktemp("silence")
    workspace = root / "workspace"
    workspace.mkdir()
    (workspace / "maker.yaml").write_text("id: mimamori\nname: {en: Mimamori}\n", encoding="utf-8")
    (workspace / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    (root / "mud.json").write_bytes(traffic.mud([traffic.rule("out", traffic.to_name("api.example.com"))]))
    return {"WORKSPACE": workspace, "MUD": root / "mud.json", "DATA": root / "data"}


def _told(
    words: tuple[str, ...], path: Path, places: dict[str, Path], *more: str
) -> subprocess.CompletedProcess[bytes]:
    stand_for = {**places, "FILE": path, "NEW": path.parent / "new"}
    typed = [stand_for.get(word, word) for word in words]
    return mamoru(*typed, *more, "--lang", "en", environment={"MAMORU_DATA_DIR": str(places["DATA"])})


def test_every_verb_is_tried_with_a_file_or_takes_none() -> None:
    tried = {each for each in VERBS_OF_TABLE if any(name.startswith(each) for name in VERBS)}
    assert tried - {"mud"} == VERBS_OF_TABLE - TAKE_NO_FILE


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", NOTHING)
def test_what_nobody_recognises_is_never_green(
    verb: str, name: str, tmp_path: Path, places: dict[str, Path]
) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(NOTHING[name])
    told = _told(VERBS[verb], path, places)
    said = (told.stdout + told.stderr).decode()
    assert told.returncode in (2, 3), said
    assert "●" not in told.stdout.decode()
    assert "Everything was opened" not in said
    assert "Text(" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("verb", TELL_JSON)
@pytest.mark.parametrize("name", ["random", "empty object"])
def test_the_json_of_what_nobody_recognises_holds_nothing_good(
    verb: str, name: str, tmp_path: Path, places: dict[str, Path]
) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(NOTHING[name])
    told = _told(VERBS[verb], path, places, "--format", "json")
    assert told.returncode in (2, 3)
    assert not {"holds", "pass"} & set(_values(json.loads(told.stdout or b"{}")))


def _values(found: object) -> Iterator[str]:
    """Every word that stands as a value of a state, result or outcome."""
    if isinstance(found, dict):
        for key, value in found.items():
            if key in ("state", "result", "outcome") and isinstance(value, str):
                yield value
            yield from _values(value)
    elif isinstance(found, list):
        for each in found:
            yield from _values(each)


def test_a_list_of_no_part_and_a_release_of_no_part_are_not_green(tmp_path: Path) -> None:
    bill = tmp_path / "bill.json"
    bill.write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}', "utf-8")
    for words in (("vulns", "match"), ("sbom", "check"), ("explain", "CVE-2022-0778")):
        told = mamoru(*words, bill, "--lang", "en")
        assert told.returncode != 0
        assert "●" not in told.stdout.decode()
    (tmp_path / "maker.yaml").write_text("id: mimamori\nname: {en: Mimamori}\n", encoding="utf-8")
    (tmp_path / "product.yaml").write_text(f'{PRODUCT}releases: [{{version: "1.0"}}]\n', encoding="utf-8")
    for command in (("vulns", "match"), ("watch",)):
        told = mamoru(*command, tmp_path, "--lang", "en")
        assert told.returncode == 3
        assert told.stdout
        assert "●" not in told.stdout.decode()


def test_a_draft_is_not_made_of_what_nobody_recognises(tmp_path: Path) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(NOTHING["text"])
    told = mamoru("init", str(tmp_path / "made"), "--from", str(path), "--lang", "en")
    assert told.returncode == 3
    assert not (tmp_path / "made").exists()


def _bill(**more: object) -> dict[str, object]:
    part = {"type": "library", "name": "zlib", "version": "1.2.11", "purl": "pkg:generic/zlib@1.2.11"}
    return {"components": [part], **more, "bomFormat": "CycloneDX", "specVersion": "1.5"}


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(_bill(metadata={"properties": [{"name": "n", "value": "v" * 100_000}]})).encode(),
        b"\xef\xbb\xbf\n\n  " + json.dumps(_bill(), indent=8).encode(),
        json.dumps(_bill()).encode("utf-16"),
    ],
    ids=["100 KB before its mark", "mark of UTF-8", "UTF-16"],
)
def test_a_bill_is_read_whatever_the_order_of_its_keys(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bill.json"
    path.write_bytes(written)
    told = mamoru("vulns", "match", str(path), "--format", "json")
    assert [each["component"]["name"] for each in json.loads(told.stdout)["coverage"]] == ["zlib"]


def test_a_bill_of_parts_that_no_source_knows_is_not_green(tmp_path: Path) -> None:
    part = {"type": "library", "name": "nobody-knows-this", "version": "1"}
    path = tmp_path / "bill.json"
    path.write_text(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [part]}), "utf-8"
    )
    told = mamoru("vulns", "match", str(path), "--lang", "en")
    assert told.returncode == 3
    assert "●" not in told.stdout.decode()


@pytest.mark.parametrize("verb", ["check", "firmware check"])
@pytest.mark.parametrize("name", ["random", "empty object", "pdf"])
def test_the_sarif_of_what_nobody_recognises_calls_no_run_successful(
    verb: str, name: str, tmp_path: Path, places: dict[str, Path]
) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(NOTHING[name])
    told = _told(VERBS[verb], path, places, "--format", "sarif")
    assert told.returncode == 3
    (run,) = json.loads(told.stdout)["runs"]
    assert [each["executionSuccessful"] for each in run["invocations"]] == [False]
    assert not run["results"]


@pytest.mark.parametrize("name", ["random", "text", "pdf"])
def test_the_page_of_what_nobody_recognises_has_no_green_mark(
    name: str, tmp_path: Path, places: dict[str, Path]
) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(NOTHING[name])
    told = _told(VERBS["check"], path, places, "--format", "html")
    body = told.stdout.decode().partition("<body")[2]
    assert told.returncode == 3
    assert re.findall(r'<(?:i|span)[^>]*class="[^"]*\bs-holds\b', _without_legend(body)) == []


def _without_legend(page: str) -> str:
    """A page without the list that says what each mark means."""
    return re.sub(r'<dl class="marks">.*?</dl>', "", page, flags=re.DOTALL)
