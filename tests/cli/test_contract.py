"""The command line is the contract: exit status, one clear line, the same result twice."""

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from material import firmware as make

QUIET_ROOT = make.ROOT | {
    "bin/busybox": make.File(b"\x7fELF" + b"BusyBox v1.36.1 (2024-01-01)\0", 0o100755),
    "etc/passwd": make.File(b"root:x:0:0:root:/root:/bin/sh\n"),
    "etc/shadow": make.File(b"root:*:19000:0:99999:7:::\n", 0o100600),
    "etc/inittab": make.File(b"::sysinit:/etc/init.d/rcS\n"),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\nmount -a\n", 0o100755),
}


def mamoru(*arguments: object, cwd: Path | None = None, lang: str = "en") -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in its own process."""
    environment = os.environ | {"MAMORU_LANG": lang, "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "mamoru", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="module")
def weak_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small flash image with an account that needs no password."""
    path = tmp_path_factory.mktemp("image") / "weak.bin"
    path.write_bytes(make.flash((0x10000, make.uimage(gzip.compress(make.cpio(make.ROOT), mtime=0)))))
    return path


@pytest.fixture(scope="module")
def quiet_image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small flash image in which nothing is wrong."""
    path = tmp_path_factory.mktemp("image") / "quiet.bin"
    path.write_bytes(make.flash((0x10000, make.uimage(gzip.compress(make.cpio(QUIET_ROOT), mtime=0)))))
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace as a fresh `init` leaves it."""
    folder = tmp_path / "workspace"
    made = mamoru(
        "init", folder, "--maker-name", "Mimamori", "--product-name", "Camera", "--product-id", "nc-100"
    )
    assert made.returncode == 0, made.stderr
    return folder


def test_a_finding_gives_status_1(weak_image: Path) -> None:
    result = mamoru("firmware", "check", weak_image)

    assert result.returncode == 1
    assert "/etc/shadow" in result.stdout


def test_an_image_with_nothing_wrong_gives_status_0(quiet_image: Path) -> None:
    result = mamoru("firmware", "check", quiet_image, "--format", "json")

    assert json.loads(result.stdout)["findings"] == []
    assert result.returncode == 0


def test_bytes_that_nobody_could_open_give_status_3_never_a_silent_pass(tmp_path: Path) -> None:
    unknown = tmp_path / "encrypted.bin"
    unknown.write_bytes(random.Random(1).randbytes(300_000))

    result = mamoru("firmware", "check", unknown, "--format", "json")

    assert result.returncode == 3
    assert json.loads(result.stdout)["unopened"][0]["bytes"] == 300_000


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "no-such-file.bin"),
        ("firmware", "sbom", "no-such-file.bin"),
        ("check", "--on", "tomorrow"),
        ("check", "--format", "pdf"),
        ("explain", "no-such-id"),
        ("catalog", "list", "no-such-standard"),
        ("frobnicate",),
        (),
    ],
)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_usage_or_input_error_is_one_line_with_status_2(
    arguments: tuple[str, ...], lang: str, tmp_path: Path
) -> None:
    result = mamoru(*arguments, cwd=tmp_path, lang=lang)

    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_empty_folder_is_told_to_init(tmp_path: Path) -> None:
    result = mamoru("check", cwd=tmp_path)

    assert result.returncode == 2
    assert "mamoru init" in result.stderr


def test_a_fresh_init_is_declared_or_not_shown_throughout_and_gives_status_1(workspace: Path) -> None:
    result = mamoru("check", workspace, "--format", "json", "--standard", "jc-star-1,en-303-645")

    told = json.loads(result.stdout)
    asked = [r for standard in told["standards"] for r in standard["requirements"]]
    assert result.returncode == 1
    assert len(asked) > 100
    assert [
        r["id"]
        for r in asked
        if r["state"] not in ("not-shown", "not-applicable") and r["grade"] != "declared"
    ] == []


def test_two_runs_of_a_day_differ_only_in_times(workspace: Path) -> None:
    first = json.loads(mamoru("check", workspace, "--format", "json", "--on", "2026-11-23").stdout)
    second = json.loads(mamoru("check", workspace, "--format", "json", "--on", "2026-11-23").stdout)

    for told in (first, second):
        del told["at"]
        for evidence in told["evidence"]:
            evidence.pop("at", None)
    assert first == second


def test_the_report_lies_in_the_workspace_and_nothing_outside_it_changes(workspace: Path) -> None:
    before = sorted(p.name for p in workspace.parent.iterdir())

    mamoru("check", workspace)

    assert sorted(p.name for p in workspace.parent.iterdir()) == before
    assert (workspace / "report" / "index.html").is_file()
    assert (workspace / "report" / "check.json").is_file()


def test_init_overwrites_nothing(workspace: Path) -> None:
    product = workspace / "products" / "nc-100" / "product.yaml"
    before = product.read_text(encoding="utf-8")

    again = mamoru("init", workspace, "--product-name", "Other", "--product-id", "nc-100")

    assert again.returncode == 2
    assert product.read_text(encoding="utf-8") == before


def test_init_in_a_workspace_adds_a_product_and_keeps_the_maker(workspace: Path) -> None:
    before = (workspace / "maker.yaml").read_text(encoding="utf-8")

    added = mamoru("init", workspace, "--product-name", "Door bell", "--product-id", "db-1")
    told = json.loads(mamoru("check", workspace, "--format", "json").stdout)

    assert added.returncode == 0, added.stderr
    assert (workspace / "maker.yaml").read_text(encoding="utf-8") == before
    assert [report["product"]["id"] for report in told["products"]] == ["db-1", "nc-100"]


def test_init_from_an_image_drafts_what_it_saw_and_checks_it(weak_image: Path, tmp_path: Path) -> None:
    folder = tmp_path / "drafted"

    made = mamoru("init", folder, "--from", weak_image, "--product-name", "Camera")
    checked = mamoru("check", folder, "--format", "json")

    assert made.returncode == 0, made.stderr
    told = json.loads(checked.stdout)
    assert [c["name"] for c in told["components"]] == ["busybox"]
    assert told["findings"]


def test_output_goes_whole_into_the_file_that_is_named(weak_image: Path, tmp_path: Path) -> None:
    target = tmp_path / "sbom.json"

    result = mamoru("firmware", "sbom", weak_image, "-o", target)

    assert result.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["specVersion"] == "1.6"


def test_explain_tells_why_a_requirement_stands_as_it_does(weak_image: Path, tmp_path: Path) -> None:
    folder = tmp_path / "explained"
    mamoru("init", folder, "--from", weak_image, "--product-name", "Camera")
    mamoru("check", folder)

    result = mamoru("explain", "1A.1", folder)

    assert result.returncode == 0
    assert "falls short" in result.stdout
    assert "/etc/shadow" in result.stdout


@pytest.mark.parametrize("id", ["guide", "M6", "M6.5", "1A.1", "en-303-645:5.1-1", "no-shared-credential"])
def test_explain_knows_every_kind_of_id_without_a_result(id: str, tmp_path: Path) -> None:
    assert mamoru("explain", id, tmp_path).returncode == 0


def test_evidence_that_was_edited_is_named(workspace: Path) -> None:
    mamoru("check", workspace)
    run = next((workspace / ".mamoru" / "evidence").glob("*.json"))
    run.write_bytes(run.read_bytes().replace(b"2026", b"2027", 1))

    result = mamoru("evidence", "verify", workspace)

    assert result.returncode == 1
    assert run.name in result.stdout


def test_sealed_evidence_that_was_replaced_is_named(workspace: Path) -> None:
    from mamoru.evidence.seal import new_key

    mamoru("check", workspace)
    (workspace / "key.pem").write_bytes(new_key())
    sealed = mamoru("evidence", "seal", workspace, "--key", workspace / "key.pem")
    next((workspace / ".mamoru" / "evidence").glob("*.json")).unlink()

    result = mamoru("evidence", "verify", workspace)

    assert sealed.returncode == 0
    assert result.returncode == 1


def test_help_starts_without_the_engines() -> None:
    program = (
        "import sys; from mamoru.cli.parser import registered; registered(); "
        "print(sorted(n for n in sys.modules if n.split('.')[0] in "
        "('yaml', 'jinja2', 'cryptography', 'cyclonedx', 'ahocorasick_rs', 'passlib')))"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def loaded(*arguments: object) -> set[str]:
    """The modules that a command line loads."""
    program = (
        "import sys\nfrom mamoru.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    words = [sys.executable, "-c", program, *map(str, arguments)]
    told = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    return set(told.stderr.split())


def test_a_command_loads_no_other_group_nor_the_engines_that_it_does_not_use(tmp_path: Path) -> None:
    bill = tmp_path / "bill.cdx.json"
    bill.write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "curl"}]}')
    modules = loaded("vulns", "match", bill)

    assert "mamoru.cli.commands.vulns_match" in modules
    assert not {"mamoru.cli.commands.check", "mamoru.cli.commands.watch", "jinja2", "cryptography"} & modules


def test_a_word_that_is_no_command_is_told_with_all_that_are() -> None:
    result = mamoru("vulnz")

    assert result.returncode == 2
    assert all(word in result.stderr for word in ("vulns", "check", "watch"))


def test_the_file_of_every_command_bears_its_name() -> None:
    from mamoru.cli.parser import registered

    for command in registered():
        assert command in registered(command.NAME[0])


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_command_has_help_in_both_languages(lang: str) -> None:
    from mamoru.cli.parser import registered

    for command in registered():
        result = mamoru(*command.NAME, "--help", lang=lang)
        assert result.returncode == 0
        assert command.HELP[lang].split()[0] in result.stdout.replace("\n", " ")


def test_evidence_signed_anew_by_a_stranger_does_not_pass_for_ones_own(workspace: Path) -> None:
    from mamoru.evidence.seal import new_key

    mamoru("check", workspace)
    for name in ("own", "stranger"):
        (workspace / f"{name}.pem").write_bytes(new_key())
    mine = json.loads(
        mamoru("evidence", "seal", workspace, "--key", workspace / "own.pem", "--format", "json").stdout
    )
    sound = mamoru("evidence", "verify", workspace, "--key", mine["key"])
    mamoru("evidence", "seal", workspace, "--key", workspace / "stranger.pem")

    forged = mamoru("evidence", "verify", workspace, "--key", mine["key"])

    assert (sound.returncode, forged.returncode) == (0, 1)
    assert mamoru("evidence", "verify", workspace).returncode == 0
