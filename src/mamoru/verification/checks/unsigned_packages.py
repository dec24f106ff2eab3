"""Package managers that install without verifying signatures."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-UPD-003",
    title=Text("パッケージを署名の検証なしに入れます", "Packages are installed without verifying signatures"),
    why=Text(
        "配布元や途中の通信をすり替えた人が、root で動くプログラムを機器に入れられます。",
        "Who changes the source or the traffic puts programs on the device that run as root.",
    ),
    remedy=Text(
        "opkg は `option check_signature 1`、apt は `[trusted=yes]` を外して署名済みの配布元を使います。",
        "opkg: `option check_signature 1`. apt: remove `[trusted=yes]` and use a signed source.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-494", "CWE-347"),
    claims=("update-is-signed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_FEED = re.compile(r"^\s*src(?:/gz)?\s+\S+\s+(http|ftp)://", re.I)
_CHECKED = re.compile(r"^\s*option\s+(?:check_signature|signature_ca_file|check_pkg_signature)\b(?!\s+0)")
_APT = re.compile(
    r"^\s*deb(?:-src)?\s+\[[^\]]*(?:trusted=yes|allow-insecure=yes)|^\s*Trusted:\s*yes|AllowUnauthenticated\s+\"?(?:true|1)|AllowInsecureRepositories\s+\"?(?:true|1)",
    re.I,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each opkg configuration, apt source or command."""
    for tree in image.roots:
        yield from _opkg(tree)
        for entry in tree.under("/etc/apt"):
            for number, line in enumerate((tree.text(entry.path) or "").split("\n"), 1):
                if _APT.search(line[:600]) and not line.lstrip().startswith(("#", "//")):
                    yield CHECK.finding(at=tree.at(entry, line=number), proof=line.strip()[:160])
        for file in texts(tree, Language.SHELL):
            for command in commands(file.text):
                flags = {
                    "--allow-untrusted",
                    "--allow-unauthenticated",
                    "--force-signature",
                    "--nogpgcheck",
                    "--no-gpg-checks",
                }
                if command.program in (
                    "apk",
                    "apt-get",
                    "apt",
                    "opkg",
                    "yum",
                    "dnf",
                    "zypper",
                ) and flags & set(command.words):
                    yield CHECK.finding(at=tree.at(file.entry, line=command.line), proof=command.text[:160])


def _opkg(tree: FileTree) -> Iterator[Observation]:
    files = [
        e
        for e in tree.files
        if e.path == "/etc/opkg.conf" or (e.path.startswith("/etc/opkg/") and e.path.endswith(".conf"))
    ]
    lines = [(e, n, line) for e in files for n, line in enumerate((tree.text(e.path) or "").split("\n"), 1)]
    if any(_CHECKED.match(line) for _, _, line in lines):
        return
    for entry, number, line in lines:
        if _FEED.match(line):
            yield CHECK.finding(at=tree.at(entry, line=number), proof=line.strip()[:160])
