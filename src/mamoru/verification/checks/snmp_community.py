"""SNMP agents that answer to the community everybody knows."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-006",
    title=Text("SNMPが既定のコミュニティ名で応答します", "SNMP answers to a default community"),
    why=Text(
        "public や private を知る人は誰でも、機器の情報を読み、書き込みが許されていれば設定を変えます。",
        "Who knows `public` or `private` reads the device's data and, where writing is allowed, changes its settings.",
    ),
    remedy=Text(
        "SNMPv3 の認証と暗号化を使うか、SNMPを止めます。",
        "Use SNMPv3 with authentication and privacy, or switch SNMP off.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-1392", "CWE-798"),
    claims=("no-shared-credential",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_NET_SNMP = re.compile(
    r"^\s*(rwcommunity6?|rocommunity6?|com2sec6?)\s+(?:\S+\s+\S+\s+)?(public|private)\b(?:\s+(\S+))?", re.I
)
_UCI = re.compile(r"^\s*option\s+community\s+['\"]?(public|private)\b", re.I)
_LOCAL = ("127.0.0.1", "localhost", "::1")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each community that is reachable from other hosts."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if "snmp" not in file.path:
                continue
            for number, line in file.lines:
                found = _NET_SNMP.match(line) or _UCI.match(line)
                if found and not any(local in line for local in _LOCAL):
                    writes = line.lstrip().lower().startswith("rw") or "private" in line
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=number),
                        proof=line.strip()[:160],
                        severity=Severity.HIGH if writes else None,
                    )
