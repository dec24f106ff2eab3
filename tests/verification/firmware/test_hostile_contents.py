"""What the checks share, fed with foreign bytes: an answer or a `FormatError`, in bounded time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.verification.firmware.facts.certificates import certificates, private_keys
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.facts.elf import binary
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.secrets import redacted, stands_in, without
from mamoru.verification.firmware.facts.services import launched, started
from mamoru.verification.firmware.facts.tainted import injections
from mamoru.verification.firmware.facts.texts import texts
from material.elves import program
from material.trees import image


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_broken_program_gives_facts_or_a_format_error(at: int, junk: bytes) -> None:
    whole = program(literals=("x" * 50,))
    broken = whole[:at] + junk + whole[at + len(junk) :]
    for content in (broken, broken[:at]):
        try:
            binary(content)
        except FormatError as error:
            assert error.offset >= 0


@given(st.text(alphabet="ab $`'\"\\()|&;<>#{}=\n-/", max_size=200))
@settings(max_examples=500, deadline=None)
def test_any_text_can_be_split_into_commands(text: str) -> None:
    for command in commands(text):
        assert command.words and command.line >= 1
        launched(command.words)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "line",
    ["`" * 60_000, "$(" * 30_000, '"' * 60_001, "a=" * 30_000, "x " * 30_000, "<!--" * 15_000, "password=" * 6_000, "://a:" * 12_000,
     "-----BEGIN A-----" * 5_000, "[" * 60_000, "$_GET" * 10_000 + "system(", "eyJ" * 20_000, "http://" * 9_000],
    ids=lambda line: line[:12],
)  # fmt: skip
def test_no_line_takes_long(line: str) -> None:  # held by the timeout
    names = ("/etc/init.d/S1x", "/www/a.php", "/etc/a.xml", "/www/a.cgi", "/etc/a.json", "/www/a.pl")
    opened = image(
        {
            name: (f"#!/bin/sh\n{line}\n" if "S1" in name else f"{line}\n{line[:4000]}\n", 0o755)
            for name in names
        }
    )
    tree = opened.roots[0]
    started(tree)
    for kind in CredentialKind:
        list(credentials(tree, kind))
    for file in texts(tree):
        list(injections(file))
    list(private_keys(tree))
    certificates(tree)


@given(st.text(min_size=3, max_size=60).filter(lambda s: not any(c.isspace() for c in s)))
def test_a_redacted_secret_shows_two_characters_at_most(secret: str) -> None:
    assert redacted(secret).split("…")[0] == secret[: min(2, len(secret) // 3)]


def test_a_secret_is_redacted_where_it_stands_not_in_its_key() -> None:
    assert without("admin_pw=admin", "admin") == "admin_pw=a…(5)"


@pytest.mark.parametrize(
    "value",
    [
        "",
        "${PASS}",
        "@PASS@",
        "/etc/secret",
        "xxxxxxxx",
        "your_password",
        "<password>",
        "$6$salt$hash0123456",
    ],
)
def test_a_stand_in_is_no_secret(value: str) -> None:
    assert stands_in(value)


@pytest.mark.parametrize("value", ["admin", "changeme", "Acm3!Factory", "mqttS3cret"])
def test_a_real_value_is_a_secret(value: str) -> None:
    assert not stands_in(value)
