"""Cases of the checks on the components of an image."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from mamoru.product import Component, Occurrence
from mamoru.verification.firmware.image import OpenedImage
from material.check_cases import Cases, Given
from material.trees import image

_LIBRARY = "/usr/lib/libcrypto.so"


@dataclass(frozen=True)
class WithComponent(Given):
    """An image in which one component was named."""

    component: Component | None = None

    def opened(self, folder: Path) -> OpenedImage:
        """The image, opened in `folder`."""
        plain = image(self.files, folder=folder)
        components = () if self.component is None else (self.component,)
        plain.index = msgspec.structs.replace(plain.index, components=components)
        return plain


def holding(software: str | None, version: str | None, *, name: str = "x") -> WithComponent:
    """An image that holds this version of this software."""
    place = Occurrence(path=_LIBRARY, method="version-string", value=f"{name} {version}", offset=64)
    return WithComponent(
        files={}, component=Component(name=name, software=software, version=version, occurrences=(place,))
    )


CASES = [
    Cases(
        "FW-EOL-001",
        fails={
            "a version with a letter": (holding("openssl", "1.1.1k"), (_LIBRARY,)),
            "a version with a number more": (holding("linux", "4.9.84"), (_LIBRARY,)),
            "the branch itself": (holding("openssl", "1.1.1"), (_LIBRARY,)),
        },
        passes={"a branch that is mended": holding("openssl", "3.5.1")},
        near_misses={
            "a branch whose name only begins alike": holding("linux", "4.90.1"),
            "no version": holding("openssl", None),
            "the version of other software": holding("zlib", "1.1.1"),
            "software that is not known": holding(None, "1.1.1k", name="openssl-like"),
        },
    ),
]
