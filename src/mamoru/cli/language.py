"""Which language the user reads: --lang, else MAMORU_LANG, else the locale."""

from collections.abc import Mapping, Sequence

from mamoru.language import Lang


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Japanese where the first of these that is set says so, else English. A wrong `--lang` is left
    for the parser to refuse."""
    for n, word in enumerate(arguments):
        if word == "--lang" and n + 1 < len(arguments):
            return _lang(arguments[n + 1])
        if word.startswith("--lang="):
            return _lang(word.removeprefix("--lang="))
    for name in ("MAMORU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _lang(environment[name])
    return Lang.EN


def _lang(value: str) -> Lang:
    return Lang.JA if value.lower().startswith("ja") else Lang.EN
