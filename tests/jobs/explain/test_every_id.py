"""Every id that a result prints can be explained, by that result."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mamoru.demo import prepare
from mamoru.jobs.explain.answer import KEPT
from mamoru.jobs.explain.item import explain
from mamoru.jobs.explain.results import results_here
from mamoru.jobs.vulns.naming import is_vulnerability
from material.command import mamoru

NAMED = {
    ("requirements", "id"),
    ("claims", "id"),
    ("standards", "id"),
    ("next_actions", "requirements"),
    ("next_actions", "claims"),
    ("next_actions", "check"),
    ("findings", "check"),
    ("findings", "refutes"),
    ("accepted", "check"),
    ("evidence", "id"),
    ("evidence", "check"),
    ("evidence", "undecided"),
    ("checks", "id"),
    ("known", "id"),
}


def ids(value: object, within: str = "") -> Iterator[str]:
    """Every id in a result."""
    if isinstance(value, list):
        for each in value:
            yield from ids(each, within)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if (within, key) in NAMED:
                yield from (
                    [inner] if isinstance(inner, str) else [e for e in inner or () if isinstance(e, str)]
                )
            yield from ids(inner, key)


@pytest.mark.usefixtures("no_network")
def test_every_id_of_the_demo_s_result_is_explained(tmp_path: Path) -> None:
    folder = prepare(tmp_path / "demo", cache=tmp_path / "cache").folder
    told = mamoru("check", folder, "--release", "1.0", "--format", "json")
    found = set(ids(json.loads(told.stdout)))
    assert len(found) > 400
    assert {"guide:1A.1", "FW-SVC-001", "no-shared-credential"} <= found
    reports = results_here(folder, product=None, release="1.0")
    for id in found - {each for each in found if is_vulnerability(each)}:
        assert explain(id, reports).sections, id  # raises where nothing has the id
    for id in sorted(each for each in found if is_vulnerability(each))[:1]:
        assert mamoru("explain", id, folder, "--release", "1.0").returncode != 2


@pytest.mark.parametrize("id", [*KEPT, "ACCEPT-001:R-3:T-COM-01", "expert-001", "DOC-DES-001:a79d5d57ef05"])
def test_what_is_kept_beside_the_checks_is_explained(tmp_path: Path, id: str) -> None:
    told = mamoru("explain", id, tmp_path)
    assert told.returncode == 0, told.stderr
    assert told.stdout.decode().startswith(id.partition(":")[0].upper())


@pytest.mark.parametrize("id", ["ACCEPT-003", "nothing:a79d5d57ef05", "no-shared-credential:5"])
def test_what_only_looks_like_it_is_refused(tmp_path: Path, id: str) -> None:
    assert mamoru("explain", id, tmp_path).returncode == 2
