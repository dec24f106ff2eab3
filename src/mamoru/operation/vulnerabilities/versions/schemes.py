"""Whether a version and a bound are numbered in different ways, so that comparing them would say nothing.

A maker that counts releases (`r118`) and then numbers them (`1.9.4`), a bound that is a day beside a
version that is none, a bound with a generation before a hyphen (`5-1.17`): the order of their signs is not
the order of the releases.
"""

import re
from functools import lru_cache

_GENERATION = re.compile(r"\d{1,2}-\d+\.\d+(?:\.\d+)*[a-z]?")
_COUNTED = re.compile(r"(?!v\d|ver|rel)([a-z]+)[-_. ]?\d", re.IGNORECASE)
_DAY = re.compile(r"(?:19[89]\d|20\d\d)(?:[-._/]?(?:0?[1-9]|1[0-2])[-._/]?(?:0?[1-9]|[12]\d|3[01]))\b.*")
_FIRST_NUMBER = re.compile(r"\d+")
_CENTURIES = ("19", "20")
_NEAR = 1000  # a first number from here on may itself be a year or a day
_NUMBERED_BY_YEARS = frozenset({"calendar"})


def own_scheme(order: str, bound: str | None) -> bool:
    """Whether `bound` is numbered in a way of its own, so that its key says nothing of other versions."""
    return bound is not None and of_another_scheme(order, "1.0", bound)


@lru_cache(maxsize=1 << 14)
def of_another_scheme(order: str, version: str, bound: str) -> bool:
    """Whether `bound`, in `order`, is numbered in another way than `version`."""
    if not bound[:1].isalpha() and "-" not in bound and not bound.startswith(_CENTURIES):
        return False  # by far the most: no word, no generation, no day
    if bound.strip("0.") == "":
        return False
    if _GENERATION.fullmatch(bound) and "-" not in version:
        return order == "generic"
    theirs, ours = _COUNTED.match(bound), _COUNTED.match(version)
    if theirs and (ours is None or ours[1].lower() != theirs[1].lower()):
        return True
    if order in _NUMBERED_BY_YEARS or not _DAY.fullmatch(bound):
        return False
    number = _FIRST_NUMBER.search(version)
    return number is not None and int(number[0][:9]) < _NEAR
