"""Passwords given to commands in scripts."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-006",
    title=Text(
        "スクリプトがコマンドにパスワードを直接渡しています", "A script gives a password to a command"
    ),
    why=Text(
        "全機器に共通のパスワードが、プロセス一覧にも見えます。",
        "All devices share the password, and it is visible in the list of processes.",
    ),
    remedy=Text(
        "機器ごとの値を、root だけが読めるファイルから渡します（`--netrc-file`、`-pass file:` など）。",
        "Pass a value for each device from a file that only root may read (`--netrc-file`, `-pass file:` and the like).",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-798", "CWE-214"),
    claims=("secrets-not-in-clear", "no-shared-credential"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text("知られたコマンドの引数だけを見ます。", "Sees the arguments of known commands."),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for found in credentials(tree, CredentialKind.COMMAND):
            yield CHECK.finding(at=found.at, proof=found.proof)
