"""Password hashes in the file that everybody may read."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import accounts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-006",
    title=Text("パスワードのハッシュが /etc/passwd にあります", "A password hash stands in /etc/passwd"),
    why=Text(
        "/etc/passwd は権限の低いプログラムも読むため、侵入の足がかりからハッシュを持ち出せます。",
        "Every program may read /etc/passwd, so the smallest foothold gives the hash away.",
    ),
    remedy=Text(
        "`pwconv` で /etc/shadow（モード 0600）に移します。",
        "Move it into /etc/shadow (mode 0600) with `pwconv`.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-522", "CWE-732"),
    claims=("files-guarded",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each account whose hash stands in /etc/passwd."""
    for tree in image.roots:
        for account in accounts(tree):
            if account.scheme and account.at.path == "/etc/passwd":
                yield CHECK.finding(at=account.at, proof=f"{account.name}: {account.scheme}")
