"""File shares that anybody may use."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-009",
    title=Text("共有フォルダーを誰でも使えます", "A file share is open to everybody"),
    why=Text(
        "ネットワーク上の誰でも、機器のファイルを読み、書き換えられます。",
        "Anybody on the network reads the device's files, or changes them.",
    ),
    remedy=Text(
        "Samba は `guest ok = no` にし、NFS は相手のアドレスを限り `root_squash` にします。",
        "Samba: `guest ok = no`. NFS: name the hosts that may mount, and use `root_squash`.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-306", "CWE-276"),
    claims=("users-authenticated",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_EXPORT = re.compile(r"^\s*(/\S*)\s+(?:\*|0\.0\.0\.0/0)?\(([^)]{0,200})\)")
_SYSTEM_SECTIONS = ("global", "homes", "printers", "print$", "printer")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each share."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if file.path.endswith("smb.conf") or file.path == "/etc/config/samba":
                yield from _samba(file)
            elif file.path == "/etc/exports" or file.path.startswith("/etc/exports.d/"):
                for number, line in file.lines:
                    found = _EXPORT.match(line)
                    if found and ("rw" in found[2].split(",") or "no_root_squash" in found[2]):
                        yield CHECK.finding(at=tree.at(file.entry, line=number), proof=line.strip()[:160])


def _samba(file: TextFile) -> Iterator[Observation]:
    for number, line in file.lines:
        key, _, value = line.partition("=")
        if key.strip().lower() in ("guest ok", "public", "guest only") and value.strip().lower() in (
            "yes",
            "true",
            "1",
        ):
            section = _section(file, number)
            if section not in _SYSTEM_SECTIONS:
                yield CHECK.finding(
                    at=file.tree.at(file.entry, line=number), proof=f"[{section}] {line.strip()}"[:160]
                )
    for setting in settings(file):
        if setting.key.lower() == "guest_ok" and setting.value.lower() in ("yes", "1"):
            yield CHECK.finding(at=file.tree.at(file.entry, line=setting.line), proof=setting.text.strip())


def _section(file: TextFile, number: int) -> str:
    heads = [
        line.strip().strip("[]").lower()
        for n, line in file.lines
        if n < number and line.strip().startswith("[")
    ]
    return heads[-1] if heads else "global"
