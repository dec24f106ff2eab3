"""A time-stamp response in the order that DER asks for, which the strict reader needs.

`openssl ts` and authorities that run it leave the certificates of a token unsorted. No signature is over their
order: the set lies beside what the signer signed.

Source: RFC 5652, 5.1 (SignedData); X.690, 8.1.3 (lengths) and 11.6 (a set's members are sorted).
"""

_SEQUENCE, _EXPLICIT = 0x30, 0xA0
_STATUS_GRANTED = bytes.fromhex("3003020100")
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def response_of(token: bytes) -> bytes:
    """A response (granted) that holds `token`, its certificates in order. `ValueError` where it is no token."""
    kind, *content = _members(_only(token, _SEQUENCE)) or (b"",)
    if kind != SIGNED_DATA or len(content) != 1:
        raise ValueError("not signed data")
    members = _members(_only(_only(content[0], _EXPLICIT), _SEQUENCE))
    ordered = b"".join(_sorted(each) if each[0] == _EXPLICIT else each for each in members)
    made = sequence(kind + _value(_EXPLICIT, sequence(ordered)))
    return sequence(_STATUS_GRANTED + made)


def sequence(content: bytes) -> bytes:
    """A SEQUENCE that holds `content`."""
    return _value(_SEQUENCE, content)


def parts_of(response: bytes) -> tuple[bytes, bytes]:
    """A response's status and its token (empty where it was refused), or a bare token's type and content.
    `ValueError` where it is neither."""
    members = _members(_only(response, _SEQUENCE))
    if not 1 <= len(members) <= 2:
        raise ValueError("not a response")
    return members[0], b"".join(members[1:])


def _sorted(certificates: bytes) -> bytes:
    return _value(_EXPLICIT, b"".join(sorted(_members(_only(certificates, _EXPLICIT)))))


def _only(body: bytes, tag: int) -> bytes:
    """The content of the one value in `body`."""
    start, end = _bounds(body, 0)
    if body[0] != tag or end != len(body):
        raise ValueError("another value was expected")
    return body[start:end]


def _members(body: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(body):
        _, end = _bounds(body, at)
        found.append(body[at:end])
        at = end
    return found


def _bounds(body: bytes, at: int) -> tuple[int, int]:
    """Where the content of the value at `at` begins and ends."""
    if len(body) < at + 2:
        raise ValueError("cut short")
    start, size = at + 2, body[at + 1]
    if size >= 0x80:
        octets = size & 0x7F
        if not 1 <= octets <= 4:
            raise ValueError("no definite length")
        start += octets
        size = int.from_bytes(body[at + 2 : start], "big")
    if start + size > len(body):
        raise ValueError("cut short")
    return start, start + size


def _value(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
