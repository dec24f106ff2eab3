"""Consoles that give a shell without a login."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import Started, started
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-CON-001",
    title=Text("シリアルコンソールで認証なしにシェルが開きます", "The console gives a shell without a login"),
    why=Text(
        "基板の端子につないだ人が、パスワードなしで root になり、鍵やファームウェアを取り出せます。",
        "Who connects to the board's pins is root without a password, and can take keys and firmware out.",
    ),
    remedy=Text(
        "inittab の行を `getty`（パスワードあり）に替えるか、出荷用の構成から外します。",
        "Replace the inittab line by `getty` with a password, or take it out of the production build.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-1191", "CWE-306"),
    claims=("debug-closed", "physical-ports-guarded"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_SHELLS = frozenset(("sh", "ash", "bash", "dash", "zsh", "sulogin.sh", "cttyhack"))
_CONSOLE = re.compile(r"^(?:tty\w*|console|hvc\d+|ttyS\d+|)$")
_GETTY = ("getty", "agetty", "mgetty", "mingetty", "fgetty")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line of inittab or unit that gives a shell."""
    for tree in image.roots:
        for one in started(tree):
            if _gives_shell(tree, one):
                yield CHECK.finding(at=one.at, proof=one.text)


def _gives_shell(tree: FileTree, one: Started) -> bool:
    interactive = one.by == "inittab" and not any(a.startswith("/") or a == "-c" for a in one.arguments)
    if interactive and one.name in _SHELLS and _CONSOLE.match(one.terminal):
        return True
    if one.name in _GETTY:
        login = _after(one.arguments, "-l", "--login-program").rsplit("/", 1)[-1]
        skips = any(re.fullmatch(r"-[A-Za-z]*n[A-Za-z]*|--skip-login", a) for a in one.arguments)
        user = _after(one.arguments, "-a", "--autologin")
        return (login in _SHELLS and skips) or login in _SHELLS or user == "root"
    if one.name == "login":
        return _after(one.arguments, "-f") == "root" or "-froot" in one.arguments
    if one.program == "/usr/libexec/login.sh":  # OpenWrt asks for a password only where ttylogin says so
        return not re.search(r"option\s+ttylogin\s+'?1", tree.text("/etc/config/system") or "")
    return False


def _after(words: tuple[str, ...], *names: str) -> str:
    for at, word in enumerate(words):
        if word in names:
            return words[at + 1] if at + 1 < len(words) else ""
        if any(word.startswith(name + "=") for name in names):
            return word.partition("=")[2]
    return ""
