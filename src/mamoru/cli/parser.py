"""The parser: one command a file in `commands/`, found, never listed."""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Sequence
from datetime import date
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


def registered() -> list[Command]:
    """Every command, by name."""
    found = [
        cast(Command, importlib.import_module(f"{commands.__name__}.{module.name}"))
        for module in pkgutil.iter_modules(commands.__path__)
    ]
    return sorted(found, key=lambda command: command.NAME)


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
    for command in registered():
        place = top
        if len(command.NAME) == 2:
            word = command.NAME[0]
            if word not in groups:
                group = top.add_parser(
                    word, help=GROUPS[word][lang], description=GROUPS[word][lang], add_help=False
                )
                _help(group, lang)
                groups[word] = group.add_subparsers(metavar="COMMAND", required=True, dest="subcommand")
            place = groups[word]
        below = place.add_parser(
            command.NAME[-1], help=command.HELP[lang], description=command.HELP[lang], add_help=False
        )
        command.arguments(below, lang)
        _shared(below, command.FORMATS, lang)
        below.set_defaults(run=command.run)
    options = parser.parse_args(list(arguments))
    options.lang = lang
    return options


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
