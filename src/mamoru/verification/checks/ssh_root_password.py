"""SSH servers that let root in by password."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SSH-004",
    title=Text("rootがパスワードでSSHログインできます", "root may log in over SSH by password"),
    why=Text(
        "総当たりの相手が最初から管理者になり、一度当たれば全権を渡します。",
        "Guessing aims at the administrator directly, and one hit gives everything.",
    ),
    remedy=Text(
        "`PermitRootLogin no` か `prohibit-password` にします（OpenWrt: `option RootPasswordAuth 'off'`）。",
        "Set `PermitRootLogin no` or `prohibit-password` (OpenWrt: `option RootPasswordAuth 'off'`).",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-250", "CWE-307"),
    claims=("secure-by-default",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each file that says so, unless passwords are off as a whole."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if "sshd_config" not in file.path and file.path != "/etc/config/dropbear":
                continue
            found = {s.key.lower(): s for s in reversed(list(settings(file)))}
            root = found.get("permitrootlogin") or found.get("rootpasswordauth")
            passwords = found.get("passwordauthentication") or found.get("passwordauth")
            off = passwords is not None and passwords.value.lower() in ("no", "off", "0")
            if root is not None and root.value.lower() in ("yes", "on", "1") and not off:
                yield CHECK.finding(at=tree.at(file.entry, line=root.line), proof=root.text.strip())
