"""One changed file on one line, and which of many are the most telling."""

from mamoru.assessment.report.plain_text import size
from mamoru.assessment.report.terminal.pen import Pen
from mamoru.language import Text
from mamoru.verification.firmware.file_changes import FileAspect, FileChange, FileChanges, FileState
from mamoru.verification.firmware.image import EntryKind

CONTENTS = Text("中身", "contents")
KIND = Text("種類", "kind")
MODE = Text("権限", "mode")
OWNER = Text("所有者", "owner")
TARGET = Text("リンク先", "target")
_SPECIAL = 0o6000  # set-user-id, set-group-id
_ANYBODY = 0o002
_RUNS = 0o111
_SETTINGS = ("/etc/", "/init", "/boot/", "/usr/lib/systemd/", "/lib/systemd/")


def telling(changes: FileChanges) -> list[FileChange]:
    """All changes, the most telling first: rights of root gained or lost, then rights and owners changed, settings and
    start scripts, programs, the rest; folders last."""
    return sorted((*changes.changed, *changes.new, *changes.gone), key=lambda each: (_rank(each), each.path))


def _rank(change: FileChange) -> int:
    state = change.new or change.old
    if state is None or state.kind is EntryKind.DIRECTORY:
        return 9 if state is None or not change.aspects else 3
    gained = _bits(change.new) & ~_bits(change.old)
    if gained & _SPECIAL:
        return 0
    if (gained & _ANYBODY and state.kind is EntryKind.FILE) or _bits(change.old) & ~_bits(
        change.new
    ) & _SPECIAL:
        return 1
    if {FileAspect.MODE, FileAspect.OWNER, FileAspect.KIND}.intersection(change.aspects):
        return 2
    if change.path.startswith(_SETTINGS):
        return 4
    if _bits(state) & _RUNS and state.kind is EntryKind.FILE:
        return 5
    return 6


def _bits(state: FileState | None) -> int:
    return 0 if state is None else int(state.mode, 8)


def file_line(change: FileChange, pen: Pen) -> str:
    """`~ /bin/busybox  contents 1.1 MiB → 1.2 MiB`; what stands at the end gives way last."""
    if change.old is not None and change.new is not None:
        told = ", ".join(_aspect(each, change.old, change.new, pen) for each in change.aspects)
        sign = "~"
    else:
        state = change.new or change.old
        told = _alone(state, pen) if state else ""
        sign = "-" if change.new is None else "+"
    left = f"   {sign} {pen.raw(change.path)}"
    return left + "  " + told if pen.style.verbose else pen.apart(left, pen.cut(told, pen.width // 2))


def _alone(state: FileState, pen: Pen) -> str:
    if state.kind is EntryKind.LINK:
        return pen.raw(f"→ {state.target}")
    if state.kind is not EntryKind.FILE:
        return state.kind.value
    return f"{state.mode} {size(state.size)}"


def _aspect(aspect: FileAspect, old: FileState, new: FileState, pen: Pen) -> str:
    arrow = pen.raw(" → ")
    match aspect:
        case FileAspect.CONTENTS:
            sizes = size(old.size), size(new.size)
            return f"{pen.said(CONTENTS)} {arrow.join(dict.fromkeys(sizes))}"
        case FileAspect.KIND:
            return f"{pen.said(KIND)} {old.kind.value}{arrow}{new.kind.value}"
        case FileAspect.MODE:
            return f"{pen.said(MODE)} {old.mode}{arrow}{new.mode}"
        case FileAspect.OWNER:
            return f"{pen.said(OWNER)} {old.uid}:{old.gid}{arrow}{new.uid}:{new.gid}"
        case FileAspect.TARGET:
            return f"{pen.said(TARGET)} {pen.raw(str(old.target))}{arrow}{pen.raw(str(new.target))}"
