"""Whether there is a script that resets the device: a hint for the test on the device."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-RST-001",
    title=Text("初期化の手段が見つかりません", "No means of resetting was found"),
    why=Text(
        "初期化できない機器は、譲渡や廃棄のときに利用者のデータを渡してしまいます。",
        "A device that cannot be reset hands its user's data on when it is sold or thrown away.",
    ),
    remedy=Text(
        "利用者のデータの領域を消すスクリプトを用意し、実機で残らないことを確かめます。",
        "Provide a script that erases the user's data, and test on the device that nothing stays.",
    ),
    severity=Severity.LOW,
    claims=("reset-erases-data", "settings-restorable"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
)
THERE = Text(
    "初期化の手段があります（{what}）。データが消えるかは実機で確かめてください。",
    "There is a means of resetting ({what}). Test on the device that the data are gone.",
)
ABSENT = Text("初期化のスクリプトが見つかりません。", "No script that resets the device was found.")
_NAMED = re.compile(
    r"(?:^|[-_./])(?:factory[-_]?(?:reset|default)s?|reset[-_]?(?:to[-_]?)?(?:factory|defaults?)|restore[-_]?defaults?|/sbin/firstboot|jffs2reset)\b",
    re.I,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """Only what is missing: a script is no proof that the data are gone."""
    for tree in image.roots:
        named = next(
            (entry.path for entry in tree.files if entry.mode & 0o111 and _NAMED.search(entry.path)), None
        )
        yield CHECK.missing(reason=THERE.fill(what=what) if (what := named or _called(tree)) else ABSENT)


def _called(tree: FileTree) -> str | None:
    for file in texts(tree, Language.SHELL):
        for command in commands(file.text):
            if command.program in ("firstboot", "jffs2reset", "factory_reset", "nvram_reset"):
                return f"{file.path}:{command.line}"
    return None
