"""Search paths that hold a folder everybody may write."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-FILE-006",
    title=Text("PATH に誰でも書ける場所が入っています", "PATH holds a place that everybody may write"),
    why=Text(
        "同じ名前のプログラムをそこに置いた人のものが、本物の代わりに動きます。",
        "A program of the same name, put there by anybody, runs instead of the real one.",
    ),
    remedy=Text("PATH から `.`・空の要素・/tmp を除きます。", "Remove `.`, empty parts and /tmp from PATH."),
    severity=Severity.MEDIUM,
    cwe=("CWE-426", "CWE-427"),
    claims=("files-guarded",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_SET = re.compile(
    r"^\s*(?:export\s+|Environment=[\"']?)?(PATH|LD_LIBRARY_PATH|LD_PRELOAD)=[\"']?([^\s\"';]{1,1000})"
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each assignment."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL, Language.SETTINGS):
            if not file.path.startswith("/etc/") and file.language is not Language.SHELL:
                continue
            for number, line in file.lines:
                found = _SET.match(line)
                if found and any(_unsafe(part, found[1]) for part in found[2].split(":")):
                    yield CHECK.finding(at=tree.at(file.entry, line=number), proof=line.strip()[:160])


def _unsafe(part: str, name: str) -> bool:
    place = part in (".", "./", "..") or re.match(r"/(?:tmp|var/tmp|dev/shm)(?:/|$)", part) is not None
    return place or (part == "" and name == "PATH")
