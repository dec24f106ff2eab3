"""Completion in each shell: what the parser takes, and nothing of Python while somebody types."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from mamoru.cli.completing import verbs
from mamoru.cli.parser import registered
from mamoru.language import Lang
from material.command import mamoru

BASH = """\
source ./script
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_mamoru
printf '%s\\n' "${COMPREPLY[@]}"
"""
ZSH = """\
compdef() {}
_describe() { local name="${@[-1]}"; print -rl -- "${(@P)name%%:*}" }
_files() { print -rl -- *(N) }
compadd() { shift; print -rl -- "$@" }
source ./script
words=("$@"); CURRENT=$#words; PREFIX="$words[-1]"
_mamoru
"""


def completed(shell: str, folder: Path, *typed: str) -> set[str]:
    """What `shell` offers for the last of the words `typed`."""
    (folder / "script").write_bytes(mamoru("completion", shell).stdout)
    if shell == "fish":
        line = " ".join(("mamoru", *typed)).replace("'", "")
        arguments = ["-c", f"source ./script; complete -C '{line}'"]
    else:
        arguments = [*(["-f"] if shell == "zsh" else []), "-c", BASH if shell == "bash" else ZSH, shell]
        arguments += ["mamoru", *typed]
    ended = subprocess.run(
        [shell, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=30
    )
    assert ended.stderr == ""
    offered = {line.partition("\t")[0] for line in ended.stdout.splitlines()}
    return {word for word in offered if word.startswith(typed[-1])}


@pytest.fixture(params=["bash", "zsh", "fish"])
def shell(request: pytest.FixtureRequest) -> str:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not on this machine")
    return str(request.param)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("vul",), {"vulns"}),
        (("vulns", "m"), {"match"}),
        (("--lang", "ja", "vulns", "st"), {"status"}),
        (("vulns", "match", "--form"), {"--format"}),
        (("vulns", "match", "--format", "c"), {"cyclonedx", "csaf"}),
        (("vulns", "decide", "--state", "not"), {"not-affected"}),
        (("firmware", "tree", "--format", "s"), set()),
        (("completion", "z"), {"zsh"}),
        (("plan", "rec"), {"record", "record-of-mine.txt"}),
        (("plan", "record", "--res"), {"--result"}),
        (("firmware", "check", "a f"), {"a file.bin"}),
        (("nonsense", "m"), set()),
    ],
)
def test_what_may_follow_is_offered(
    shell: str, typed: tuple[str, ...], offered: set[str], tmp_path: Path
) -> None:
    if shell == "fish" and " " in typed[-1]:
        pytest.skip("the line of a shell is one string there")
    (tmp_path / "a file.bin").touch()
    (tmp_path / "record-of-mine.txt").touch()

    assert completed(shell, tmp_path, *typed) == offered


@pytest.mark.parametrize("lang", list(Lang))
def test_every_command_and_option_of_the_parser_is_there(lang: Lang) -> None:
    told = {verb.name: verb for verb in verbs(lang)}

    assert {" ".join(command.NAME) for command in registered()} <= told.keys()
    assert {"--format", "--lang", "-o", "-v", "--help"} <= {f for o in told["check"].options for f in o.flags}
    assert dict(told[""].words)["vulns"]


def test_it_is_printed_at_once() -> None:
    before = time.perf_counter()
    mamoru("completion", "bash")

    assert time.perf_counter() - before < 2  # about 0.1 s alone on a machine
