"""What a sync did on one screen: the files, their records, what could not be read or reached."""

from collections.abc import Iterator

from mamoru.assessment.report.terminal.pen import BOLD, BRAND, Pen
from mamoru.jobs.vulns.sync import FileTaken, SyncTold
from mamoru.language import Text

DONE = Text(
    "脆弱性データを更新しました。ファイル {files}点、記録 {records}件",
    "The vulnerability data is up to date: files {files}, records {records}",
)
NOTHING_NEW = Text("新しいものはありませんでした。", "There was nothing new.")
TAKEN = Text(
    "バンドルの脆弱性データに入れ替えました（データ {day}）",
    "The vulnerability data is now that of the bundle (data of {day})",
)
SIGNER = Text("署名者の指紋: {fingerprint}", "Signer's fingerprint: {fingerprint}")
NOTHING = Text("何も読めませんでした。", "Nothing could be read.")
KEPT = Text("変わらないため読まなかったファイル: {n}", "Files left out because they are unchanged: {n}")
SKIPPED = Text("読めなかった記録 {n}件", "records that could not be read: {n}")
LOST = Text("途中から読めません: {why}", "cannot be read further: {why}")
UNKNOWN = Text(
    "脆弱性データではないファイル: {n}（{names}）", "Files that are no vulnerability data: {n} ({names})"
)
UNREACHED = Text("届かなかった情報源", "Feeds that were not reached")
WHERE = Text("保存先: {path}", "Kept at: {path}")
STATUS = Text("詳しく: mamoru vulns status", "More: mamoru vulns status")
MOST_FILES = 12
MOST_NAMES = 3


def sync_lines(told: SyncTold, pen: Pen) -> list[str]:
    """The result, then each file with its records."""
    if told.bundle is not None:
        lines = [pen.inked(pen.said(TAKEN, day=told.bundle.as_of or "?"), BRAND)]
        lines += pen.paragraph(pen.said(SIGNER, fingerprint=told.bundle.fingerprint), 3)
        return [*lines, "", " " + pen.said(WHERE, path=told.store), " " + pen.said(STATUS)]
    read = [file for file in told.files if not file.unchanged]
    if read:
        result = pen.said(DONE, files=len(read), records=f"{sum(file.records for file in read):,}")
    else:
        result = pen.said(NOTHING_NEW if told.files else NOTHING)
    lines = [pen.inked(result, BRAND)]
    lines += [line for file in _shown(read, pen) for line in _file(file, pen)]
    if kept := len(told.files) - len(read):
        lines.append("   " + pen.said(KEPT, n=kept))
    if told.unknown:
        names = ", ".join(
            pen.raw(name.replace("\\", "/").rpartition("/")[2]) for name in told.unknown[:MOST_NAMES]
        )
        lines += pen.paragraph(pen.said(UNKNOWN, n=len(told.unknown), names=names), 3)
    if told.unreached:
        lines += ["", " " + pen.inked(pen.said(UNREACHED), BOLD)]
        for feed in told.unreached:
            lines += pen.paragraph(f"{pen.raw(feed.feed)}: {pen.said(feed.why)}", 3)
    return [*lines, "", " " + pen.said(WHERE, path=told.store), " " + pen.said(STATUS)]


def _shown(files: list[FileTaken], pen: Pen) -> list[FileTaken]:
    if pen.style.verbose or len(files) <= MOST_FILES:
        return files
    worst = sorted(files, key=lambda file: (not file.lost, -file.skipped, -file.records))
    return worst[:MOST_FILES]


def _file(file: FileTaken, pen: Pen) -> Iterator[str]:
    name = pen.cut(pen.raw(file.path.replace("\\", "/").rpartition("/")[2]), 44)
    line = f"   {pen.padded(pen.raw(file.feed), 16)} {pen.padded(name, 44)} {file.records:>9,}"
    yield line + (f"  {pen.said(SKIPPED, n=file.skipped)}" if file.skipped else "")
    if file.lost:
        yield from pen.paragraph(pen.said(LOST, why=file.lost), 6)
