"""Where output goes: a terminal in colour, a pipe in plain lines, or a file written whole."""

import os
import sys
import time
from pathlib import Path

from mamoru.document_store.whole_file import write_whole
from mamoru.language import Lang, Text
from mamoru.progress import Progress

OPENING = Text("調べています", "Looking")


def emit(text: str, output: Path | None) -> None:
    """Print `text`, or write it to `output` whole or not at all. A pipe or a device is written to."""
    ended = text if text.endswith("\n") else text + "\n"
    if output is None:
        sys.stdout.write(ended)
        sys.stdout.flush()
        return
    _written(ended.encode("utf-8", "backslashreplace"), output)


def emit_json(body: bytes, output: Path | None) -> None:
    """As `emit`, for JSON that may be long: without a copy of it as text."""
    if output is not None:
        _written(body + b"\n", output)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()


def _written(body: bytes, output: Path) -> None:
    if output.exists() and not output.is_file():
        output.write_bytes(body)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(output, body)


def coloured(output: Path | None) -> bool:
    """Whether colour is wanted: a terminal, and NO_COLOR not set (no-color.org)."""
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def speaks_unicode(output: Path | None) -> bool:
    """Whether signs and Japanese can be shown where the output goes."""
    return output is not None or "utf" in (sys.stdout.encoding or "").lower()


def progress(lang: Lang) -> Progress | None:
    """One line on the terminal's error stream, none in a pipe."""
    if not sys.stderr.isatty():
        return None
    started = time.monotonic()

    def tell(what: str, share: float | None) -> None:
        percent = "" if share is None else f" {share:4.0%}"
        line = f"{OPENING[lang]} {what}{percent} {time.monotonic() - started:.0f}s"
        sys.stderr.write(f"\r\x1b[2K{line[:78]}")
        if share is not None and share >= 1.0:
            sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()

    return tell
