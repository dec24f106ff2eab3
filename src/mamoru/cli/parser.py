"""The parser: one command a file in `commands/`, found, never listed."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NoReturn, Protocol, cast

import mamoru
from mamoru.cli import commands, usage
from mamoru.language import Lang, Text

ABOUT = Text(
    "守る: IoT機器をつくる会社のための製品セキュリティ。最初の方針から最後の修正まで。",
    "Mamoru: product security for the makers of IoT devices, from the first policy to the last patch.",
)
FIRST = Text(
    "まずは: mamoru demo ／ mamoru check firmware.bin ／ mamoru init",
    "To begin: mamoru demo, mamoru check firmware.bin, mamoru init",
)
GROUPS = {
    "firmware": Text("ファームウェアの中身と弱点", "what a firmware image holds, and its weaknesses"),
    "sbom": Text("部品表（SBOM）の出来", "how good a bill of materials is"),
    "vulns": Text("公開された脆弱性", "published vulnerabilities"),
    "evidence": Text("証跡の確認と封印", "verify and seal the evidence"),
    "catalog": Text("ガイドと基準の項目", "the guide and the standards"),
}
SHARED = {
    "lang": Text("表示の言語", "language of the output"),
    "format": Text("出力の形", "form of the output"),
    "output": Text("出力をファイルに書く（- は標準出力）", "write the output to a file (-: standard output)"),
    "on": Text("評価の日（既定は今日）", "day of the assessment (default: today)"),
    "verbose": Text("すべての項目を表示する", "tell every point"),
    "debug": Text("誤りの詳細を表示する", "show the details of an error"),
    "help": Text("この説明を表示する", "show this help"),
    "version": Text("版を表示する", "show the version"),
}
KEY = Text(
    "暗号化されたイメージの鍵のファイル（秘密鍵、AES の鍵、パスフレーズ。何度でも）",
    "file with a key of encrypted images: a private key, an AES key or a passphrase (may be repeated)",
)
NO_KEY = Text("鍵のファイルを読めません:「{value}」", "not a key file that can be read: “{value}”")
MOST_KEY_BYTES = 1 << 16
ALSO = Text("続けて書けるもの: {names}", "Also: {names}")
ALONE = "_"  # the place below its own word of a command that others share the word of; never typed
A_FOLDER = Text("ファイル名ではありません:「{value}」", "not the name of a file: “{value}”")
NOT_A_DAY = Text("日付ではありません（例: 2026-11-23）: {value}", "not a date (example: 2026-11-23): {value}")


class Command(Protocol):
    """A module of `commands/`. `NAME` is one or two words, `HELP` one line, `FORMATS` the values of
    --format, first the default. Heavy imports stand inside `run` so that --help stays quick."""

    NAME: tuple[str, ...]
    HELP: Text
    FORMATS: tuple[str, ...]
    arguments: Callable[[argparse.ArgumentParser, Lang], None]
    run: Callable[[argparse.Namespace], int]


class OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one line with status 2."""

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong and where help is."""
        line = " ".join(f"{self.prog}: {message} ({self.prog} --help)".split())
        print(line, file=sys.stderr)
        raise SystemExit(2)


@cache
def registered(word: str | None = None) -> tuple[Command, ...]:
    """Every command, by name; with `word` those alone whose first word it is, () where it is none's. A
    command's file bears its name."""
    found = [
        cast(Command, importlib.import_module(f"{commands.__name__}.{module.name}"))
        for module in pkgutil.iter_modules(commands.__path__)
        if word is None or module.name.split("_")[0] == word
    ]
    return tuple(sorted(found, key=lambda command: command.NAME))


def parse(arguments: Sequence[str], lang: Lang) -> argparse.Namespace:
    """The options of one command line; exits with status 2 where it cannot be understood."""
    usage.speak(lang)
    parser = OneLineParser(prog="mamoru", description=ABOUT[lang], epilog=FIRST[lang], add_help=False)
    _help(parser, lang)
    parser.add_argument(
        "--version", action="version", version=f"mamoru {mamoru.__version__}", help=SHARED["version"][lang]
    )
    parser.add_argument("--lang", choices=["ja", "en"], help=SHARED["lang"][lang])
    top = parser.add_subparsers(metavar="COMMAND", required=True, dest="command")
    groups: dict[str, argparse._SubParsersAction[OneLineParser]] = {}
    given = list(arguments)
    known = registered(_first_word(given)) or registered()  # what is not asked for is not built
    below = _below(known)
    for command in known:
        word = command.NAME[0]
        grouped = word in below
        if grouped and word not in groups:
            about = (
                command.HELP if len(command.NAME) == 1 else GROUPS[word]
            )  # sorted: the word alone comes first
            group = top.add_parser(word, help=about[lang], description=about[lang], add_help=False)
            _help(group, lang)
            groups[word] = group.add_subparsers(metavar="COMMAND", required=True, dest="subcommand")
        told = command.HELP[lang]
        if grouped and len(command.NAME) == 1:
            names = ", ".join(f"mamoru {word} {name}" for name in sorted(below[word]))
            also = ALSO.fill(names=names)[lang]
            place = groups[word].add_parser(
                ALONE, prog=f"mamoru {word}", help=told, description=told, epilog=also, add_help=False
            )
        else:
            above = groups[word] if grouped else top
            place = above.add_parser(command.NAME[-1], help=told, description=told, add_help=False)
        command.arguments(place, lang)
        _shared(place, command.FORMATS, lang)
        place.set_defaults(run=command.run)
    options = parser.parse_args(_spelled_out(given, known, below))
    options.lang = lang
    return options


def parser_of(command: Command, lang: Lang) -> OneLineParser:
    """The parser of one command alone, with what every command takes."""
    parser = OneLineParser(add_help=False)
    command.arguments(parser, lang)
    _shared(parser, command.FORMATS, lang)
    return parser


def _below(found: Sequence[Command]) -> dict[str, set[str]]:
    """The second words by the first, of the commands that have two."""
    below: dict[str, set[str]] = {}
    for command in found:
        if len(command.NAME) == 2:
            below.setdefault(command.NAME[0], set()).add(command.NAME[1])
    return below


def _place_of_first_word(arguments: list[str]) -> int:
    place = 0
    while place < len(arguments) and arguments[place].startswith("-"):
        place += 2 if arguments[place] == "--lang" else 1
    return place


def _first_word(arguments: list[str]) -> str:
    """The word that names a command or its group; "" where there is none."""
    return next(iter(arguments[_place_of_first_word(arguments) :]), "")


def _spelled_out(arguments: list[str], known: Sequence[Command], below: Mapping[str, set[str]]) -> list[str]:
    """`arguments` with `ALONE` after a first word that is a command of its own and is meant as such:
    `plan DIR`, where `plan record` exists too. A folder called `record` is `./record`."""
    alone = {command.NAME[0] for command in known if len(command.NAME) == 1}
    place = _place_of_first_word(arguments)
    if place < len(arguments) and arguments[place] in alone & below.keys():
        following = arguments[place + 1 : place + 2]
        if not following or following[0] not in below[arguments[place]]:
            return [*arguments[: place + 1], ALONE, *arguments[place + 1 :]]
    return arguments


def _help(parser: argparse.ArgumentParser, lang: Lang) -> None:
    parser.add_argument("-h", "--help", action="help", help=SHARED["help"][lang])


def _shared(parser: argparse.ArgumentParser, formats: tuple[str, ...], lang: Lang) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help=SHARED["format"][lang])

    def file(value: str) -> Path | None:
        if not value or Path(value).is_dir():
            raise argparse.ArgumentTypeError(A_FOLDER.fill(value=value)[lang])
        return Path(value) if value != "-" else None

    parser.add_argument("-o", "--output", type=file, metavar="FILE", help=SHARED["output"][lang])
    parser.add_argument("--lang", choices=["ja", "en"], help=SHARED["lang"][lang])
    parser.add_argument("-v", "--verbose", action="store_true", help=SHARED["verbose"][lang])
    parser.add_argument("--debug", action="store_true", help=SHARED["debug"][lang])
    _help(parser, lang)


def add_day(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The option --on DATE."""

    def day(value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise argparse.ArgumentTypeError(NOT_A_DAY.fill(value=value)[lang]) from None

    parser.add_argument("--on", type=day, metavar="DATE", help=SHARED["on"][lang])


def add_keys(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The option --key FILE, whose value are the contents of each file."""

    def key(value: str) -> bytes:
        try:
            with Path(value).open("rb") as file:
                content = file.read(MOST_KEY_BYTES + 1)
        except OSError:
            content = b""
        if not 0 < len(content) <= MOST_KEY_BYTES:
            raise argparse.ArgumentTypeError(NO_KEY.fill(value=value)[lang])
        return content

    parser.add_argument(
        "--key", type=key, action="append", default=[], dest="keys", metavar="FILE", help=KEY[lang]
    )
