"""What is encrypted and says so: LUKS volumes, files of `openssl enc`.

Source: LUKS2 On-Disk Format; OpenSSL, openssl-enc ("Salted__", salt, the encrypted bytes).
"""

from collections.abc import Iterator

from mamoru.language import Text
from mamoru.verification.firmware.opening.gaps import KEY_OR_UNENCRYPTED, UNENCRYPTED, UNLOCKED
from mamoru.verification.firmware.opening.package_keys import begins_as_something
from mamoru.verification.firmware.opening.unlocking import chained, first_bytes, salted
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Flaw,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
)

_HEAD = 16
_SEALED = Text("`openssl enc` で暗号化されています。", "Encrypted with `openssl enc`.")
_NO_FIT = Text(
    "`openssl enc` で暗号化されています。渡された鍵は合いません。",
    "Encrypted with `openssl enc`; the key that was handed in does not fit.",
)


def claim_luks(view: memoryview) -> int | None:
    """Version 1 or 2."""
    return UNTIL_OPENED if fields(">H", view, 6)[0] in (1, 2) else None


def claim_salted(view: memoryview) -> int | None:
    """The salt and at least one block."""
    return UNTIL_OPENED if len(view) >= 32 else None


def open_salted(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What a passphrase that was handed in opens, to be scanned again."""
    if sink.keys:
        body = view[_HEAD:]
        for key, start, method in salted(bytes(view[8:_HEAD]), sink.keys):
            sink.look()
            chunks = chained(body, key, start)
            if chunks is not None and begins_as_something(first_bytes(body, key, start)):
                yield Note(UNLOCKED.fill(method=method))
                yield Inner(blob=sink.store(chunks))
                return
    why = _NO_FIT if sink.keys else _SEALED
    yield Flaw(start=0, size=len(view), why=why, instead=KEY_OR_UNENCRYPTED)


READERS = (
    Reader(name="luks", magics=(Magic(b"LUKS\xba\xbe"),), claim=claim_luks, instead=UNENCRYPTED),
    Reader(
        name="openssl-enc",
        magics=(Magic(b"Salted__"),),
        claim=claim_salted,
        open=open_salted,
        raw=False,
        archive=True,
        limits=Text(
            "AES-CBC だけを、--key で渡されたパスフレーズで開きます。",
            "AES in CBC mode only, with a passphrase given by --key.",
        ),
    ),
)
