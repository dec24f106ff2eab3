"""Tags of a repository made plain: `curl-7_88_1` is 7.88.1, `V_8_9_P1` is 8.9p1, `R_2_4_1` is 2.4.1.

Only a tag that is a release by its form is read; a tag of a branch, of a test or of another product
gives nothing.
"""

import re
from functools import lru_cache

MOST_TAG = 128
_MARK = re.compile(
    r"(?:releases?|rel|versions?|ver|tags?|stable|fixed|final|public|upstream|v|r|n)[-_. /]*(?=[0-9])", re.I
)
_WORDS = re.compile(r"[A-Za-z][A-Za-z+]*(?:[-_ ][A-Za-z][A-Za-z+]*)*[-_ /.]?(?=[vVrR]?[-_.]?[0-9])")
_SPLIT = re.compile(r"[-_/ ]v?(?=[0-9]+[._][0-9])", re.I)
_BODY = re.compile(
    r"(?P<numbers>[0-9]+(?:[._][0-9]+)*)"
    r"(?P<letter>[a-z]{1,2})?"
    r"(?P<early>[-_.]?(?:rc|alpha|beta|pre|test|dev|a|b)[-_.]?[0-9]*)?"
    r"(?P<patch>[-_]?p[0-9]+|-[0-9]+)?"
    r"(?P<nothing>[-_.]?(?:release|stable|final|ga|public))?",
    re.I,
)


@lru_cache(1 << 17)
def plain_tag(tag: str, names: tuple[str, ...] = ()) -> str | None:
    """The version that `tag` marks, of a product that is called one of `names`; None where it is none."""
    if len(tag) > MOST_TAG:
        return None
    text = tag.removeprefix("refs/tags/").rpartition("/")[2] or tag
    for name in names:
        if (
            name
            and text.lower().startswith(name.lower())
            and text[len(name) : len(name) + 1] in ("-", "_", ".", "/", " ")
        ):
            text = text[len(name) + 1 :]
            break
    return _version(text)


def _version(text: str) -> str | None:
    for start in (0, *_starts(text)):
        rest = text[start:]
        mark = _MARK.match(rest)
        if (found := _BODY.fullmatch(rest[mark.end() :] if mark else rest)) is not None:
            return _spelt(found)
    return None


def _starts(text: str) -> list[int]:
    """Where the version may begin: behind the words, or behind a name that itself has digits."""
    words = _WORDS.match(text)
    split = _SPLIT.search(text)
    return [found.end() for found in (words, split) if found is not None]


def _spelt(found: re.Match[str]) -> str:
    numbers = found["numbers"].replace("_", ".")
    early = (found["early"] or "").lower().replace("_", "-")
    patch = (found["patch"] or "").lower().lstrip("_")
    if patch.startswith("-p"):
        patch = patch[1:]
    return f"{numbers}{(found['letter'] or '').lower()}{early}{patch}"
