"""Accounts beside root that have root's rights."""

from collections.abc import Iterator

from mamoru.evidence import Check, NotApplicable, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import NO_ACCOUNTS, accounts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-004",
    version=3,
    title=Text(
        "root 以外に管理者権限 (uid 0) のアカウントがあります", "Another account beside root has uid 0"
    ),
    why=Text(
        "利用者が root のパスワードを変えても残る、もう一つの管理者です。隠れた入口とみなされます。",
        "It is a second administrator that stays when the user changes root's password: a hidden entry.",
    ),
    remedy=Text(
        "/etc/passwd から該当の行を消すか、固有の uid を与えて権限を絞ります。",
        "Remove the line from /etc/passwd, or give it a uid of its own with fewer rights.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-798", "CWE-912"),
    claims=("no-hidden-account",),
    subject=SubjectKind.FIRMWARE,
    limits=Text("/etc/passwd のアカウントだけを見ます。", "Looks at the accounts of /etc/passwd only."),
)


_UNPRIVILEGED = frozenset({
    "nobody", "daemon", "bin", "sys", "www-data", "www", "http", "nginx", "lighttpd", "ftp", "anonymous", "sshd", "dnsmasq",
    "mosquitto", "messagebus", "avahi", "operator", "guest", "user",
})  # fmt: skip


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each further account with uid 0 that is open or can log in."""
    if not any(accounts(tree) for tree in image.roots):
        yield NotApplicable(reason=NO_ACCOUNTS)
    for tree in image.roots:
        administrators = [account for account in accounts(tree) if account.uid == 0]
        first = next(
            (a for a in administrators if a.name == "root"), administrators[0] if administrators else None
        )
        for account in administrators:
            unprivileged = account.name in _UNPRIVILEGED  # what is meant to drop root's rights keeps them
            if account is not first and (not account.locked or account.may_log_in or unprivileged):
                state = "locked" if account.locked else "open"
                yield CHECK.finding(
                    at=account.named_at,
                    proof=f"{account.name}: uid 0, shell {account.shell or '/bin/sh'}, {state}",
                    severity=Severity.MEDIUM if account.locked and not unprivileged else None,
                )
