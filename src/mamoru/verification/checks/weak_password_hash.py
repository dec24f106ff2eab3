"""Passwords stored by a scheme that is fast to try."""

from collections.abc import Iterator

from mamoru.evidence import Check, NotApplicable, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.accounts import NO_ACCOUNTS, accounts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-005",
    title=Text("パスワードが弱いハッシュで保存されています", "A password is stored by a weak hash"),
    why=Text(
        "DES crypt や MD5 crypt は一般のGPUで毎秒数百万回以上試せます。DES は先頭8文字しか使いません。",
        "DES and MD5 crypt can be tried millions of times a second on one graphics card; DES uses 8 characters only.",
    ),
    remedy=Text(
        "yescrypt か SHA-512 crypt に替えます（BusyBox は `passwd -a sha512`、または既定方式の設定）。",
        "Change to yescrypt or SHA-512 crypt (BusyBox: `passwd -a sha512`, or set the default scheme).",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-916", "CWE-328"),
    claims=("credentials-stored-hashed",),
    subject=SubjectKind.FIRMWARE,
    limits=Text(
        "システムのアカウントだけを見ます。Web などの独自の利用者は見ません。",
        "Looks at system accounts only, not at users of a web interface.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each account with a weak hash."""
    if not any(accounts(tree) for tree in image.roots):
        yield NotApplicable(reason=NO_ACCOUNTS)
    for tree in image.roots:
        for account in accounts(tree):
            if account.weakly_hashed:
                yield CHECK.finding(at=account.at, proof=f"{account.name}: {account.scheme}")
