"""ESP32 boot loaders that nobody verifies, although the programs they start are signed."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.facts.esp_flash_build import loaders, signed_programs
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-BOOT-005",
    title=Text(
        "ESP32 のブートローダーがセキュアブートなしでつくられています",
        "An ESP32 boot loader was built without Secure Boot",
    ),
    why=Text(
        "アプリに署名があっても、チップがブートローダーを検証しなければ、フラッシュを書き換えた人は検証ごと外せます。",
        "Even where programs are signed: if the chip verifies no boot loader, whoever writes the flash removes the verification with it.",
    ),
    remedy=Text(
        "`CONFIG_SECURE_BOOT` と `CONFIG_SECURE_BOOT_V2_ENABLED` を有効にしてブートローダーも署名し、製造時に鍵のダイジェストを eFuse に書きます。",
        "Turn on `CONFIG_SECURE_BOOT` and `CONFIG_SECURE_BOOT_V2_ENABLED`, sign the boot loader too, and burn the key's digest into the eFuses at production.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-1326",),
    claims=("boot-verified",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.WEEKS,
    needs=(),
    limits=Text(
        "ブートローダーの文字列から判断します。ログを切ったものは判断できません。eFuse の状態は見えません。署名のないアプリは FW-BOOT-003 が示します。",
        "Judged by the boot loader's strings; one that logs nothing cannot be judged. The state of the eFuses is not seen. Programs without a signature are told by FW-BOOT-003.",
    ),
)
NO_LOADER = Text("ESP32 のブートローダーがイメージにありません。", "The image holds no ESP32 boot loader.")
PROOF = "2nd stage bootloader, no secure_boot_v1 or secure_boot_v2 in it"


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each such boot loader, unless its programs are unsigned and told already."""
    found = tuple(loaders(image))
    if not found:
        yield NotApplicable(reason=NO_LOADER)
    signed = signed_programs(image)
    if signed and not all(signed):
        return
    for loader in found:
        if loader.verifies is False:
            yield CHECK.finding(at=Location(path=loader.part.name, offset=loader.part.offset), proof=PROOF)
