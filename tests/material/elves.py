"""ELF programs written from the System V ABI: small, and with or without each defence."""

import struct


def program(
    *,
    names: tuple[str, ...] = ("puts",),
    literals: tuple[str, ...] = (),
    nx: bool = True,
    pie: bool = True,
    relro: bool = True,
    canary: bool = True,
) -> bytes:
    """A 32-bit little-endian ARM program that links against `names` and holds `literals`."""
    imported = (*names, *(("__stack_chk_fail",) if canary else ()))
    strings = b"\0" + b"".join(name.encode() + b"\0" for name in imported)
    interpreter = b"/lib/ld-linux-armhf.so.3\0"
    text = b"".join(literal.encode() + b"\0" for literal in literals)
    heads = [(1, 5), (2, 6), (3, 4), (0x6474E551, 6 if nx else 7), *([(0x6474E552, 4)] if relro else [])]
    start = 52 + 32 * len(heads)
    at_strings, at_interpreter = start, start + len(strings)
    at_text = at_interpreter + len(interpreter)
    at_dynamic = (at_text + len(text) + 3) & ~3
    dynamic = struct.pack("<6I", 5, at_strings, 10, len(strings), 0, 0)
    whole = at_dynamic + len(dynamic)
    spans = {1: (0, whole), 2: (at_dynamic, len(dynamic)), 3: (at_interpreter, len(interpreter))}
    table = b""
    for kind, flags in heads:
        offset, size = spans.get(kind, (0, 0))
        table += struct.pack("<8I", kind, offset, offset, offset, size, size, flags, 4)
    header = b"\x7fELF\x01\x01\x01" + bytes(9)
    header += struct.pack(
        "<HHIIIIIHHHHHH", 3 if pie else 2, 40, 1, 0, 52, 0, 0x5000400, 52, 32, len(heads), 40, 0, 0
    )
    body = header + table + strings + interpreter + text
    return body + bytes(at_dynamic - len(body)) + dynamic
