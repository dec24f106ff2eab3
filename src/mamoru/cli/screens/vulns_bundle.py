"""A bundle that was made, on one screen: where it is, and what its receiver compares."""

from mamoru.assessment.report.terminal.pen import BOLD, BRAND, Pen
from mamoru.jobs.vulns.bundle import BundleTold
from mamoru.language import Text

DONE = Text("バンドルをつくりました: {path}", "A bundle was made: {path}")
SIZE = Text(
    "{bytes:,} バイト（もとのデータ {store:,} バイト、{day} のもの）",
    "{bytes:,} bytes (of {store:,} bytes of data, of {day})",
)
UNTIL = Text("取り込めるのは {day} まで。", "It can be taken in until {day}.")
FINGERPRINT = Text("署名者の指紋", "The signer's fingerprint")
COMPARE = Text(
    "受け取る人に、ファイルとは別の手段（電話など）で伝えてください。",
    "Tell it to the receiver by another way than the file (a call).",
)
TAKE = Text(
    "取り込むには: mamoru vulns sync --from {name}（はじめては --trust '指紋' を付ける）",
    "To take it in: mamoru vulns sync --from {name} (the first time with --trust 'FINGERPRINT')",
)


def bundle_lines(told: BundleTold, pen: Pen) -> list[str]:
    """The file, its size and validity, the fingerprint, and what to do with it."""
    made = told.made
    lines = [pen.inked(line, BRAND) for line in pen.paragraph(pen.said(DONE, path=made.path), 0)]
    lines += pen.paragraph(pen.said(SIZE, bytes=made.bytes, store=made.store_bytes, day=made.as_of or "?"), 3)
    lines += pen.paragraph(pen.said(UNTIL, day=made.expires.date()), 3)
    lines += ["", " " + pen.inked(pen.said(FINGERPRINT), BOLD)]
    lines += pen.paragraph(pen.raw(made.fingerprint), 3)
    lines += pen.paragraph(pen.said(COMPARE), 3)
    name = made.path.replace("\\", "/").rpartition("/")[2]
    return [*lines, "", *pen.paragraph(pen.said(TAKE, name=name), 1)]
