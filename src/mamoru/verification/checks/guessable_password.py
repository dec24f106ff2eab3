"""Accounts whose password is a published default."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, NotApplicable, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import NO_ACCOUNTS, accounts, guessed
from mamoru.verification.firmware.facts.secrets import redacted
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-001",
    title=Text(
        "誰でも知っている初期パスワードのアカウントがあります", "An account has a published default password"
    ),
    why=Text(
        "同じパスワードが全機器に入り、公開された一覧に載っています。ボットネットが最初に試すのはこの一覧です。",
        "Every device has the same password, and it is on published lists: botnets try these first.",
    ),
    remedy=Text(
        "機器ごとに異なる初期パスワードを製造時に書き込むか、アカウントを `passwd -l` でロックします。",
        "Write a different initial password into each device at production, or lock the account with `passwd -l`.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-1392", "CWE-798", "CWE-521"),
    claims=("no-shared-credential",),
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "約170個の公開初期値とアカウント名からつくれる値だけを試します。yescrypt と bcrypt は環境により試せません。",
        "Tries some 170 published defaults and what the account's name gives. yescrypt, and bcrypt on some systems, cannot be tried.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each account whose password was guessed."""
    if not any(accounts(tree) for tree in image.roots):
        yield NotApplicable(reason=NO_ACCOUNTS)
    for tree in image.roots:
        found = guessed(tree)
        for account in accounts(tree):
            if account.name in found:
                password = redacted(found[account.name])
                proof = f"{account.name} (uid {account.uid}): {account.scheme}, password {password}"
                yield CHECK.finding(at=account.at, proof=proof)
