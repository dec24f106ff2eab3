"""Programs that everybody runs with root's rights."""

import re
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.elf import MOST_BINARY_BYTES, binary
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import Entry, FileTree, OpenedImage

CHECK = Check(
    id="FW-PRIV-001",
    title=Text(
        "root の権限で動く set-uid プログラムがあります", "A program of the maker's own is set-uid root"
    ),
    why=Text(
        "弱点が一つあれば、機器の中の誰もが root になれます。",
        "One weakness in it makes anybody on the device root.",
    ),
    remedy=Text(
        "set-uid を外し、要る操作だけを root のサービスに任せるか、`setcap` で必要な権限だけを与えます。",
        "Remove set-uid; let a root service do what is needed, or give the one capability with `setcap`.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-250",),
    claims=("least-privilege",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
)
CALLS_SHELL = Text(
    "set-uid root のプログラムがシェルを呼び出します", "A set-uid root program calls the shell"
)
ANYTHING = Text(
    "どんな命令も root で動かせるプログラムが set-uid です", "A program that runs anything is set-uid root"
)
SCRIPT = Text("スクリプトに set-uid が付いています", "A script is set-uid")
_KNOWN = word_set(
    "su sudo passwd ping ping6 mount umount chsh chfn newgrp gpasswd chage expiry fusermount fusermount3 pkexec "
    "polkit-agent-helper-1 dbus-daemon-launch-helper ssh-keysign unix_chkpwd pppd traceroute traceroute6 busybox "
    "crontab at wall write login bbsuid busybox.suid mount.nfs mount.cifs ntfs-3g exim4 sendmail arping doas "
    "snap-confine chrome-sandbox Xorg.wrap vmware-user-suid-wrapper pam_timestamp_check sg newuidmap newgidmap"
)
_RUNS_ANYTHING = word_set(
    "sh bash ash dash zsh env find vi vim nano ed awk gawk perl python python3 lua php node tar cp dd nc socat "
    "strace gdb tcpdump nmap less more man tee chmod chown make git rsync ld.so"
)
_SHELL_CALLS = frozenset(("system", "popen", "execlp", "execvp", "execvpe", "wordexp"))


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each program that runs as root for everybody and is not one of the usual."""
    for tree in image.roots:
        for entry in tree.files:
            if entry.mode & 0o4000 and entry.mode & 0o111 and entry.uid == 0:
                yield from _told(tree, entry)


def _told(tree: FileTree, entry: Entry) -> Iterator[Observation]:
    name = re.sub(r"(?<=[a-z])[\d.]+$", "", entry.path.rsplit("/", 1)[-1])
    proof = f"mode {entry.mode:04o}"
    if name in _RUNS_ANYTHING:
        yield CHECK.finding(at=tree.at(entry), proof=proof, title=ANYTHING, severity=Severity.CRITICAL)
        return
    content = tree.read(entry, most=MOST_BINARY_BYTES)
    if content[:2] == b"#!":
        yield CHECK.finding(at=tree.at(entry), proof=proof, title=SCRIPT, severity=Severity.HIGH)
    elif name not in _KNOWN and entry.path.rsplit("/", 1)[-1] not in _KNOWN:
        try:
            calls = sorted(binary(content).names & _SHELL_CALLS)
        except FormatError:
            calls = []
        if calls:
            proof += ", calls " + ", ".join(f"{call}()" for call in calls)
            yield CHECK.finding(
                at=tree.at(entry),
                proof=proof,
                title=CALLS_SHELL,
                severity=Severity.HIGH,
                cwe=("CWE-250", "CWE-78"),
            )
        else:
            yield CHECK.finding(at=tree.at(entry), proof=proof)
