"""Read a MUD file: lenient about names and forms that are in the field, bounded, and nothing guessed.

Sources: RFC 8520 (ietf-mud, ietf-acldns), RFC 8519 (ietf-access-control-list). Files of before the
RFC call the container `access-lists` instead of `acls`.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.product.sbom.outermost import in_utf8
from mamoru.verification.mud.matching_members import MOST_RULES, rule_from
from mamoru.verification.mud.profile import Direction, Profile, Rule

MOST_BYTES = 8 << 20
DRAFT_NAME = Text(
    "RFC 8520 より前の名前（access-lists）で書かれています。RFC では acls です。",
    "It is written with the name from before RFC 8520 (access-lists); the RFC says acls.",
)
NO_LIST = Text(
    "方針が指すアクセスリスト「{name}」がありません。",
    "The policy names an access list that is not there: {name}.",
)
NOT_POINTED = Text(
    "どちらの方針も指さないアクセスリスト: {name}", "No policy names this access list: {name}."
)
LONG_INFO = Text("systeminfo が60文字を超えています。", "systeminfo is longer than 60 characters.")
NOT_HTTPS = Text("mud-url が https:// で始まりません。", "mud-url does not begin with https://.")


def read_profile(body: bytes) -> Profile:
    """The profile in the bytes of a MUD file. Raises `FormatError` where it is none, is too large
    or too deep."""
    if len(body) > MOST_BYTES:
        raise FormatError(MOST_BYTES, "larger than a MUD file may be")
    try:
        raw = msgspec.json.decode(in_utf8(body))
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError) as error:
        raise FormatError(0, f"no JSON: {error}"[:200]) from error
    mud = member(raw, "mud")
    if not isinstance(mud, dict):
        raise FormatError(0, "no member ietf-mud:mud")
    departures: list[Text] = []
    rules = tuple(_rules(raw, mud, departures))
    info, url = _text(mud, "systeminfo"), _text(mud, "mud-url")
    if info is not None and len(info) > 60:
        departures.append(LONG_INFO)
    if url is not None and not url.startswith("https://"):
        departures.append(NOT_HTTPS)
    supported = member(mud, "is-supported")
    return Profile(
        url=url,
        last_update=_text(mud, "last-update"),
        systeminfo=info,
        supported=supported if isinstance(supported, bool) else None,
        maker=_text(mud, "mfg-name"),
        model=_text(mud, "model-name"),
        rules=rules,
        departures=tuple(dict.fromkeys(departures)),
    )


def member(group: object, name: str) -> Any:
    """The member of this name, with or without a module's prefix; None where it is absent."""
    if not isinstance(group, dict):
        return None
    if name in group:
        return group[name]
    return next((value for key, value in group.items() if key.endswith(f":{name}")), None)


def _text(group: dict[str, Any], name: str) -> str | None:
    value = member(group, name)
    return value[:2000] if isinstance(value, str) else None


def _entries(group: object, *path: str) -> list[Any]:
    for name in path:
        group = member(group, name)
    return group if isinstance(group, list) else []


def _rules(raw: object, mud: object, departures: list[Text]) -> Iterator[Rule]:
    container = member(raw, "acls")
    if container is None and (container := member(raw, "access-lists")) is not None:
        departures.append(DRAFT_NAME)
    lists = {str(member(each, "name")): each for each in _entries(container, "acl")}
    pointed, count = set(), 0
    for direction in Direction:
        for named in _entries(mud, f"{direction.value}-policy", "access-lists", "access-list"):
            name = str(member(named, "name"))
            if name in pointed:
                continue
            pointed.add(name)
            if name not in lists:
                departures.append(NO_LIST.fill(name=name[:100]))
            for place, entry in enumerate(_entries(lists.get(name), "aces", "ace")):
                count += 1
                if count > MOST_RULES:
                    raise FormatError(0, f"more than {MOST_RULES} rules")
                yield rule_from(entry, direction, name, str(member(lists[name], "type") or ""), place)
    departures += [NOT_POINTED.fill(name=name[:100]) for name in lists if name not in pointed]
