"""Which language the user reads: --lang, else MAMORU_LANG, else the locale, else Windows."""

import sys
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
    return _lang(user_interface_language())


def user_interface_language() -> str:
    """The language in which Windows speaks to this user (`ja`); empty elsewhere: there the locale tells."""
    if sys.platform != "win32":
        return ""
    import ctypes  # 10 ms that only Windows pays

    primary = ctypes.windll.kernel32.GetUserDefaultUILanguage() & _PRIMARY
    return "ja" if primary == _JAPANESE else ""


_PRIMARY, _JAPANESE = 0x3FF, 0x11  # MAKELANGID; LANG_JAPANESE


def _lang(value: str) -> Lang:
    return Lang.JA if value.lower().startswith("ja") else Lang.EN
