"""Passwords that are the same on every device because the image holds their hash."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import accounts, guessed
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-003",
    title=Text(
        "全機器に共通のパスワードがイメージに入っています",
        "The image holds a password that all devices share",
    ),
    why=Text(
        "ファームウェアを手に入れた人がハッシュを解けば、出荷したすべての機器に入れます。",
        "Who gets the firmware and cracks the hash can enter every device sold.",
    ),
    remedy=Text(
        "イメージではアカウントをロックし、製造時か初回起動時に機器ごとのパスワードを設定します。",
        "Lock the account in the image and set a password for each device at production or first boot.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-798", "CWE-1391"),
    claims=("no-shared-credential",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "製造時に書き換える手順があるかは、イメージからは分かりません。",
        "Whether production replaces it cannot be seen in the image.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each account with a hash that was not guessed (FW-ACCT-001 tells of the others)."""
    for tree in image.roots:
        known = guessed(tree)
        for account in accounts(tree):
            if account.scheme and account.name not in known and account.may_log_in:
                yield CHECK.finding(
                    at=account.at, proof=f"{account.name} (uid {account.uid}): {account.scheme}"
                )
