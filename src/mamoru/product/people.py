"""Who may vouch for something: the people and organisations that maker.yaml names."""

import re
import unicodedata

from mamoru.product.maker import Maker
from mamoru.product.wording import filled_in

_HONORIFICS = re.compile(r"(?:様|さん|氏|殿)$|^(?:mr|ms|mrs|dr)\.?(?=\s)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s・,.、\-]+")
_LEAST = 2  # letters: one letter is nobody's name


def plain_name(name: str) -> str:
    """A name as it is compared: one width, no spaces, no honorific."""
    return "".join(_words(name))


def people(maker: Maker) -> tuple[str, ...]:
    """Everybody that the file names: roles and deputies, stakeholders, who read the policy, who taught."""
    named = [
        *(name for role in maker.roles for name in (role.name, role.deputy)),
        *(each.name for each in maker.stakeholders),
        *(act.by for act in (maker.policy.acknowledged if maker.policy else ())),
        *(each.by for each in maker.education),
    ]
    return tuple(dict.fromkeys(name for name in named if name is not None and filled_in(name)))


def same_person(one: str | None, other: str | None) -> bool:
    """Whether two names mean the same person, however they are written."""
    return one is not None and other is not None and plain_name(one) == plain_name(other)


def means(name: str, known: str) -> bool:
    """Whether `name`, with or without a title or as the family name alone, may mean the person `known`."""
    one, other = _words(name), _words(known)
    if not one or not other:
        return False
    if name.isascii() and known.isascii():
        shorter, longer = sorted((one, other), key=len)
        return set(shorter) <= set(longer) and max(map(len, shorter)) > _LEAST
    asked, whole = "".join(one), "".join(other)
    return min(len(asked), len(whole)) >= _LEAST and (whole in asked or whole.startswith(asked))


def is_known(name: str, maker: Maker) -> bool:
    """Whether `name` means somebody whom the file names."""
    return any(means(name, each) for each in people(maker))


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name)
    visible = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return _BETWEEN.sub(" ", _HONORIFICS.sub("", visible.strip())).casefold().split()
