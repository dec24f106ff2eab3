"""Boot loaders that start what a network server or a removable medium hands them, unverified."""

import re
from collections.abc import Iterator, Mapping

from mamoru.evidence import Check, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.image import Environment, OpenedImage

CHECK = Check(
    id="FW-BOOT-004",
    title=Text(
        "ブートローダーがネットワークや外部媒体から起動します",
        "The boot loader starts what comes from the network or a removable medium",
    ),
    why=Text(
        "同じネットワークにいる人や媒体を挿した人が、機器に好きなソフトウェアを起動させられます。",
        "Who is in the same network, or plugs a medium in, makes the device start any software.",
    ),
    remedy=Text(
        "`bootcmd` から tftp・dhcp・nfs・pxe・usb を除き、署名を検証した FIT だけを起動します。",
        "Take tftp, dhcp, nfs, pxe and usb out of `bootcmd`, and start verified FIT images only.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-494", "CWE-1277"),
    claims=("boot-verified",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    needs=(),
    limits=Text(
        "U-Boot の環境の bootcmd から run でたどれる変数だけを見ます。署名の検証の有無は分かりません。",
        "Follows bootcmd of U-Boot's environment through run; whether signatures are verified is not seen.",
    ),
)
UNCHECKED = Text(
    "ブートローダーがイメージの検査を切っています", "The boot loader does not check images for damage"
)
CHECKED = Text("`verify=no` を除きます。", "Remove `verify=no`.")
NO_ENVIRONMENT = Text(
    "ブートローダーの環境がイメージにありません。", "The image holds no boot loader environment."
)
_FETCH = re.compile(
    r"(?:^|[;&|{]|\bthen|\belse|\bif|\bdo)\s*(tftpboot|tftp|dhcp|bootp|nfs|pxe\s+boot|usb\s+start|usbboot|rarpboot)\b"
)
_RUN = re.compile(r"\brun\s+([\w. ]+)")
_MOST_VARIABLES = 64


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each environment that boots so, and one for each that checks nothing."""
    if not image.index.environments:
        yield NotApplicable(reason=NO_ENVIRONMENT)
    for environment in image.index.environments:
        reached = _reached(environment.variables)
        found = next(((n, hit[1]) for n, value in reached.items() if (hit := _FETCH.search(value))), None)
        if found is not None:
            yield CHECK.finding(at=_place(environment), proof=f"{found[0]}: {found[1]}")
        if environment.variables.get("verify", "").lower() in ("no", "n", "0", "off", "false"):
            yield CHECK.finding(
                at=_place(environment),
                proof=f"verify={environment.variables['verify']}",
                title=UNCHECKED,
                remedy=CHECKED,
                severity=Severity.LOW,
                cwe=("CWE-354",),
            )


def _reached(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables that `bootcmd` runs, itself first."""
    reached: dict[str, str] = {}
    todo = ["bootcmd"]
    while todo and len(reached) < _MOST_VARIABLES:
        name = todo.pop(0)
        value = variables.get(name)
        if value is None or name in reached:
            continue
        reached[name] = value[:8192]
        todo += [each for group in _RUN.findall(reached[name]) for each in group.split()]
    return reached


def _place(environment: Environment) -> Location:
    return Location(path="u-boot-env", offset=environment.offset, container=environment.container)
