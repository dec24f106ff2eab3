"""Start files that run what somebody may have put on a stick, a card or in /tmp."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-FILE-005",
    title=Text(
        "外部メディアや一時フォルダーのプログラムを実行します",
        "Programs on a removable medium or in a temporary folder are run",
    ),
    why=Text(
        "メモリカードを挿した人や /tmp に書ける人が、root として任意の命令を動かせます。",
        "Who inserts a card, or may write to /tmp, runs anything as root.",
    ),
    remedy=Text(
        "その行を消します。更新に使うなら、実行の前に署名を確かめます。",
        "Delete the line. Where it serves updates, verify a signature before anything is run.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-829", "CWE-426", "CWE-489"),
    claims=("debug-closed", "files-guarded"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_PLACE = re.compile(r"^/(?:tmp|var/tmp|mnt|media|run/media|dev/shm|sdcard|tmp/mnt)/\S*[\w\])}]$")
_SHELLS = ("sh", "bash", "ash", ".", "source", "exec", "nohup")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each command of a script that runs something in such a place."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            if not file.path.startswith(
                ("/etc/", "/usr/", "/bin", "/sbin", "/opt", "/init", "/app", "/home")
            ):
                continue
            for command in commands(file.text):
                words = [w for w in command.words if not w.startswith("-")]
                while words and words[0].rsplit("/", 1)[-1] in _SHELLS:
                    words = words[1:]
                if words and command.words and _PLACE.match(words[0]) and _runs(command.words):
                    yield CHECK.finding(at=tree.at(file.entry, line=command.line), proof=command.text[:160])


def _runs(words: tuple[str, ...]) -> bool:
    return words[0].startswith("/") or words[0] in _SHELLS
