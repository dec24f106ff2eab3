"""Boot loaders that wait for a key on the serial port."""

from collections.abc import Iterator

from mamoru.evidence import Check, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-BOOT-002",
    title=Text("起動を止めてブートローダーを操作できます", "The boot can be stopped at the boot loader"),
    why=Text(
        "シリアル端子につないだ人が起動引数を変え、認証を迂回したり改造したソフトを動かしたりできます。",
        "Who connects to the serial port can change the boot arguments, pass by every login or start other software.",
    ),
    remedy=Text(
        "`bootdelay=-2` にするか、CONFIG_AUTOBOOT_KEYED と CONFIG_AUTOBOOT_STOP_STR_SHA256 で守ります。",
        "Set `bootdelay=-2`, or guard it with CONFIG_AUTOBOOT_KEYED and CONFIG_AUTOBOOT_STOP_STR_SHA256.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-1191",),
    claims=("debug-closed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    needs=(),
    limits=Text(
        "U-Boot の環境だけを見ます。組み込まれた停止キーの有無は分かりません。",
        "Looks at the environment of U-Boot only; whether a stop key is built in cannot be seen.",
    ),
)
NO_ENVIRONMENT = Text(
    "ブートローダーの環境がイメージにありません。", "The image holds no boot loader environment."
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each environment with a positive delay and nothing that locks it."""
    if not image.index.environments:
        yield NotApplicable(reason=NO_ENVIRONMENT)
    for environment in image.index.environments:
        delay = environment.variables.get("bootdelay", "")
        locked = environment.variables.get("bootstopkeysha256") or environment.variables.get(
            "bootstopkeycrypt"
        )
        if delay.isdigit() and len(delay) < 6 and int(delay) > 0 and not locked:
            at = Location(path="u-boot-env", offset=environment.offset, container=environment.container)
            console = environment.variables.get("stdin", "serial")
            yield CHECK.finding(at=at, proof=f"bootdelay={delay}, stdin={console}")
