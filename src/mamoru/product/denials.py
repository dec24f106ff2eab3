"""What a characteristic denies although the same file states it: an error of the file, with both places."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from mamoru.language import Text
from mamoru.product.conversion import BOOLEANS
from mamoru.product.problems import Problems, plain_words
from mamoru.product.wording import denies, filled_in
from mamoru.product.yaml_text import Plain

Stated: TypeAlias = tuple[str, str, str]
"""A place that states something, by its path; the field in which it does, and what stands there."""

NETWORK = ("network-service", "client", "radio")
_RECEIVES = re.compile(r"\b(?:gnss|gps|galileo|glonass|jjy|dcf77|receive)|受信", re.IGNORECASE)
_CONTRADICTS = Text(
    "{path} は false ですが、{other}（{line} 行目）に {words} とあります。{path} を消すか true にするか、{other} を直してください",
    "{path} is false, but {other} (line {line}) says {words}; take {path} out, make it true, or mend {other}",
)

_NO_UPDATE = Text(
    "update.method は none ですが、{other}（{line} 行目）に {words} とあります。どちらかを直してください",
    "update.method is none, but {other} (line {line}) says {words}; mend one of the two",
)


def contradicted(plain: dict[str, Plain], lines: dict[str, int], problems: Problems) -> None:
    """Record each characteristic that is `false` although the file states the contrary. What is switched off
    (`enabled: false`) states nothing."""
    _no_update(plain, lines, problems)
    characteristics = plain.get("characteristics")
    if not isinstance(characteristics, dict):
        return
    stated = {
        "communicates": _communicates(plain),
        "handles_data": (each for each in _entries(plain, "data", "kind") if each[2] != "firmware"),
        "must_stay_available": _entries(plain, "functions", "must_stay_available", true=True),
    }
    for name, places in stated.items():
        first = next(places, None)
        if first is None or _truth(characteristics.get(name)) is not False:
            continue
        path = f"characteristics.{name}"
        problems.add(lines.get(path, 1), _CONTRADICTS.fill(path=path, **_told(first, lines)), field=path)


def _no_update(plain: dict[str, Plain], lines: dict[str, int], problems: Problems) -> None:
    """Record what is said of updates although there are none (`method: none`)."""
    update = plain.get("update")
    if not isinstance(update, dict) or update.get("method") != "none":
        return
    for name in ("signature", "notification", "automatic"):
        value = update.get(name)
        if isinstance(value, str) and filled_in(value) and not denies(value) and _truth(value) is not False:
            told = _NO_UPDATE.fill(**_told((f"update.{name}", name, value), lines))
            problems.add(lines.get("update.method", 1), told, field="update.method")
            return


def _told(stated: Stated, lines: dict[str, int]) -> dict[str, object]:
    """Where something is stated and in which words, for a message."""
    path, field, value = stated
    return {"other": path, "line": lines.get(path, 1), "words": plain_words(f"{field}: {value}", 60)}


def _communicates(plain: dict[str, Plain]) -> Iterator[Stated]:
    receivers = {each[0] for each in _entries(plain, "interfaces", "protocol") if _RECEIVES.search(each[2])}
    for each in _entries(plain, "interfaces", "kind"):
        if each[2] in NETWORK and each[0] not in receivers:
            yield each
    update = plain.get("update")
    method = update.get("method") if isinstance(update, dict) else None
    if method in ("network", "both"):
        yield "update.method", "method", str(method)
    yield from (each for each in _entries(plain, "components", "kind") if each[2] in ("radio", "cloud"))


def _entries(plain: dict[str, Plain], name: str, field: str, *, true: bool = False) -> Iterator[Stated]:
    """The entries of a list that are in use, each with one of its fields; with `true` those alone that say so."""
    listed = plain.get(name)
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(entry, dict) or _truth(entry.get("enabled")) is False:
            continue
        value = entry.get(field)
        if not true or _truth(value):
            yield f"{name}[{number}]", field, value if isinstance(value, str) else "…"


def _truth(value: Plain | None) -> bool | None:
    return BOOLEANS.get(value.lower()) if isinstance(value, str) else None
