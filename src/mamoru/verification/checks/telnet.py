"""Telnet servers that a start file starts."""

from collections.abc import Iterator

from mamoru.evidence import Check, Inconclusive, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import NO_START_FILES, Started, started
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-001",
    title=Text("telnet サーバーが起動します", "A telnet server is started"),
    why=Text(
        "telnet はパスワードも操作も暗号化せずに送ります。機器を乗っ取るボットが最初に探す入口です。",
        "Telnet sends passwords and everything typed in clear; it is the first entry that bots look for.",
    ),
    remedy=Text(
        "起動の行を消し、BusyBox の telnetd を外してつくり直します。遠隔保守が要るなら鍵認証の SSH にします。",
        "Delete the start line and build BusyBox without telnetd. Where remote service is needed, use SSH with keys.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-319",),
    claims=("no-needless-service",),
    subject=SubjectKind.FIRMWARE,
    version=3,
)
IN_CLEAR = (*CHECK.claims, "sent-data-protected", "secrets-sent-encrypted")  # passwords and all that is typed
ROOT_SHELL = Text("telnet で認証なしに root のシェルが開きます", "Telnet gives a root shell without a login")
_SHELLS = ("sh", "ash", "bash", "dash", "zsh")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each start line; worse where it gives a shell without a login."""
    for tree in image.roots:
        if not started(tree):
            yield Inconclusive(reason=NO_START_FILES)
        for one in started(tree):
            if one.name in ("telnetd", "in.telnetd", "utelnetd", "telnetd.sh"):
                absent = "" if one.present else f" ({one.program} is not in the image)"
                if _opens_shell(one):
                    yield CHECK.finding(
                        at=one.at, proof=one.text + absent, title=ROOT_SHELL, severity=Severity.CRITICAL,
                        cwe=("CWE-306", "CWE-319"), refutes=(*IN_CLEAR, "users-authenticated", "settings-authorised"),
                    )  # fmt: skip
                else:
                    yield CHECK.finding(at=one.at, proof=one.text + absent, refutes=IN_CLEAR)


def _opens_shell(one: Started) -> bool:
    for at, word in enumerate(one.arguments):
        login = (
            one.arguments[at + 1] if word == "-l" and at + 1 < len(one.arguments) else word.removeprefix("-l")
        )
        if word.startswith("-l") and login.rsplit("/", 1)[-1] in _SHELLS:
            return True
    return False
