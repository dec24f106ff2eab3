"""Folders of programs and settings in which everybody may put files."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind, OpenedImage

CHECK = Check(
    id="FW-FILE-003",
    title=Text(
        "誰でもファイルを置けるプログラムや設定のフォルダーがあります",
        "Everybody may put files into a folder of programs or settings",
    ),
    why=Text(
        "置かれたファイルや差し替えられたファイルを、root が動かします。",
        "What somebody puts or replaces there is run by root.",
    ),
    remedy=Text(
        "`chmod 755` にします。一時ファイルは /tmp（1777）に置きます。",
        "Set `chmod 755`; keep temporary files in /tmp (1777).",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-732", "CWE-427"),
    claims=("files-guarded",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_MATTERS = re.compile(
    r"^/(?:etc|bin|sbin|lib\w*|usr|opt|www|boot|app)(?:/|$)|^/root(?:/|$)|^/var/spool/cron(?:/|$)"
)
_WRITABLE_BY_DESIGN = re.compile(r"/(?:tmp|cache|spool/lpd|run|lock|upload)(?:/|$)")
_MOST_ALIKE = 20


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each folder without the sticky bit; none where FW-FILE-002 tells of the whole tree."""
    for tree in image.roots:
        if tree.format in ("fat", "vfat", "romfs", "zip"):
            continue
        folders = [e for e in tree if e.kind is EntryKind.DIRECTORY and _MATTERS.search(e.path)]
        open_ones = [
            e for e in folders if e.mode & 0o1002 == 0o002 and not _WRITABLE_BY_DESIGN.search(e.path)
        ]
        if len(open_ones) > _MOST_ALIKE and len(open_ones) * 2 > len(folders):
            continue
        for entry in open_ones:
            yield CHECK.finding(at=tree.at(entry), proof=f"mode {entry.mode:04o}")
