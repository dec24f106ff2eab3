"""The parser's own words in the user's language."""

import argparse

from mamoru.language import Lang

JAPANESE = {
    "usage: ": "使い方: ",
    "positional arguments": "引数",
    "options": "オプション",
    "the following arguments are required: %s": "引数が足りません: %s",
    "unrecognized arguments: %s": "知らない引数です: %s",
    "expected one argument": "値が一つ必要です",
    "invalid choice: %(value)r (choose from %(choices)s)": "選べない値です: %(value)r（選べるもの: %(choices)s）",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "知らないコマンドです: %(parser_name)r（%(choices)s）",
    "ambiguous option: %(option)s could match %(matches)s": "あいまいなオプションです: %(option)s（%(matches)s）",
    "not allowed with argument %s": "%s と一緒には使えません",
    "invalid %(type)s value: %(value)r": "値の形が違います: %(value)r",
}


def speak(lang: Lang) -> None:
    """Let argparse speak `lang`. It looks its messages up through a module-level function, made to
    be replaced by a translation."""
    argparse._ = (lambda text: JAPANESE.get(text, text)) if lang is Lang.JA else (lambda text: text)  # type: ignore[attr-defined]
