"""The shapes of an explanation: headings and their lines."""

import msgspec

from mamoru.language import Text


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and its lines."""

    heading: Text
    lines: tuple[Text, ...]


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one id."""

    id: str
    title: Text
    sections: tuple[Section, ...]
