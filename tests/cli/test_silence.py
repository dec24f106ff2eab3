"""An input of which nothing was recognised never ends in 0, nor under a green mark."""

import json
import random
from pathlib import Path

import pytest

from material.command import mamoru

NOTHING = {
    "random": random.Random(7).randbytes(3000),
    "text": b"this is a text of 28 bytes.\n",
    "one byte": b"x",
    "zeros": bytes(5000),
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + random.Random(3).randbytes(900) + b"\xff\xd9",
    "pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
    "empty": b"",
}
VERBS = {
    "check": ("check",),
    "firmware check": ("firmware", "check"),
    "firmware tree": ("firmware", "tree"),
    "firmware sbom": ("firmware", "sbom", "--format", "table"),
    "vulns match": ("vulns", "match"),
    "sbom check": ("sbom", "check"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", NOTHING)
def test_what_nobody_recognises_is_never_green(verb: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "given.bin"
    path.write_bytes(NOTHING[name])
    told = mamoru(*VERBS[verb], str(path), "--lang", "en")
    assert told.returncode in (2, 3)
    assert "●" not in told.stdout.decode()
    assert "Everything was opened" not in told.stdout.decode()
    assert "Text(" not in (told.stdout + told.stderr).decode()


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
