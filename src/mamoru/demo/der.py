"""As much DER as a key and a certificate need. Source: ITU-T X.690."""

from datetime import date


def integer(value: int) -> bytes:
    """A number that is not negative."""
    return _tagged(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def sequence(*parts: bytes) -> bytes:
    """Parts in their order."""
    return _tagged(0x30, b"".join(parts))


def one(part: bytes) -> bytes:
    """A set of one."""
    return _tagged(0x31, part)


def bits(content: bytes) -> bytes:
    """A bit string of whole bytes."""
    return _tagged(0x03, b"\0" + content)


def octets(content: bytes) -> bytes:
    """An octet string."""
    return _tagged(0x04, content)


def text(content: str) -> bytes:
    """A UTF-8 string."""
    return _tagged(0x0C, content.encode())


def true() -> bytes:
    """The truth value."""
    return b"\x01\x01\xff"


def null() -> bytes:
    """Nothing."""
    return b"\x05\x00"


def explicit(number: int, content: bytes) -> bytes:
    """`content` under the context tag `number`."""
    return _tagged(0xA0 | number, content)


def utc_time(day: date) -> bytes:
    """Midnight of a day before 2050."""
    return _tagged(0x17, day.strftime("%y%m%d000000Z").encode())


def identifier(dotted: str) -> bytes:
    """An object identifier, such as `2.5.4.3`."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    return _tagged(0x06, bytes([first * 40 + second]) + b"".join(_base128(number) for number in rest))


def _base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))


def _tagged(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
