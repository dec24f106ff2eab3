"""Programs and settings that everybody may write."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Inconclusive, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.image import Entry, FileTree, OpenedImage

CHECK = Check(
    id="FW-FILE-002",
    title=Text("誰でも書き換えられるプログラムか設定があります", "Everybody may write a program or setting"),
    why=Text(
        "権限の低いプログラムがそれを書き換えると、次の起動で root として動きます。",
        "A program without rights rewrites it, and at the next start it runs as root.",
    ),
    remedy=Text(
        "`chmod o-w` にします（プログラムは 0755、設定は 0644 か 0600）。",
        "Set `chmod o-w`: 0755 for programs, 0644 or 0600 for settings.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-732",),
    claims=("files-guarded",),
    subject=SubjectKind.FIRMWARE,
    limits=Text(
        "読み取り専用のファイルシステムでは、書き込み可能な領域に写した後に効きます。",
        "On a read-only file system it counts once copied to a writable one.",
    ),
)
ALL = Text("ほとんどのファイルを誰でも書き換えられます", "Everybody may write most of the files")
NO_MODES = Text("このファイルシステムは権限を記録しません。", "This file system keeps no permissions.")
_MATTERS = re.compile(
    r"^/(?:etc|bin|sbin|lib\w*|usr|opt|www|srv|home|root|boot|app|system|data|config)/|^/(?:init|linuxrc)$"
)
_MOST_ALIKE = 20
_NO_MODES = ("fat", "vfat", "fat16", "fat32", "exfat", "romfs", "zip")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each file; one for all where most of the tree is like that."""
    for tree in image.roots:
        if tree.format in _NO_MODES:
            yield Inconclusive(reason=NO_MODES)
            continue
        found = [entry for entry in tree.files if entry.mode & 0o002 and _MATTERS.search(entry.path)]
        if len(found) > _MOST_ALIKE and len(found) * 2 > len(tree.files):
            yield CHECK.finding(at=tree.at("/"), proof=f"{len(found)} of {len(tree.files)} files", title=ALL)
            continue
        for entry in found:
            yield _told(tree, entry)


def _told(tree: FileTree, entry: Entry) -> Observation:
    runs = bool(entry.mode & 0o111) or entry.path.startswith("/etc/")
    return CHECK.finding(
        at=tree.at(entry), proof=f"mode {entry.mode:04o}", severity=None if runs else Severity.MEDIUM
    )
