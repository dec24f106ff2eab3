"""Who may vouch for something: the people and organisations that maker.yaml names."""

import re

from mamoru.product.maker import Maker
from mamoru.product.wording import as_read, filled_in

_HONORIFICS = re.compile(r"(?:様|さん|氏|殿|-san)$|^(?:mr|ms|mrs|dr)\.?(?=\s)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s・,.、\-()（）]+")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NOBODY = re.compile(
    r"以外|でない|ではない|じゃない|\b(?:not|except|anybody|nobody|other than)\b", re.IGNORECASE
)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]")
_VARIANTS = str.maketrans("髙﨑邉邊齋齊德濵", "高崎辺辺斎斉徳浜")
_LEAST = 2  # letters: one letter is nobody's name


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two names may mean the same person, however they are written: a family name alone may."""
    return one is not None and other is not None and (means(one, other) or means(other, one))


def means(name: str, known: str) -> bool:
    """Whether `name`, with or without a title, an office in brackets or as the family name alone, may mean the
    person `known`."""
    if _NOBODY.search(name):
        return False
    return any(_means(each, known) for each in dict.fromkeys((name, _BRACKETS.sub(" ", name))))


def _means(name: str, known: str) -> bool:
    one, other = _words(name), _words(known)
    if not one or not other:
        return False
    if not (_JAPANESE.search(name) or _JAPANESE.search(known)):
        shorter, longer = sorted((one, other), key=len)
        return max(map(len, shorter)) > _LEAST and all(_is_one_of(word, longer) for word in shorter)
    asked, whole = "".join(one), "".join(other)
    if len(other) > 1:  # the family name stands apart
        return whole in asked or (len(other[0]) >= _LEAST and one[-1] == other[0])
    return len(whole) >= _LEAST and (whole in asked or (len(asked) >= _LEAST and whole.startswith(asked)))


def _is_one_of(word: str, words: list[str]) -> bool:
    """Whether `word` is one of `words`, an initial the first letter of one: H. Sato."""
    return any(each.startswith(word) if len(word) == 1 else each == word for each in words)


def is_known(name: str, maker: Maker) -> bool:
    """Whether `name` means somebody whom the file names: a person of a role, or a stakeholder by its whole name."""
    held = [person for role in maker.roles for person in (role.name, role.deputy) if person]
    if any(filled_in(person) and means(name, person) for person in held):
        return True
    asked = "".join(_words(name))
    whole = ["".join(_words(each.name)) for each in maker.stakeholders if filled_in(each.name)]
    return not _NOBODY.search(name) and any(len(each) >= _LEAST and each in asked for each in whole)


def _words(name: str) -> list[str]:
    plain = as_read(name).translate(_VARIANTS)
    return _BETWEEN.sub(" ", _HONORIFICS.sub("", plain)).casefold().split()
