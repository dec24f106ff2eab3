"""A U-Boot environment: a CRC-32 and `name=value` strings, padded to the size of its partition.

Source: U-Boot, include/env_internal.h, `env_t` (without redundancy).
"""

import struct
import zlib
from collections.abc import Mapping


def environment(variables: Mapping[str, str], *, size: int) -> bytes:
    """`size` bytes with `variables` in their order; ValueError where they do not fit."""
    text = b"".join(f"{name}={value}".encode() + b"\0" for name, value in variables.items()) + b"\0"
    if len(text) > size - 4:
        raise ValueError(f"{len(text)} bytes of variables do not fit into {size - 4}")
    body = text.ljust(size - 4, b"\0")
    return struct.pack("<I", zlib.crc32(body)) + body
