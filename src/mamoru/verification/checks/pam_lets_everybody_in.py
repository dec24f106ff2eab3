"""PAM rules by which a login succeeds without a check."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-ACCT-007",
    version=2,
    title=Text("PAM の設定で認証が素通りします", "A PAM rule lets every login in"),
    why=Text(
        "`auth sufficient pam_permit.so` があると、どのパスワードでもログインできます。",
        "With `auth sufficient pam_permit.so` any password is accepted.",
    ),
    remedy=Text(
        "その行を消し、`auth required pam_unix.so` で確かめます。",
        "Remove the line and check with `auth required pam_unix.so`.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-287",),
    claims=("users-authenticated", "settings-authorised"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_AUTH = re.compile(r"^\s*auth\s+(\S+|\[[^\]]*\])\s+(\S+)")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each rule that is enough by itself, or the only one of its file."""
    for tree in image.roots:
        for entry in (*tree.under("/etc/pam.d"), *filter(None, [tree.entry("/etc/pam.conf")])):
            rules = [
                (number, found[1], found[2], line)
                for number, line in enumerate((tree.text(entry.path) or "").split("\n"), 1)
                if (found := _AUTH.match(line))
            ]
            for number, control, module, line in rules:
                if module.endswith("pam_permit.so") and (control == "sufficient" or len(rules) == 1):
                    yield CHECK.finding(
                        at=tree.at(entry, line=number),
                        proof=line.strip(),
                    )
