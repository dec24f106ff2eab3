"""Debug servers and recorders that a start file starts."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import Started, started
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-003",
    title=Text("デバッグ用のサービスが起動します", "A debug service is started"),
    why=Text(
        "gdbserver や adbd は、つないだ人に機器の完全な操作を許します。tcpdump は利用者の通信を記録します。",
        "gdbserver and adbd hand the whole device to who connects; tcpdump records the users' traffic.",
    ),
    remedy=Text(
        "出荷用の構成から起動の行とプログラムを除きます。",
        "Remove the start line and the program from the production build.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-489",),
    claims=("debug-closed", "no-needless-service"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_DEBUG = frozenset(
    (
        "gdbserver",
        "lldb-server",
        "adbd",
        "tcpdump",
        "tcf-agent",
        "perf",
        "strace",
        "openocd",
        "iperf",
        "iperf3",
        "frida-server",
        "valgrind",
        "ser2net",
    )
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each start line."""
    for tree in image.roots:
        for one in started(tree):
            if one.name in _DEBUG or _kgdb(one):
                absent = "" if one.present else f" ({one.program} is not in the image)"
                yield CHECK.finding(at=one.at, proof=one.text + absent)


def _kgdb(one: Started) -> bool:
    return one.name == "modprobe" and bool({"kgdboc", "kgdb"}.intersection(one.arguments))
