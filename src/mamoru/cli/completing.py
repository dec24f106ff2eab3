"""What can be typed after `mamoru`, taken from the parsers of the commands, and told to a shell."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mamoru.cli.parser import GROUPS, Command, parser_of, registered
from mamoru.language import Lang


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """An option: how it is written, what it does, whether a value follows, and which ones where that is a
    choice (else a file may be meant)."""

    flags: tuple[str, ...]
    help: str
    valued: bool
    choices: tuple[str, ...] = ()


class Verb(msgspec.Struct, frozen=True, kw_only=True):
    """What may follow the words of a command (`vulns match`), of a group (`vulns`), or of nothing (``).

    `words` are the next words with what they mean; `files` where a file or folder may follow."""

    name: str
    words: tuple[tuple[str, str], ...] = ()
    options: tuple[Typed, ...] = ()
    files: bool = False


def verbs(lang: Lang) -> list[Verb]:
    """Everything that can be typed, what follows nothing first."""
    found = registered()
    first = {command.NAME[0]: command.HELP[lang] for command in found if len(command.NAME) == 1}
    first |= {word: about[lang] for word, about in GROUPS.items() if word not in first}
    alone = {" ".join(command.NAME): _verb(command, lang) for command in found}
    told = [Verb(name="", words=tuple(sorted(first.items())))]
    for word in sorted(first):
        below = tuple((c.NAME[1], c.HELP[lang]) for c in found if c.NAME[0] == word and len(c.NAME) == 2)
        own = alone.pop(word, Verb(name=word))
        told.append(msgspec.structs.replace(own, words=(*own.words, *below)))
    return [*told, *alone.values()]


def _verb(command: Command, lang: Lang) -> Verb:
    actions = parser_of(command, lang)._actions
    placed = [action for action in actions if not action.option_strings]
    chosen = [str(choice) for action in placed for choice in action.choices or ()]
    return Verb(
        name=" ".join(command.NAME),
        words=tuple((choice, "") for choice in chosen),
        options=tuple(_options(actions)),
        files=any(action.type is Path for action in placed),
    )


def _options(actions: list[argparse.Action]) -> Iterator[Typed]:
    for action in actions:
        if action.option_strings:
            yield Typed(
                flags=tuple(action.option_strings),
                help=" ".join((action.help or "").replace("%%", "%").split()),
                valued=action.nargs != 0,
                choices=tuple(str(choice) for choice in action.choices or ()),
            )
