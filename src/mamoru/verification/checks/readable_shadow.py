"""Password files that everybody may read."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import scheme_of
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-FILE-001",
    title=Text("パスワードのファイルを誰でも読めます", "Everybody may read a password file"),
    why=Text(
        "権限の低いプログラムの弱点一つで、全アカウントのハッシュが持ち出されます。",
        "One weakness in the least program gives away the hashes of all accounts.",
    ),
    remedy=Text(
        "`chmod 600` にします（イメージをつくる手順のモードも直します）。",
        "Set `chmod 600`, in the build that makes the image too.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-732",),
    claims=("files-guarded",),
    subject=SubjectKind.FIRMWARE,
    limits=Text(
        "権限を持たないファイルシステム（FAT など）では実機の設定によります。",
        "Where a file system keeps no modes (FAT), it depends on the mount.",
    ),
)

_FILE = re.compile(
    r"^/etc/(?:shadow|gshadow|master\.passwd|shadow-|gshadow-|security/opasswd)$|/(?:shadow\.(?:bak|old|orig)|smbpasswd|passdb\.tdb|chap-secrets|pap-secrets)$"
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each file that others may read and that holds something."""
    for tree in image.roots:
        for entry in tree.files:
            if entry.mode & 0o004 and _FILE.search(entry.path) and _holds_secret(tree, entry.path):
                yield CHECK.finding(at=tree.at(entry), proof=f"mode {entry.mode:04o}")


def _holds_secret(tree: FileTree, path: str) -> bool:
    lines = [
        line for line in (tree.text(path) or "").split("\n") if line.strip() and not line.startswith("#")
    ]
    if "shadow" in path:
        return any(scheme_of(line.split(":")[1]) if ":" in line else False for line in lines)
    return bool(lines)
