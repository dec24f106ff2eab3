"""The commands `mamoru mud` and `mamoru mud check`, and words that two commands share."""

import json
from pathlib import Path

import jsonschema_rs
import pytest

from material import traffic as make
from material.command import mamoru

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "mud-check.schema.json"
PRODUCT = """\
id: nc-100
name: {en: Camera}
interfaces:
  - {id: web, kind: network-service, protocol: https}
  - {id: cloud, kind: client, protocol: mqtts, peer: iot.example.com}
  - {id: app, kind: client, protocol: https}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "maker.yaml").write_text("id: mimamori\nname: {en: Mimamori}\n", encoding="utf-8")
    (tmp_path / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.json"
    path.write_bytes(make.mud([make.rule("out", make.to_name("api.example.com"))]))
    return path


def captured(folder: Path, *frames: bytes) -> Path:
    path = folder / "lamp.pcap"
    path.write_bytes(make.pcap(*frames))
    return path


def test_the_mud_file_is_the_output_and_its_gaps_are_told_beside_it(workspace: Path) -> None:
    told = mamoru("mud", workspace, "--url", "https://m.example/nc-100.json", "--on", "2026-11-23")

    assert told.returncode == 3
    assert json.loads(told.stdout)["ietf-mud:mud"]["mud-url"] == "https://m.example/nc-100.json"
    assert told.stderr.decode().startswith("app: the peer is not named")


def test_a_file_that_holds_everything_declared_gives_status_0(workspace: Path) -> None:
    named = PRODUCT.replace(
        "id: app, kind: client, protocol: https", "id: hub, kind: client, protocol: https, peer: the hub"
    )
    (workspace / "product.yaml").write_text(named, encoding="utf-8")

    told = mamoru("mud", workspace, "--url", "https://m.example/nc-100.json")

    assert told.returncode == 0
    assert b"my-controller" in told.stdout
    assert b"the hub" in told.stderr


def test_the_makers_website_proposes_the_place_to_publish(workspace: Path) -> None:
    maker = "id: mimamori\nname: {en: Mimamori}\nwebsite: https://www.m.example/\n"
    (workspace / "maker.yaml").write_text(maker, encoding="utf-8")

    told = mamoru("mud", workspace)

    assert json.loads(told.stdout)["ietf-mud:mud"]["mud-url"] == "https://www.m.example/mud/nc-100.json"
    assert b"--url" in told.stderr


def test_without_a_place_to_publish_it_is_asked_for(workspace: Path) -> None:
    told = mamoru("mud", workspace)

    assert (told.returncode, told.stdout) == (2, b"")
    assert "--url" in told.stderr.decode()


def test_a_flow_that_no_rule_allows_gives_status_1(profile: Path, tmp_path: Path) -> None:
    capture = captured(
        tmp_path, make.looked_up("api.example.com", "203.0.113.5"), make.out("198.51.100.1", 443)
    )

    told = mamoru("mud", "check", profile, capture, "--device", "02:00:00:00:00:01", "--format", "json")

    assert told.returncode == 1
    jsonschema_rs.validate(json.loads(SCHEMA.read_bytes()), json.loads(told.stdout))


def test_traffic_that_keeps_to_the_file_gives_status_0(profile: Path, tmp_path: Path) -> None:
    capture = captured(
        tmp_path, make.looked_up("api.example.com", "203.0.113.5"), make.out("203.0.113.5", 443)
    )

    assert mamoru("mud", "check", profile, capture, "--device", make.HOST).returncode == 0


def test_what_stays_undecided_gives_status_3(profile: Path, tmp_path: Path) -> None:
    capture = captured(tmp_path, make.out("203.0.113.5", 443))

    assert mamoru("mud", "check", profile, capture, "--device", make.HOST).returncode == 3
    named = ("--peer", "api.example.com=203.0.113.5")
    assert mamoru("mud", "check", profile, capture, "--device", make.HOST, *named).returncode == 0


def test_a_device_that_is_not_in_the_capture_is_no_pass(profile: Path, tmp_path: Path) -> None:
    capture = captured(tmp_path, make.out("203.0.113.5", 443))

    told = mamoru("mud", "check", profile, capture, "--device", "02:00:00:00:00:99")

    assert told.returncode == 3
    assert "no packet of this device" in told.stdout.decode()


@pytest.mark.parametrize("bad", ["profile", "capture", "device"])
def test_what_cannot_be_read_is_one_line_with_status_2(bad: str, profile: Path, tmp_path: Path) -> None:
    capture = captured(tmp_path, make.out("203.0.113.5", 443))
    given = {"profile": profile, "capture": capture, "device": make.HOST} | {bad: tmp_path / "maker.txt"}

    told = mamoru("mud", "check", given["profile"], given["capture"], "--device", given["device"])

    assert told.returncode == 2
    assert len(told.stderr.decode().strip().splitlines()) == 1


def test_a_word_alone_and_the_same_word_before_another_are_two_commands(workspace: Path) -> None:
    alone, before, both = mamoru("mud", "--help"), mamoru("mud", "check", "--help"), mamoru("--help")

    assert b"Also: mamoru mud check" in alone.stdout
    assert b"MUDFILE" in before.stdout
    assert both.stdout.count(b"\n    mud ") == 1
    assert mamoru("--lang", "ja", "mud", "./check", cwd=workspace).returncode == 2
