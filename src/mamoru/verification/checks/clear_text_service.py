"""File and remote-shell services without encryption that a start file starts."""

from collections.abc import Iterator

from mamoru.evidence import Check, Inconclusive, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import NO_START_FILES, Started, started
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-002",
    title=Text(
        "暗号化しないファイル転送か遠隔シェルが起動します",
        "A file or shell service without encryption is started",
    ),
    why=Text(
        "FTP・TFTP・rsh などは認証情報とファイルを平文で送り、TFTP や rsh は認証そのものがありません。",
        "FTP, TFTP, rsh and the like send credentials and files in clear; TFTP and rsh have no real authentication.",
    ),
    remedy=Text(
        "起動の行を消し、必要なら SFTP や HTTPS に替えます。",
        "Delete the start line; where it is needed, use SFTP or HTTPS instead.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-319",),
    claims=("no-needless-service",),
    subject=SubjectKind.FIRMWARE,
    version=2,
)

IN_CLEAR = (*CHECK.claims, "sent-data-protected", "secrets-sent-encrypted")
WITH_LOGIN = ("FTP", "rsh/rlogin")
NAMED = Text("暗号化しない {name} サービスが起動します", "The clear-text service {name} is started")
_CLEAR = {
    **dict.fromkeys(
        ("ftpd", "vsftpd", "proftpd", "pure-ftpd", "bftpd", "in.ftpd", "stupid-ftpd", "uftpd"), "FTP"
    ),
    **dict.fromkeys(("tftpd", "in.tftpd", "atftpd", "tftpd-hpa"), "TFTP"),
    **dict.fromkeys(("rshd", "in.rshd", "rlogind", "in.rlogind", "rexecd", "in.rexecd"), "rsh/rlogin"),
    **dict.fromkeys(("fingerd", "in.fingerd", "talkd", "in.talkd"), "finger/talk"),
}


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each start line."""
    for tree in image.roots:
        if not started(tree):
            yield Inconclusive(reason=NO_START_FILES)
        for one in started(tree):
            name = _named(one)
            if name is not None:
                absent = "" if one.present else f" ({one.program} is not in the image)"
                yield CHECK.finding(
                    at=one.at, proof=one.text + absent, title=NAMED.fill(name=name),
                    cwe=("CWE-306", "CWE-319") if name in ("TFTP", "rsh/rlogin") else None,
                    refutes=IN_CLEAR if name in WITH_LOGIN else None,
                )  # fmt: skip


def _named(one: Started) -> str | None:
    if one.name in ("tcpsvd", "udpsvd"):  # BusyBox: tcpsvd ADDRESS PORT ftpd …
        return next(
            (_CLEAR[word.rsplit("/", 1)[-1]] for word in one.arguments if word.rsplit("/", 1)[-1] in _CLEAR),
            None,
        )
    if one.name == "dnsmasq" and any(word.startswith("--enable-tftp") for word in one.arguments):
        return "TFTP"
    return _CLEAR.get(one.name)
