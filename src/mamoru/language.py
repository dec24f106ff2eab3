"""Text in the two languages that every reader of Mamoru may choose."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Lang(StrEnum):
    """A language of the user."""

    JA = "ja"
    EN = "en"


class Text(msgspec.Struct, frozen=True, gc=False):
    """One text in Japanese and in English; both are always there."""

    ja: str
    en: str

    def __getitem__(self, lang: Lang | str) -> str:
        """The text in `lang`."""
        return self.ja if lang == Lang.JA else self.en

    def __str__(self) -> str:
        """Refused: a text has two languages, and one of them is asked for by name."""
        raise TypeError("a Text has no language of its own: take text[lang], or fill it into a Text")

    def fill(self, **values: object) -> "Text":
        """The same text with its `{name}` places filled in both languages; a `Text` gives each its own."""
        ja = en = values
        for name, value in values.items():
            if isinstance(value, Text):
                ja = {**ja, name: value.ja}
                en = {**en, name: value.en}
        return Text(self.ja.format_map(ja), self.en.format_map(en))


def both(text: str) -> Text:
    """A text that is the same in both languages: a file name, a command, a number."""
    return Text(text, text)


def joined(texts: Iterable[Text], ja: str = "、", en: str = ", ") -> Text:
    """Several texts as a list within a sentence."""
    listed = list(texts)
    return Text(ja.join(text.ja for text in listed), en.join(text.en for text in listed))
