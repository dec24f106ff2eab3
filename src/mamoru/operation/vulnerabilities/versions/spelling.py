"""How the parts of a version are spelt in a key, so that bytes compare as the parts do.

A number is a byte that grows with its length, then its digits without leading zeros; zero is that byte
alone. The tags sort as what they mark: what comes before a release, its end, a word, a number.
"""

TILDE = b"\x08"  # sorts before the end, and before every early word
EARLY = b"\x10"  # a release candidate, a beta: before the release itself
END = b"\x20"
WORD = b"\x30"  # closed by a zero byte
_ZERO = 0x40
_LONG = 0xFE
_SERIES_END = b"\xff"
_MOST_KEPT = 4


class _Numbers(dict[str, bytes]):
    """The spellings of numbers that were met; only short ones are kept, so that it stays small."""

    def __missing__(self, digits: str) -> bytes:
        plain = digits.lstrip("0")
        length = len(plain)
        tag = (
            bytes([_ZERO + length]) if _ZERO + length < _LONG else bytes([_LONG]) + length.to_bytes(4, "big")
        )
        spelt = tag + plain.encode()
        if len(digits) <= _MOST_KEPT:
            self[digits] = spelt
        return spelt


NUMBER = _Numbers()
"""The spelling of a number by its ASCII digits (none: zero)."""

ZEROS = bytes([_ZERO])


def release(dotted: str) -> bytes:
    """The spelling of numbers with dots between them, without the zeros at its end (`1.0` as `1`)."""
    return b"".join(map(NUMBER.__getitem__, dotted.split("."))).rstrip(ZEROS)


def series(dotted: str) -> bytes:
    """The spelling of the end of a series (`5.10.*`): after every version that begins with `dotted`."""
    return b"".join(map(NUMBER.__getitem__, dotted.split("."))) + _SERIES_END


def word(text: str) -> bytes:
    """The spelling of an ASCII word."""
    return WORD + text.encode() + b"\0"
