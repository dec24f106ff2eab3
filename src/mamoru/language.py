"""Text in the two languages that every reader of Mamoru may choose."""

from enum import StrEnum

import msgspec


class Lang(StrEnum):
    """A language of the user."""

    JA = "ja"
    EN = "en"


class Text(msgspec.Struct, frozen=True):
    """One text in Japanese and in English; both are always there."""

    ja: str
    en: str

    def __getitem__(self, lang: Lang | str) -> str:
        """The text in `lang`."""
        return self.ja if lang == Lang.JA else self.en

    def fill(self, **values: object) -> "Text":
        """The same text with its `{name}` places filled in both languages."""
        return Text(self.ja.format(**values), self.en.format(**values))


def both(text: str) -> Text:
    """A text that is the same in both languages: a file name, a command, a number."""
    return Text(text, text)
