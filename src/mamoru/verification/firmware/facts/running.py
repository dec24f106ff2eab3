"""Whether anything in an image can run: what an image lacks says something of a device only then."""

from mamoru.verification.firmware.image import OpenedImage

CODE = frozenset(
    (
        "android-boot", "bzimage", "elf", "esp32-app", "esp32-image", "esp8266-image", "fip", "imx-boot",
        "intel-hex", "linux-image", "mcuboot", "s-record", "uf2", "uimage", "zimage",
    )
)  # fmt: skip
"""Parts that are themselves a program."""
_PROGRAMS = (b"\x7fELF", b"bFLT", b"MZ")  # how a program in a file tree begins
_HEAD = 4


def runs(image: OpenedImage) -> bool:
    """Whether a part of `image` is a program, or one lies in its file trees."""
    if any(part.format in CODE for part in image.index.parts):
        return True
    return any(
        tree.read(file, most=_HEAD).startswith(_PROGRAMS) for tree in image.trees for file in tree.files
    )
