"""Accounts that are built into a program that opens a shell."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.elf import Binary, binaries, literals
from mamoru.verification.firmware.facts.secrets import classes, redacted
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-BIN-002",
    title=Text(
        "プログラムに認証情報が埋め込まれ、シェルを開けます",
        "A program holds a built-in account and can open a shell",
    ),
    why=Text(
        "プログラムの文字列を見るだけで取り出せ、全機器で同じ裏口になります。消すには更新しかありません。",
        "Anyone reads it out of the program's strings; it is one back door for all devices, and only an update closes it.",
    ),
    remedy=Text(
        "埋め込みのアカウントを消し、機器ごとの認証情報を使います。保守の入口は利用者の許可で開きます。",
        "Remove the built-in account; use credentials that differ by device, and open service access by the user's consent.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-798", "CWE-912"),
    claims=("no-hidden-account", "no-shared-credential"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "アカウント名と並ぶ、パスワードらしい文字列だけを見ます。組み立てられる値は見えません。",
        "Sees only a password-like literal beside an account's name; not values that are computed.",
    ),
)

_COMPARES = frozenset(("strcmp", "strncmp", "strcasecmp", "strncasecmp", "memcmp", "bcmp"))
_RUNS = frozenset(
    (
        "system",
        "popen",
        "execl",
        "execlp",
        "execle",
        "execv",
        "execve",
        "execvp",
        "posix_spawn",
        "posix_spawnp",
    )
)
_ACCOUNTS = word_set(
    "root admin administrator service support user guest operator factory maintenance maint debug test tech "
    "technician engineer installer superuser super supervisor vendor oem diag manager master developer remote telecomadmin"
)
_SHELL = re.compile(r"^(?:/\w+)*/(?:ba|a|da)?sh$")
_NO_PASSWORD = re.compile(
    r"[\s%<>/\\{}\[\]()|;=\"'`,]|^-|^[A-Z0-9_]+$|^[a-z]+[A-Z][A-Za-z]*$|^\w+[-_.]\d+(?:\.\d+)*|\.(?:c|h|cpp|so|conf|txt|sh|html?|cgi|json|xml|log|py|js)(?:\.\d+)*$"
    r"|^v?\d+\.\d+|:$|^_|^lib|^[A-Z]{2,}[_-]|::|^\W|\.\.\.$|^\w+@\w+\.\w|^\d{1,4}[-:]\d"
)
_NEAR_BYTES = 64


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each program that compares strings, runs a shell, and holds an account's name
    right beside a password-like literal."""
    for tree in image.roots:
        for entry, content, facts in binaries(tree):
            if facts.executable and _able(content, facts) and (pair := _pair(content, facts)):
                name, password, offset = pair
                proof = f"{name} / {redacted(password)}, beside a shell call"
                yield CHECK.finding(at=tree.at(entry, offset=offset), proof=proof)


def _able(content: bytes, facts: Binary) -> bool:
    if not facts.static:
        return len(content) < 8 << 20 and bool(facts.names & _COMPARES) and bool(facts.names & _RUNS)
    return b"/bin/sh\0" in content and len(content) < 2 << 20


def _pair(content: bytes, facts: Binary) -> tuple[str, str, int] | None:
    before: tuple[int, str] | None = None
    found, shell = None, "system" in facts.names or "popen" in facts.names
    for offset, text in literals(content, facts):
        shell = shell or bool(_SHELL.match(text))
        if before is not None and found is None and offset - before[0] - len(before[1]) <= _NEAR_BYTES:
            if _account(before[1]) and _password(text):
                found = (before[1], text, offset)
            elif _account(text) and _password(before[1]):
                found = (text, before[1], before[0])
        before = (offset, text)
    return found if shell else None


def _account(text: str) -> bool:
    return text.lower() in _ACCOUNTS and not text.isupper()


def _password(text: str) -> bool:
    return 6 <= len(text) <= 24 and classes(text) >= 3 and not _NO_PASSWORD.search(text)
