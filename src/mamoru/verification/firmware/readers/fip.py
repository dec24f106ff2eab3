"""Firmware Image Packages of Trusted Firmware-A: a table of UUIDs and the boot stages.

Source: Trusted Firmware-A, docs/design/firmware-design.rst, "Firmware Image Package (FIP)";
include/tools_share/firmware_image_package.h.
"""

import uuid
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_HEAD, _ENTRY = 16, 40
_MOST = 64
_LARGEST = 256 << 20
_NAMES = {
    "5ff9ec0b-4d22-3e4d-a544-c39d81c73f0a": "bl2",
    "9766fd3d-89be-e849-ae5d-78a140608213": "scp-bl2",
    "47d4086d-4cfe-9846-9b95-2950cbbd5a00": "bl31",
    "05d0e189-53dc-1347-8d2b-500a4b7a3e38": "bl32",
    "0b70c29b-2a5a-7840-9f65-0a5682738288": "bl32-extra1",
    "8ea87bb1-cfa2-3f4d-85fd-e7bba50220d9": "bl32-extra2",
    "d6d0eea7-fcea-d54b-9782-9934f234b6e4": "bl33",
    "08b8f1d9-c9cf-9349-a962-6fbc6b7265cc": "hw-config",
    "6c0458ff-af6b-7d4f-82ed-aa27bc69bfd2": "tb-fw-config",
    "9979814b-0376-fb46-8c8e-8d267f7859e0": "soc-fw-config",
    "28da9815-93e8-7e44-ac66-1aaf801550f9": "nt-fw-config",
    "5807e16a-8459-47be-8ed5-648e8dddab0e": "fw-config",
    "26257c1a-dbc6-7f47-8d96-c4c4b0248021": "tos-fw-config",
    "862d1d72-f860-e411-920b-8be762160f24": "rot-key-cert",
    "827ee890-f860-e411-a1b4-777a21b4f94c": "trusted-key-cert",
    "1c67873d-5f63-e411-978d-27c0c7148abd": "nt-world-key-cert",
    "024221a1-f860-e411-8d9b-f33c0e15a014": "scp-fw-key-cert",
    "8ab8becc-f960-e411-9ad0-eb4822d8dcf8": "soc-fw-key-cert",
    "9477d603-fb60-e411-85dd-b7105b8cee04": "tos-fw-key-cert",
    "8ad5832a-fb60-e411-8aaf-df30bbc49859": "nt-fw-key-cert",
    "d6e269ea-5d63-e411-8d8c-9fbabe9956a5": "tb-fw-cert",
    "44be6f04-5e63-e411-b28b-73d8eaae9656": "scp-fw-cert",
    "e2b20c20-5e63-e411-9ce8-abccf92bb666": "soc-fw-cert",
    "a49f4411-5e63-e411-8728-3f05722af33d": "tos-fw-cert",
    "8ec4c1f3-5d63-e411-a7a9-87ee40b23fa7": "nt-fw-cert",
}
_OVERLAP = Text("内容 {name} が表の外にあります。", "The content {name} lies outside the package.")


class _Item(msgspec.Struct, frozen=True):
    name: str
    offset: int
    size: int


def claim(view: memoryview) -> int | None:
    """Up to the end that the terminating entry names."""
    _, end = _table(view)
    return end


def open_fip(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Each boot stage, to be scanned again."""
    sink.look()
    items, _ = _table(view)
    certificates = sum(item.name.endswith("-cert") for item in items)
    listed = ", ".join(item.name for item in items)
    yield Note(
        Text(
            f"{listed}、証明書(Trusted Board Boot): {certificates}件",
            f"{listed}; certificates (Trusted Board Boot): {certificates}",
        )
    )
    for item in items:
        if item.offset + item.size > len(view):
            yield Flaw(start=0, size=0, why=_OVERLAP.fill(name=item.name))
        elif item.size:
            yield Inner(name=item.name, start=item.offset, size=item.size)


def _table(view: memoryview) -> tuple[list[_Item], int]:
    """The entries and where the package ends."""
    items: list[_Item] = []
    for number in range(_MOST):
        at = _HEAD + number * _ENTRY
        name = bytes(span(view, at, 16))
        offset, size, _ = fields("<QQQ", view, at + 16)
        if not any(name):
            if not items or offset < at + _ENTRY or offset > _LARGEST:
                raise FormatError(at, "a package without contents or end")
            return items, max(offset, max(item.offset + item.size for item in items))
        if offset < _HEAD + _ENTRY or offset + size > _LARGEST:
            raise FormatError(at, "an entry that lies nowhere")
        identity = str(uuid.UUID(bytes=name))
        items.append(_Item(_NAMES.get(identity, identity), offset, size))
    raise FormatError(_HEAD, f"more than {_MOST} entries")


READER = Reader(
    name="fip",
    magics=(Magic(b"\x01\x00\x64\xaa"),),
    claim=claim,
    open=open_fip,
    archive=True,
    limits=Text("証明書は検証しません。", "Certificates are not verified."),
)
