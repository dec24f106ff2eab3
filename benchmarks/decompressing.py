"""The physical limit of opening an image: its bytes read once, and decompressed once by the same decompressors."""

import hashlib
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from mamoru.verification.firmware import Limits
from mamoru.verification.firmware.opening.opening import open_image
from mamoru.verification.firmware.reading import decompressing

Make = Callable[[], Any]  # what the libraries call a decoder


class Recorded:
    """All compressed data of `image`, as opening it comes upon them; the same bytes count once."""

    def __init__(self, image: Path) -> None:
        self._image = image
        self._streams: dict[bytes, tuple[Make, list[bytes]]] = {}
        makers = dict(decompressing._DECODERS)
        heard: list[_Heard] = []

        def hearing(make: Make) -> _Heard:
            heard.append(_Heard(make))
            return heard[-1]

        decompressing._DECODERS.update({kind: partial(hearing, make) for kind, make in makers.items()})
        try:
            with tempfile.TemporaryDirectory() as folder:
                open_image(image, Path(folder), Limits())
        finally:
            decompressing._DECODERS.update(makers)
        for each in (each for each in heard if each.whole):
            self._streams[hashlib.sha256(b"".join(each.fed)).digest()] = (each.make, each.fed)

    def again(self) -> None:
        """Read the image and decompress what was recorded, and nothing else."""
        with self._image.open("rb") as file:
            while file.read(1 << 20):
                pass
        for make, fed in self._streams.values():
            decoder = make()
            for piece in fed:
                if not decoder.eof:
                    decoder.decompress(piece)


class _Heard:
    """A decoder that remembers what it was fed."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.fed: list[bytes] = []
        self.whole = True
        self._inner = make()

    def decompress(self, data: bytes, most: int = -1) -> bytes:
        """As the decoder does."""
        if data:
            self.fed.append(data)
        self.whole = False  # until it comes back: what is no such data at all does not count
        told: bytes = self._inner.decompress(data, most)
        self.whole = True
        return told

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)
