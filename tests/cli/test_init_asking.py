"""`mamoru init` on a terminal: what is in brackets is taken on Enter, and one may leave."""

import contextlib
import os
import select
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("no pseudo-terminal", allow_module_level=True)
import pty


def on_a_terminal(folder: Path, typed: bytes, *arguments: str) -> tuple[int, str]:
    """The status and the screen of `mamoru init` in `folder`, with `typed` on its keyboard."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background begins deaf to Ctrl-C
        environment = {**os.environ, "MAMORU_LANG": "en", "PYTHONUTF8": "1"}
        os.execve(sys.executable, [sys.executable, "-m", "mamoru", "init", *arguments], environment)
    screen, left = b"", False
    with contextlib.suppress(OSError):  # the other end is closed
        while True:
            # CPython overlooks a Ctrl-C that comes between its prompt and its waiting for a key: as
            # somebody at the keyboard would, press it again where nothing happens.
            if left and not select.select([terminal], [], [], 5)[0]:
                os.write(terminal, b"\x03")
                continue
            piece = os.read(terminal, 4096)
            if not piece:
                break
            screen += piece
            if typed and screen.rstrip(b" ").endswith((b">", b"]")):
                key, typed = typed[:1], typed[1:]
                while key not in b"\n\x03\x04":
                    os.write(terminal, key)
                    key, typed = typed[:1], typed[1:]
                os.write(terminal, key)
                left = key == b"\x03"
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), screen.decode()


def test_what_stands_in_brackets_is_what_enter_takes(tmp_path: Path) -> None:
    typed = b"Mimamori\n\nHanako Sato\nCamera\nNC-100\n" + b"\n" * 8

    status, screen = on_a_terminal(tmp_path, typed, "made")

    product = (tmp_path / "made/products/nc-100/product.yaml").read_text("utf-8")
    assert status == 0
    assert "[nc-100]" in screen
    assert "[jp]" in screen
    assert "markets: [jp]" in product
    assert "\ntype: network camera" not in product
    assert "role: security" in (tmp_path / "made/maker.yaml").read_text("utf-8")


def test_examples_are_called_examples_and_stand_in_no_brackets(tmp_path: Path) -> None:
    _, screen = on_a_terminal(tmp_path, b"\n" * 13, "made")

    assert "Example: network camera" in screen
    assert "[network camera]" not in screen
    assert "[1.0]" not in screen


def test_what_was_given_is_not_asked(tmp_path: Path) -> None:
    status, screen = on_a_terminal(
        tmp_path, b"\n" * 13, "made", "--website", "https://www.example.com", "--maker-name", "Mimamori"
    )

    assert status == 0
    assert "company called" not in screen
    assert "What is the product called?" in screen
    assert 'website: "https://www.example.com"' in (tmp_path / "made/maker.yaml").read_text("utf-8")


def test_ctrl_d_leaves_and_nothing_is_written(tmp_path: Path) -> None:
    status, screen = on_a_terminal(tmp_path, b"Mimamori\n\x04", "made")

    assert status == 2
    assert "Nothing was written" in screen
    assert "nexpected" not in screen
    assert not (tmp_path / "made").exists()


def test_ctrl_c_leaves_quietly(tmp_path: Path) -> None:
    status, screen = on_a_terminal(tmp_path, b"Mimamori\n\x03", "made")

    assert status == 130
    assert "Traceback" not in screen
    assert "nexpected" not in screen
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("site", ["example.com", "javascript:x", "https://", "https://a b.example"])
def test_a_website_that_is_none_is_refused(tmp_path: Path, site: str) -> None:
    from material.command import mamoru

    told = mamoru("init", tmp_path / "made", "--website", site)

    assert told.returncode == 2
    assert "https://www.example.com" in told.stderr.decode()
