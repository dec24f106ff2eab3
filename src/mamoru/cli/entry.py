"""Start: choose the language, parse, run the command, turn errors into one line and a status."""

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from mamoru.cli.language import chosen_language
from mamoru.cli.parser import parse
from mamoru.cli.streams import SPOKEN, open_streams, readable, speak_utf8
from mamoru.errors import InputError, MamoruError, what_to_do, why
from mamoru.language import Lang, Text

USAGE_ERROR = 2
INTERRUPTED = 130  # 128 and the signal's number, as shells tell it
CRASH = Text("予期しない誤りです（{why}）。", "Unexpected error ({why}).")
TELL_US = Text(
    "--debug をつけて実行した結果を添えて報告してください。",
    "Please report it with the output of --debug.",
)
UNUSABLE = Text("{file} を使えません: {why}。", "{file} cannot be used: {why}.")
STDOUT = Text("標準出力", "Standard output")
NOT_TEXT = Text("文字として読めない名前です: {name}", "A name that cannot be read as text: {name}")
RENAME = Text("ファイルかフォルダーの名前を変えてください。", "Rename the file or folder.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    open_streams()
    lang = chosen_language(given, os.environ)
    if "--debug" in given:
        return _run(given, lang)
    try:
        return _run(given, lang)
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except MamoruError as error:
        return _told(error.message, error.remedy, readable(lang))
    except OSError as error:
        file = Text(*[str(error.filename)] * 2) if error.filename is not None else STDOUT
        reason = why(error)
        text = UNUSABLE.fill(file=file, why=reason)
        return _told(text, what_to_do(error), readable(lang))
    except Exception as error:  # noqa: BLE001  (the contract is one line, whatever broke; --debug shows it)
        told = f"{type(error).__name__}: {error}"[:300]
        return _told(CRASH.fill(why=told), TELL_US, readable(lang))


def _run(given: Sequence[str], lang: Lang) -> int:
    for name in given:
        if any("\ud800" <= sign <= "\udfff" for sign in name):
            raise InputError(NOT_TEXT.fill(name=ascii(name)), RENAME)
    options = parse(given, readable(lang))
    if options.output is not None or options.format not in SPOKEN:
        options.lang = lang
        speak_utf8()
    _end_in_order()
    return int(options.run(options))


def _end_in_order() -> None:
    """Let a request to end, or a terminal that closed, end us as an error would: with work folders
    cleared and children ended."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP; nohup leaves it ignored
        number = getattr(signal, name, None)
        with contextlib.suppress(ValueError):  # only a main thread can say what a signal does
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _terminated)


def _terminated(number: int, frame: object) -> NoReturn:
    raise SystemExit(128 + number)


def _told(message: Text, remedy: Text, lang: Lang) -> int:
    """Tell what happened and what to do: one line, but for the errors of a product file, a line each."""
    lines = message[lang].splitlines()
    if len(lines) > 1:
        print("\n".join([*lines, remedy[lang]]), file=sys.stderr)
        return USAGE_ERROR
    said = " ".join(message[lang].split())
    if not said.endswith(("。", ".", "!", "?")):  # it ends with a name or an example: keep the two apart
        opening, closing = ("（", "）") if lang is Lang.JA else (" (", ")")
        print(f"mamoru: {said}{opening}{remedy[lang]}{closing}", file=sys.stderr)
    else:
        print(f"mamoru: {said} {remedy[lang]}", file=sys.stderr)
    return USAGE_ERROR
