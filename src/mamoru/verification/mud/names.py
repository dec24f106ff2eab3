"""What a device was told about its network: names by DNS, servers by DHCP.

Sources: RFC 1035 (messages, compression), RFC 3596 (AAAA), RFC 2131 and RFC 2132 (DHCP options).
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError

MOST_RECORDS = 1024
_A, _CNAME, _AAAA = 1, 5, 28
_ROUTER, _NAME_SERVER, _TIME_SERVER = 3, 6, 42
_COOKIE = b"\x63\x82\x53\x63"


class Answer(msgspec.Struct, frozen=True):
    """One record of an answer: `name` has `address` (bytes of the wire), or is an alias of `alias`."""

    name: str
    address: bytes | None = None
    alias: str | None = None


class Lease(msgspec.Struct, frozen=True):
    """The servers that a DHCP answer names, as bytes of IPv4 addresses."""

    routers: tuple[bytes, ...] = ()
    name_servers: tuple[bytes, ...] = ()
    time_servers: tuple[bytes, ...] = ()


def answers(message: bytes) -> list[Answer]:
    """The addresses and aliases that a DNS message answers. Raises `FormatError`."""
    if len(message) < 12:
        raise FormatError(0, "shorter than a DNS header")
    if not message[2] & 0x80:
        return []
    questions, records = int.from_bytes(message[4:6], "big"), int.from_bytes(message[6:8], "big")
    if questions > 16 or records > MOST_RECORDS:
        raise FormatError(4, f"{questions} questions, {records} answers")
    place = 12
    for _ in range(questions):
        _, place = _name(message, place)
        place += 4
    found = []
    for _ in range(records):
        name, place = _name(message, place)
        if place + 10 > len(message):
            raise FormatError(place, "a record ends too early")
        kind, size = (
            int.from_bytes(message[place : place + 2], "big"),
            int.from_bytes(message[place + 8 : place + 10], "big"),
        )
        place += 10
        if place + size > len(message):
            raise FormatError(place, "a record is longer than its message")
        if (kind, size) in ((_A, 4), (_AAAA, 16)):
            found.append(Answer(name, address=message[place : place + size]))
        elif kind == _CNAME:
            found.append(Answer(name, alias=_name(message, place)[0]))
        place += size
    return found


def _name(message: bytes, place: int) -> tuple[str, int]:
    """The name at `place` in lower case, and where what follows it begins."""
    labels: list[str] = []
    after: int | None = None
    for _ in range(128):
        if place >= len(message):
            raise FormatError(place, "a name ends too early")
        size = message[place]
        if size >= 0xC0:
            if place + 2 > len(message):
                raise FormatError(place, "a pointer ends too early")
            after = place + 2 if after is None else after
            place = int.from_bytes(message[place : place + 2], "big") & 0x3FFF
        elif size > 63:
            raise FormatError(place, f"a label of {size} bytes")
        elif size == 0:
            return ".".join(labels).lower(), place + 1 if after is None else after
        else:
            labels.append(message[place + 1 : place + 1 + size].decode("latin-1"))
            place += 1 + size
    raise FormatError(place, "a name without end")


def lease(message: bytes) -> Lease | None:
    """The servers in a DHCP message from a server; None where it is no such message."""
    if len(message) < 240 or message[0] != 2 or message[236:240] != _COOKIE:
        return None
    options: dict[int, bytes] = dict(_options(message))
    wanted = (_ROUTER, _NAME_SERVER, _TIME_SERVER)
    return Lease(*(tuple(_addresses(options.get(code, b""))) for code in wanted))


def _options(message: bytes) -> Iterator[tuple[int, bytes]]:
    place = 240
    while place + 1 < len(message) and message[place] != 255:
        if message[place] == 0:
            place += 1
            continue
        size = message[place + 1]
        yield message[place], message[place + 2 : place + 2 + size]
        place += 2 + size


def _addresses(value: bytes) -> Iterator[bytes]:
    yield from (value[place : place + 4] for place in range(0, len(value) - 3, 4))
