"""Accounts are read from where a device takes them when it starts."""

import pytest

from mamoru.verification.firmware.facts.accounts import accounts
from material import firmware as made

ADMIN = b"admin:$1$$iC.dUsGpxNNJGeOm1dFio/:0:0:root:/:/bin/sh\n"
READ_ONLY = {name: file for name, file in made.ROOT.items() if name not in ("etc/passwd", "etc/shadow")}


def root(**files: bytes) -> dict[str, made.File]:
    """A root file system whose /etc/passwd is a link to a place that is empty until it starts."""
    tree = {**READ_ONLY, "etc/passwd": made.File(b"/var/passwd", mode=0o120777)}
    return tree | {name.replace("__", "/"): made.File(body) for name, body in files.items()}


def names(opened, tree: dict[str, made.File]) -> list[str]:
    (found,) = opened(made.jffs2(tree)).roots
    return [account.name for account in accounts(found)]


@pytest.mark.parametrize(
    "line",
    [
        b"cp -p /etc/accounts.txt /var/passwd\n",
        b"[ -f /var/passwd ] || cp /etc/accounts.txt /var/passwd\n",
        b"cat /etc/accounts.txt > /var/passwd\n",
        b'cp "/etc/accounts.txt" "/etc/passwd"\n',
        b"ln -s /etc/accounts.txt /var/passwd\n",
    ],
)
def test_what_a_start_script_copies_is_where_the_accounts_are(line: bytes, opened) -> None:
    assert names(opened, root(etc__rcS=b"#!/bin/sh\n" + line) | {
        "etc/accounts.txt": made.File(ADMIN)
    }) == ["admin"]  # fmt: skip


def test_a_folder_of_copies_counts_by_the_name_in_it(opened) -> None:
    tree = root(etc__rcS=b"cp /rom/passwd /var\n") | {
        "rom": made.File(mode=0o40755), "rom/passwd": made.File(ADMIN)}  # fmt: skip
    assert names(opened, tree) == ["admin"]


def test_without_a_script_a_copy_of_a_usual_name_counts(opened) -> None:
    assert names(opened, root() | {"etc/passwd.bak": made.File(ADMIN)}) == ["admin"]


@pytest.mark.parametrize(
    "line", [b"# cp /etc/accounts.txt /var/passwd\n", b"cp /etc/accounts.txt /tmp/list\n"]
)
def test_a_comment_or_a_copy_to_elsewhere_is_not_where_the_accounts_are(line: bytes, opened) -> None:
    assert names(opened, root(etc__rcS=line) | {"etc/accounts.txt": made.File(ADMIN)}) == []


def test_a_file_that_is_there_goes_before_every_copy(opened) -> None:
    tree = {**made.ROOT, "etc/passwd.bak": made.File(ADMIN)}
    assert "admin" not in names(opened, tree)
