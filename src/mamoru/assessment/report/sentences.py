"""Texts set one after the other as sentences: each ends, with a space between them in English alone."""

from mamoru.language import Text

_ENDS_JA = "。！？）」』"
_ENDS_EN = ".!?)”"


def sentences(*texts: Text) -> Text:
    """`texts` as one: a text that does not end is ended where another follows."""
    told = [text for text in texts if text.ja or text.en]
    ended = [*(_ended(text) for text in told[:-1]), *told[-1:]]
    return Text("".join(text.ja for text in ended), " ".join(text.en for text in ended))


def _ended(text: Text) -> Text:
    ja = text.ja if text.ja.endswith(tuple(_ENDS_JA)) else text.ja + "。"
    en = text.en if text.en.endswith(tuple(_ENDS_EN)) else text.en + "."
    return Text(ja, en)
