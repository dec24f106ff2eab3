"""Kernel arguments that start a shell instead of the product."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-BOOT-001",
    title=Text("起動引数がシェルを直接開きます", "The boot arguments start a shell"),
    why=Text(
        "`init=/bin/sh` などがあると、認証を一つも通らずに root のシェルがコンソールに出ます。",
        "With `init=/bin/sh` or the like the console is a root shell that asks for nothing.",
    ),
    remedy=Text(
        "bootargs から除き、U-Boot の環境を書き換えられないようにします（`CONFIG_ENV_IS_NOWHERE`、署名付き起動）。",
        "Remove it from bootargs, and make U-Boot's environment read-only (`CONFIG_ENV_IS_NOWHERE`, verified boot).",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-1191", "CWE-489"),
    claims=("debug-closed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    needs=(),
)

_SHELL = re.compile(
    r"(?:^|[\s'\"])(?:r?d?init=(?:/\w+)*/(?:ba|a|da)?sh\b|single\b|init=/bin/busybox\b|systemd\.debug[-_]shell\b|rd\.break\b|systemd\.unit=(?:rescue|emergency)\.target)"
)
_FILE = re.compile(
    r"/(?:cmdline\.txt|uEnv\.txt|extlinux\.conf|grub\.cfg|armbianEnv\.txt|boot\.cmd|loader/entries/[^/]+\.conf)$"
)
NO_ARGUMENTS = Text(
    "起動引数（U-Boot の環境など）がイメージにありません。",
    "The image holds no boot arguments (U-Boot environment or the like).",
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each variable of a boot environment, or line of a boot file."""
    seen = 0
    for environment in image.index.environments:
        seen += 1
        for name, value in sorted(environment.variables.items()):
            if ("args" in name or name in ("cmdline", "init")) and (found := _SHELL.search(value[:8192])):
                at = Location(path="u-boot-env", offset=environment.offset, container=environment.container)
                yield CHECK.finding(at=at, proof=f"{name}: {found[0].strip()}")
    for tree in image.trees:
        for entry in tree.files:
            if not _FILE.search(entry.path) or entry.path.startswith("/usr/share/"):
                continue
            seen += 1
            for number, line in enumerate((tree.text(entry.path) or "").split("\n"), 1):
                found = (
                    None
                    if line.lstrip().startswith("#") or "recovery" in line
                    else _SHELL.search(line[:8192])
                )
                if found and re.search(r"root=|console=|init=|append|options|bootargs", line):
                    yield CHECK.finding(at=tree.at(entry, line=number), proof=found[0].strip())
    if not seen:
        yield NotApplicable(reason=NO_ARGUMENTS)
