"""Sets of words, written as one plain string."""


def word_set(text: str, *, apart_by: str | None = None) -> frozenset[str]:
    """The words of `text`, separated by blanks or by `apart_by`."""
    return frozenset(part.strip() for part in text.split(apart_by) if part.strip())
