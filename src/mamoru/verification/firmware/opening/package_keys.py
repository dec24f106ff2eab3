"""The encrypted files of an update package, opened with the keys that the maker hands in.

Source: SWUpdate, doc/source/encrypted_images.rst: AES in CBC mode with the padding of PKCS #7; the key
file holds the key and the start in hexadecimal, and `ivt` of an image goes before that start.
"""

import re
from collections.abc import Iterator, Sequence

from mamoru.errors import FormatError
from mamoru.verification.firmware.opening.leftovers import entropy
from mamoru.verification.firmware.opening.scanning import at_the_start
from mamoru.verification.firmware.opening.unlocking import chained, first_bytes, raw_keys
from mamoru.verification.firmware.reading.reader import Reader

_PROPERTIES = re.compile(r'"?properties"?\s*[:=]\s*[({\[][^{}]{0,4096}[)}\]]')
_BLOCK = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(r'"?\b(filename|encrypted|ivt)"?\s*[:=]\s*"?([^";,\n}]*)')
_START = re.compile(rb"[0-9A-Fa-f]{32}")
_LONGEST = 1 << 20
_RANDOM = 7.0


def encrypted_in(description: str) -> dict[str, bytes | None]:
    """The encrypted files that a `sw-description` names, as paths in the archive, each with its start
    (None: that of the key file)."""
    found: dict[str, bytes | None] = {}
    text = _PROPERTIES.sub("", description[:_LONGEST])
    for block in _BLOCK.findall(text):
        values = {key: value.strip() for key, value in _VALUE.findall(block)}
        if values.get("encrypted") in ("true", "aes-cbc") and values.get("filename"):
            told = values.get("ivt", "").encode("utf-8")
            found[f"/{values['filename']}"] = _bytes(told) if _START.fullmatch(told) else None
    return found


def deciphered(view: memoryview, start: bytes | None, keys: Sequence[bytes]) -> Iterator[bytes] | None:
    """`view` in clear, by chunks; None where no key fits."""
    for file in keys:
        words = file.split()[:2]
        told = _bytes(words[1]) if len(words) == 2 and _START.fullmatch(words[1]) else None
        begin = start or told
        for key in raw_keys([words[0] if told else file]):
            if begin is None or (chunks := chained(view, key, begin)) is None:
                continue
            if begins_as_something(first_bytes(view, key, begin)):
                return chunks
    return None


def begins_as_something(head: bytes) -> bool:
    """Whether `head` begins a known format by more than its magic, or is less random than a wrong key's
    output: one in 256 wrong keys has a padding that fits."""
    view = memoryview(head)
    known = any(_claims(reader, view) for reader in at_the_start(view))
    return len(head) < 64 or known or entropy(view) < _RANDOM


def _claims(reader: Reader, view: memoryview) -> bool:
    try:
        return reader.claim(view) is not None
    except FormatError:
        return False


def _bytes(text: bytes) -> bytes:
    return bytes.fromhex(text.decode("ascii"))
