"""Update packages that carry no signature."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-UPD-005",
    title=Text("更新パッケージに署名がありません", "The update package carries no signature"),
    why=Text(
        "署名のないパッケージを受け付ける機器には、誰でも好きなソフトウェアを入れられます。",
        "A device that takes an unsigned package takes any software from anybody.",
    ),
    remedy=Text(
        "パッケージをつくるときに署名し、機器が署名のないものを拒むようにします（imgtool sign、sw-description.sig、mender-artifact sign、nrfutil の鍵）。",
        "Sign when the package is made, and let the device refuse what is not signed (imgtool sign, sw-description.sig, mender-artifact sign, nrfutil with a key).",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-347", "CWE-494"),
    claims=("update-is-signed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "MCUboot・SWUpdate・Mender・Nordic DFU のパッケージを見ます。署名の正しさは検証しません。",
        "Looks at packages of MCUboot, SWUpdate, Mender and Nordic DFU; a signature is not verified.",
    ),
)
NO_PACKAGE = Text("更新パッケージではありません。", "This is no update package.")
_FORMATS = ("mcuboot",)
_PACKAGES = ("swupdate", "mender-artifact", "nordic-dfu")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each package, or MCUboot image, without a signature."""
    packages = [
        part
        for part in image.index.parts
        if part.seal is not None and (part.format in _FORMATS or part.name.startswith(_PACKAGES))
    ]
    if not packages:
        yield NotApplicable(reason=NO_PACKAGE)
    for part in packages:
        if part.seal is not None and part.seal.signed is None:
            told = part.note.en if part.note else part.format
            yield CHECK.finding(at=Location(path=part.name, offset=part.offset), proof=told)
