"""`sbom check`, as a user runs it, on bills and on images."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from mamoru.assessment.report.plain_text import cells
from mamoru.jobs.schema import schemas
from material import firmware as make


def mamoru(*arguments: object, lang: str = "en") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mamoru", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"MAMORU_LANG": lang, "PYTHONUTF8": "1", "NO_COLOR": "1"},
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("image") / "camera.bin"
    path.write_bytes(make.flash((0x10000, make.uimage(gzip.compress(make.cpio(make.ROOT), mtime=0)))))
    return path


@pytest.mark.parametrize("form", ["json", "spdx"])
def test_our_own_bill_of_a_named_product_meets_the_sets_in_force(
    image: Path, tmp_path: Path, form: str
) -> None:
    bill = tmp_path / f"bill.{form}"
    mamoru(
        "firmware", "sbom", image, "--format", form, "-o", bill,
        "--product", "NC-100", "--release", "1.0", "--maker", "みまもり",
    )  # fmt: skip

    checked = mamoru("sbom", "check", bill)

    assert checked.returncode == 0, checked.stdout
    assert "9 of 9" in checked.stdout


def test_a_bill_that_nobody_answers_for_falls_short_with_status_1(image: Path) -> None:
    checked = mamoru("sbom", "check", image)

    assert checked.returncode == 1
    assert "Author of SBOM Data" in checked.stdout


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_text_fits_80_columns(image: Path, lang: str) -> None:
    lines = mamoru("sbom", "check", image, lang=lang).stdout.splitlines()

    assert max(cells(line) for line in lines) <= 80


def test_the_json_follows_its_published_schema(image: Path) -> None:
    told = json.loads(mamoru("sbom", "check", image, "--format", "json").stdout)

    schema = json.loads(schemas()["sbom-check.schema.json"])
    assert list(jsonschema_rs.validator_for(schema).iter_errors(told)) == []
    assert [each["counted"] for each in told["sets"]] == [True, True, False]


def test_a_broken_bill_or_an_unknown_set_is_one_line_with_status_2(tmp_path: Path) -> None:
    broken = tmp_path / "x.cdx.json"
    broken.write_text('{"bomFormat": "CycloneDX",')

    for arguments in ((broken,), (tmp_path / "no-such.json",), (broken, "--against", "nonsense")):
        checked = mamoru("sbom", "check", *arguments)
        assert (checked.returncode, checked.stdout) == (2, "")
        assert len(checked.stderr.strip().splitlines()) == 1
