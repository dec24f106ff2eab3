"""sudo rules that give root to an account without a password."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-008",
    title=Text("パスワードなしで何でも sudo できます", "sudo gives everything without a password"),
    why=Text(
        "そのアカウントのプログラムが一つ破られると、そのまま root になれます。",
        "One broken program of that account is root at once.",
    ),
    remedy=Text(
        "`NOPASSWD: ALL` を、必要なコマンドのフルパスだけに替えます。",
        "Replace `NOPASSWD: ALL` by the full paths of the commands that are needed.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-250", "CWE-269"),
    claims=("least-privilege",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_EVERYTHING = re.compile(
    r"^\s*[^#\s@]\S*\s+\S+\s*=\s*(?:\([^)]{0,60}\)\s*)?(?:\w+:\s*){0,4}NOPASSWD:\s*(?:\w+:\s*){0,4}(?:ALL\b|/bin/(?:ba|a|da)?sh\b)"
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each such rule."""
    for tree in image.roots:
        for entry in (*tree.under("/etc/sudoers.d"), *filter(None, [tree.entry("/etc/sudoers")])):
            for number, line in enumerate((tree.text(entry.path) or "").split("\n"), 1):
                if _EVERYTHING.match(line[:400]):
                    yield CHECK.finding(at=tree.at(entry, line=number), proof=line.strip()[:160])
