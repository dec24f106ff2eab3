"""A record's link: who wrote it, as which of theirs in its folder, after which one, knowing which others."""

import re

import msgspec

MOST_KNOWN = 100  # heads that one record names; what is left is named by the next
_HEAD_BYTES = 16 << 10
_CHAIN = re.compile(rb'"chain"\s*:\s*(\{[^{}]*\})')


class Link(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The place of a record in the chain. `number` counts from 1 the records of `writer` in its folder,
    `after` is the digest of the one before, `knew` are digests of other newest records that the writer saw
    since. A record that knew them all would carry every name; one that knew the newest carries few."""

    writer: str
    number: int
    after: str | None = None
    knew: tuple[str, ...] = ()


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """Of any record what the chain reads. `knew` is how runs named the runs before them at first."""

    schema: str = ""
    chain: Link | None = None
    knew: tuple[str, ...] = ()


def linked(body: bytes) -> Linked | None:
    """What the chain reads of a whole record; None where it is none."""
    try:
        return msgspec.json.decode(body, type=Linked)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None


def link_at_start(beginning: bytes) -> Link | None:
    """The link that stands near the beginning of a record; None where there is none."""
    found = _CHAIN.search(beginning[:_HEAD_BYTES])
    if found is None:
        return None
    try:
        return msgspec.json.decode(found.group(1), type=Link)
    except (msgspec.MsgspecError, UnicodeError):
        return None
