"""Programs that a boot loader starts and that carry no signature for it to verify."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage, Part

CHECK = Check(
    id="FW-BOOT-003",
    title=Text(
        "起動するプログラムに署名がありません", "A program that is booted carries no signature to verify"
    ),
    why=Text(
        "署名がなければ起動時に検証できず、フラッシュを書き換えた人のソフトウェアがそのまま動きます。",
        "Without a signature nothing can be verified at boot: whoever writes the flash runs software of their own.",
    ),
    remedy=Text(
        "FIT は configuration に署名して U-Boot に公開鍵を入れ、ESP32 は Secure Boot v2 を有効にして署名します。",
        "FIT: sign the configurations and build the public key into U-Boot. ESP32: turn on Secure Boot v2 and sign.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-347",),
    claims=("boot-verified",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.WEEKS,
    needs=(),
    limits=Text(
        "FIT と ESP32 のイメージだけを見ます。署名があっても、機器が検証しているかは分かりません。",
        "Looks at FIT and ESP32 images only. Where there is a signature, whether the device verifies it is not seen.",
    ),
)
NO_PROGRAM = Text(
    "署名を持てる形式（FIT、ESP32）の起動プログラムがイメージにありません。",
    "The image holds no program in a form that can be signed (FIT, ESP32).",
)
_FORMATS = ("fit", "esp32-app", "esp32-image")
_SIGNED_TOO = "bootloader"  # of an ESP32: signed with its programs or not at all, so told with them


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each such program."""
    parts = [part for part in image.index.parts if part.format in _FORMATS and part.seal is not None]
    programs = [part for part in parts if not part.name.startswith(_SIGNED_TOO)] or parts
    if not programs:
        yield NotApplicable(reason=NO_PROGRAM)
    for part in programs:
        if part.seal is not None and part.seal.signed is None:
            yield CHECK.finding(at=_place(part), proof=f"{part.format}, {part.bytes} bytes, signature: none")


def _place(part: Part) -> Location:
    return Location(path=part.name, offset=part.offset)
