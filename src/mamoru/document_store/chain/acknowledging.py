"""Losses that a named person acknowledged: told as known from then on, and still not counted."""

from datetime import date, datetime

import msgspec

from mamoru.document_store.chain.link import Link

SCHEMA = "mamoru/acknowledged/1"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """One fault that is known: the file, and the digest of what was seen there (empty where nothing was), so
    that a later change of the same file is a new fault. `counts` are records that the person vouches for:
    those of a writer whose head file was lost."""

    file: str
    seen: str = ""
    counts: tuple[str, ...] = ()


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """The record: who acknowledged what, on which day, and why."""

    schema: str = SCHEMA
    chain: Link
    at: datetime
    on: date
    by: str
    reason: str
    known: tuple[Known, ...]


class Adoption(msgspec.Struct, frozen=True, kw_only=True):
    """The record that begins the chain in an older workspace: what was there, by its SHA-256 in full."""

    schema: str = "mamoru/adopted/1"
    chain: Link
    at: datetime
    files: dict[str, str]
