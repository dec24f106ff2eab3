"""Downloads that are run at once."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-UPD-004",
    title=Text("ダウンロードした内容をそのまま実行します", "A download is run as it comes"),
    why=Text(
        "サーバーか途中の通信を押さえた人が、機器の上で任意の命令を動かせます。",
        "Who holds the server or the way to it runs anything on the device.",
    ),
    remedy=Text(
        "ファイルに保存し、署名を検証してから実行します。",
        "Save it to a file and run it only after its signature was verified.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-494",),
    claims=("update-is-signed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_FETCH = re.compile(r"\b(?:curl|wget|uclient-fetch|tftp)\b")
_RUNNERS = ("sh", "bash", "ash", "dash", "eval", "source", ".", "python", "python3", "perl")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line where a fetching command's output goes to an interpreter."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            fetched: int = 0
            told: set[int] = set()
            for command in commands(file.text):
                if command.program in ("curl", "wget", "uclient-fetch"):
                    fetched = command.line
                piped = (
                    command.piped and fetched == command.line and not any(_file(w) for w in command.words[1:])
                )
                inside = (
                    command.program in ("eval", "sh", "bash")
                    and "$()" in " ".join(command.words)
                    and fetched == command.line
                )
                runs = command.program in _RUNNERS and (piped or inside) and _FETCH.search(command.text)
                if runs and command.line not in told:
                    told.add(command.line)
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=command.line), proof=without(command.text)
                    )


def _file(word: str) -> bool:
    return word.startswith("/") or word.endswith((".sh", ".py", ".pl"))
