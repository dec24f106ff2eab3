"""Shells that scripts put on the network."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-004",
    version=2,
    title=Text("ネットワークにシェルをつなぐ命令があります", "A command puts a shell on the network"),
    why=Text(
        "認証も暗号化もない遠隔操作の入口で、裏口とみなされます。",
        "It is a remote control without authentication or encryption: a back door.",
    ),
    remedy=Text("その命令を消します。", "Delete the command."),
    severity=Severity.CRITICAL,
    cwe=("CWE-912", "CWE-306"),
    claims=("no-hidden-account", "no-needless-service", "users-authenticated", "settings-authorised"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_SHELL = re.compile(r"(?:^|[/:\"'])(?:ba|a|da)?sh(?:$|[\s,\"'])")
_PSEUDO_FILE = re.compile(r"\b(?:ba|a|da)?sh\s+-i\b.{0,40}/dev/(?:tcp|udp)/")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            told: set[int] = set()
            for command in commands(file.text):
                if command.line not in told and _is_shell(command.program, command.words, command.text):
                    told.add(command.line)
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=command.line),
                        proof=command.text[:160],
                    )


def _is_shell(program: str, words: tuple[str, ...], text: str) -> bool:
    if program in ("nc", "netcat", "ncat"):
        runs = [
            words[at + 1]
            for at, w in enumerate(words[:-1])
            if w in ("-e", "-c", "--exec", "--sh-exec") or (w[:1] == "-" and w[-1:] == "e" and w[1:2] != "-")
        ]
        return any(_SHELL.search(run) for run in runs)
    if program == "socat":
        return any(re.match(r"(?:exec|system):", w, re.I) and _SHELL.search(w) for w in words)
    return program in ("sh", "bash") and bool(_PSEUDO_FILE.search(text))
