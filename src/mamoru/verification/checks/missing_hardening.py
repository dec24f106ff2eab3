"""Programs built without the basic defences against memory errors."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, NotApplicable, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.elf import Binary, binaries
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.image import Entry, FileTree, OpenedImage

CHECK = Check(
    id="FW-BIN-001",
    title=Text(
        "基本の防御なしにつくられたプログラムがあります", "A program is built without the basic defences"
    ),
    why=Text(
        "NX・PIE・RELRO・スタック保護がないと、メモリの誤り一つが任意のコード実行につながります。",
        "Without NX, PIE, RELRO and stack protection one memory error becomes code execution.",
    ),
    remedy=Text(
        "`-fPIE -pie -fstack-protector-strong -D_FORTIFY_SOURCE=2 -Wl,-z,relro,-z,now,-z,noexecstack` でつくり直します。",
        "Rebuild with `-fPIE -pie -fstack-protector-strong -D_FORTIFY_SOURCE=2 -Wl,-z,relro,-z,now,-z,noexecstack`.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-693",),
    claims=("memory-hardened",),
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "PIE か完全な RELRO だけを欠くもの（ディストリビューションに多い）は挙げません。",
        "What only lacks PIE or full RELRO, as many distributions build, is not told.",
    ),
)
REST = Text(
    "同じように防御を欠くプログラムがほかにもあります", "More programs lack the defences in the same way"
)
NO_PROGRAMS = Text("実行ファイル（ELF）がありません。", "There are no programs (ELF).")
_MOST_TOLD = 25


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each file without NX, or lacking three of the four; started and set-uid ones
    first, and after 25 the rest as one."""
    seen = False
    for tree in image.roots:
        lacking: list[tuple[Entry, Binary]] = []
        for entry, _, facts in binaries(tree):
            seen = True
            if not facts.no_execute or len(facts.lacking) >= 3:
                lacking.append((entry, facts))
        yield from _told(tree, lacking)
    if not seen:
        yield NotApplicable(reason=NO_PROGRAMS)


def _told(tree: FileTree, lacking: list[tuple[Entry, Binary]]) -> Iterator[Observation]:
    exposed = {one.program for one in started(tree)}
    lacking.sort(
        key=lambda pair: (
            not pair[0].mode & 0o4000,
            pair[0].path not in exposed,
            not pair[1].executable,
            pair[0].path,
        )
    )
    for entry, facts in lacking[:_MOST_TOLD]:
        yield CHECK.finding(at=tree.at(entry), proof="lacks " + ", ".join(facts.lacking))
    if rest := lacking[_MOST_TOLD:]:
        names = ", ".join(entry.path for entry, _ in rest[:5])
        yield CHECK.finding(at=tree.at("/"), proof=f"{len(rest)}: {names} …", title=REST)
