"""SSH servers that accept empty passwords."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SSH-003",
    version=2,
    title=Text("SSHが空のパスワードを受け付けます", "SSH accepts empty passwords"),
    why=Text(
        "パスワードのないアカウントに、ネットワークから誰でも入れます。",
        "Anybody on the network can enter an account that has no password.",
    ),
    remedy=Text(
        "`PermitEmptyPasswords no` にし、dropbear の `-B` を外します。",
        "Set `PermitEmptyPasswords no`, and drop `-B` from dropbear.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-258",),
    claims=("users-authenticated", "secure-by-default", "settings-authorised"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each setting or start line."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if "sshd_config" in file.path:
                for setting in settings(file):
                    if setting.key.lower() == "permitemptypasswords" and setting.value.lower() == "yes":
                        yield CHECK.finding(
                            at=tree.at(file.entry, line=setting.line),
                            proof=setting.text.strip(),
                        )
        for one in started(tree):
            flags = [a for a in one.arguments if a.startswith("-") and not a.startswith("--")]
            if one.name == "dropbear" and any("B" in flag for flag in flags):
                yield CHECK.finding(at=one.at, proof=one.text)
