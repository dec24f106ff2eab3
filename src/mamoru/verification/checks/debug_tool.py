"""Tools for developers and attackers that were left in."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-LEFT-001",
    title=Text("開発用のツールが製品に残っています", "A development tool is left in the product"),
    why=Text(
        "侵入した人が、秘密を読み出したり、ほかの機器を調べたりする道具になります。",
        "For an intruder it is a ready tool to read secrets out and to explore other devices.",
    ),
    remedy=Text("出荷用の構成からパッケージを除きます。", "Remove the package from the production build."),
    severity=Severity.MEDIUM,
    cwe=("CWE-489", "CWE-1242"),
    claims=("code-minimised",),
    subject=SubjectKind.FIRMWARE,
    limits=Text(
        "名前の知られたツールだけを見ます。BusyBox の中のものは挙げません。",
        "Knows tools by name; those inside BusyBox are not told.",
    ),
)

_TOOLS = word_set(
    "strace ltrace gdb gdbserver lldb lldb-server tcpdump tshark dumpcap nmap ncat netcat nc.openbsd nc.traditional socat hping3 "
    "ettercap aircrack-ng valgrind perf bpftrace iperf iperf3 gcc cc g++ clang tcc make cmake objdump readelf as ld.bfd nm "
    "frida-server adbd openocd flashrom i2cdetect i2cdump i2cset devmem devmem2 memtester stress stress-ng kgdb drgn sqlmap john "
    "hydra mtd_debug evtest rpcdebug"
)
_MINOR = word_set(
    "iperf iperf3 i2cdetect i2cdump i2cset evtest memtester stress stress-ng make nm readelf objdump mtd_debug"
)
_FOLDERS = (
    "/bin/",
    "/sbin/",
    "/usr/bin/",
    "/usr/sbin/",
    "/usr/local/bin/",
    "/usr/local/sbin/",
    "/opt/",
    "/root/",
    "/home/",
    "/app/",
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each tool that is a file of its own."""
    for tree in image.roots:
        for entry in tree.files:
            name = entry.path.rsplit("/", 1)[-1]
            if (
                name in _TOOLS
                and entry.path.startswith(_FOLDERS)
                and entry.size > 0
                and tree.read(entry, most=4) == b"\x7fELF"
            ):
                yield CHECK.finding(
                    at=tree.at(entry), proof=name, severity=Severity.LOW if name in _MINOR else None
                )
