"""Start: choose the language, parse, run the command, turn errors into one line and a status."""

import contextlib
import os
import sys
from collections.abc import Sequence

from mamoru.cli.language import chosen_language
from mamoru.cli.parser import parse
from mamoru.errors import FormatError, MamoruError
from mamoru.language import Lang, Text

USAGE_ERROR = 2
INTERRUPTED = 130
CRASH = Text(
    "予期しない誤りです（{why}）。--debug をつけて実行した結果を添えて報告してください。",
    "Unexpected error ({why}). Please report it with the output of --debug.",
)
NO_SPACE = Text("ファイルを扱えません: {why}", "A file could not be used: {why}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # text streams have it
    lang = chosen_language(given, os.environ)
    debug = "--debug" in given
    try:
        options = parse(given, lang)
        return int(options.run(options))
    except MamoruError as error:
        return _told(error, lang, debug=debug)
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _unexpected(NO_SPACE.fill(why=f"{error.strerror}: {error.filename}"), lang, error, debug=debug)
    except (FormatError, RuntimeError, ValueError, TypeError, LookupError, MemoryError) as error:
        why = f"{type(error).__name__}: {error}"[:300]
        return _unexpected(CRASH.fill(why=why), lang, error, debug=debug)


def _told(error: MamoruError, lang: Lang, *, debug: bool) -> int:
    if debug:
        raise error
    lines = error.message[lang].splitlines()
    if len(lines) == 1:
        print(" ".join(f"mamoru: {lines[0]} {error.remedy[lang]}".split()), file=sys.stderr)
    else:
        print("\n".join([*lines, error.remedy[lang]]), file=sys.stderr)
    return USAGE_ERROR


def _unexpected(text: Text, lang: Lang, error: Exception, *, debug: bool) -> int:
    if debug:
        raise error
    print(" ".join(f"mamoru: {text[lang]}".split()), file=sys.stderr)
    return USAGE_ERROR
