"""The words that the reports themselves say; what is asked, found and advised brings its own."""

from mamoru.language import Text, both

BRAND = Text("守る", "Mamoru")

# What was looked at, in one line.
RELEASE = Text("ファームウェア {release}", "firmware {release}")
POINTS = Text("{n}項目", "{n} points")
LOOKED = Text(
    "ファームウェア {size} を開き、部品 {parts}、弱点 {weak}{critical}{unopened} を確認。",
    "Firmware ({size}) opened: {parts} components, {weak} weaknesses{critical}{unopened}.",
)
CRITICAL = Text("（緊急 {n}）", " ({n} critical)")
UNOPENED = Text("、開けない所 {n}", ", {n} unopened")
GAP = Text("{size} を開けません: {why}", "{size} not opened: {why}")
NO_IMAGE = Text("ファームウェアは渡されていません。", "No firmware image was handed in.")
WEAK = Text("弱点 {n}件", "{n} weaknesses")
NO_WEAK = Text("調べた範囲に弱点は見つかりません", "no weakness in what could be looked at")
INSIDE_LINE = Text(
    "{size}、ファイル {files}、部品 {parts}{unopened} を確認。",
    "{size}: {files} files, {parts} components{unopened}.",
)

# What to do next.
NEXT = Text("次にすること", "What to do next")
MEND = Text("直す: {title}", "Mend: {title}")
SHOW = Text("示す: {title}", "Show: {title}")
AND_MORE = Text("ほか{n}件", "{n} more")
AND_MORE_PLACES = Text("ほか{n}か所", "{n} more places")
AND_MORE_PARTS = Text("ほか{n}点", "{n} more")
NOTHING_NEXT = Text("いま挙げられることはありません。", "Nothing is left to name.")

# Where to read on.
READ_ON = Text("詳しく: {path}", "More: {path}")
WHY = Text("なぜこの判定か: {command} explain {id}", "Why so: {command} explain {id}")
NOT_LOOKED_N = Text("見ていないもの {n}点（-v で表示）", "{n} things not looked at (see -v)")
NOT_LOOKED = Text("見ていないもの", "What was not looked at")
EVERYTHING = Text("すべての弱点: {command} firmware check {path}", "All weaknesses: {command} firmware check {path}")

# A bare image.
INSIDE = Text("中にあるもの", "What is inside")
NO_COMPONENT = Text("部品は見分けられませんでした。", "No component could be identified.")
WRONG = Text("弱点（重い順）", "What is wrong, worst first")
MEANS = Text("技術的対策でいうと", "What it means for the technical measures")
GO_ON = Text("続けるには", "How to go on")
DRAFT = Text(
    "{command} init --from {path}",
    "{command} init --from {path}",
)
DRAFT_WHY = Text(
    "見えたことから製品ファイルの下書きをつくります。書き足すと、方針・体制・運用まで確かめられます。",
    "drafts the product file from what was seen; filled in, it brings policy, organisation and operation into view.",
)
STRETCH_OPENED = Text("開いた", "opened")
STRETCH_UNOPENED = Text("開けない", "not opened")
STRETCH_PADDING = Text("空き", "empty")

# Every requirement.
EVERY = Text("すべての項目", "Every point")
REASON = Text("理由", "Why")
NEXT_ONE = Text("次", "Next")
READING = Text("原文を確認できていない項目です。", "This reading of the source could not be confirmed.")
UNKNOWN_VERSION = Text("版は不明", "version unknown")
SHA256 = both("sha256")
