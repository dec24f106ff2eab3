"""Accounts that open without any password."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import accounts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-002",
    version=2,
    title=Text("パスワードなしで入れるアカウントがあります", "An account opens without a password"),
    why=Text(
        "端末やネットワークのログインに届いた人は、誰でもそのアカウントになれます。",
        "Whoever reaches a login, at the console or over the network, becomes that account.",
    ),
    remedy=Text(
        "/etc/shadow の該当欄を `*` か `!` にしてロックするか、機器ごとのパスワードを設定します。",
        "Put `*` or `!` into the field in /etc/shadow, or set a password that differs by device.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-258", "CWE-1393"),
    claims=("no-shared-credential", "users-authenticated", "settings-authorised"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each account with an empty password and a shell."""
    for tree in image.roots:
        for account in accounts(tree):
            if account.empty and account.may_log_in:
                yield CHECK.finding(
                    at=account.at,
                    proof=f"{account.name}:: (uid {account.uid}, shell {account.shell or '/bin/sh'})",
                )
