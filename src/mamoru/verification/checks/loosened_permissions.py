"""Scripts that make files writable by everybody."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import Command, commands
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-FILE-004",
    title=Text(
        "スクリプトがファイルを誰でも書けるようにしています", "A script makes files writable by everybody"
    ),
    why=Text(
        "イメージの権限が正しくても、起動後に誰でも書き換えられるようになります。",
        "However right the image is, after the start everybody can write those files.",
    ),
    remedy=Text(
        "`chmod 777`・`666` を、持ち主だけが書けるモード（755・644）に替えます。",
        "Replace `chmod 777` or `666` by a mode that only the owner may write (755, 644).",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-732",),
    claims=("files-guarded",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_OPEN_MODE = re.compile(r"^0?[0-7]?[0-7][0-7][2367]$|^(?:a|o|ugo|\+|go|uo)*[ao+]\+\w*w|^\+\w*w")
_BY_DESIGN = re.compile(r"^/(?:tmp|dev|proc|sys|run|var/(?:run|tmp|lock|log))(?:/|$)|/dev/|/tmp(?:/|$)|^\$")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each command that loosens something outside the temporary folders."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            for command in commands(file.text):
                if command.program == "chmod" and _loosens(command):
                    yield CHECK.finding(at=tree.at(file.entry, line=command.line), proof=command.text[:160])


def _loosens(command: Command) -> bool:
    words = [word for word in command.words[1:] if not re.match(r"-[Rvfch]+$|--", word)]
    if len(words) < 2 or not _OPEN_MODE.match(words[0]):
        return False
    if words[0].isdigit() and len(words[0].lstrip("0")) == 4 and words[0].lstrip("0")[0] == "1":
        return False  # sticky
    return any(word.startswith("/") and not _BY_DESIGN.search(word) for word in words[1:])
