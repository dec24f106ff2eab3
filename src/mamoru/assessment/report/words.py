"""The words that the reports themselves say; what is asked, found and advised brings its own."""

from mamoru.language import Text, both

BRAND = Text("守る", "Mamoru")

# What was looked at, in one line.
RELEASE = Text("ファームウェア {release}", "firmware {release}")
POINTS = Text("{n}項目", "{n} points")
LOOKED = Text(
    "ファームウェア {size}: 部品 {parts}、弱点 {weak}件{critical}{unopened}。",
    "Firmware ({size}): {parts} components, {weak} weaknesses{critical}{unopened}.",
)
CRITICAL = Text("（緊急 {n}）", " ({n} critical)")
UNOPENED = Text("、開けない所 {n}か所", ", {n} unopened")
GAP = Text("{size} を開けません: {why}", "{size} not opened: {why}")
NO_IMAGE = Text("ファームウェアは渡されていません。", "No firmware image was handed in.")
WEAK = Text("弱点 {n}件", "weaknesses: {n}")
FOUND = Text("検出事項 {n}件", "findings: {n}")
LOOKED_SHARE = Text("調べられた範囲: {share}", "Looked at: {share}")
NO_WEAK = Text("調べた範囲に弱点は見つかりません", "no weakness in what could be looked at")
INSIDE_LINE = Text(
    "{size}: ファイル {files}、部品 {parts}{unopened}。",
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
WHY = Text("なぜこの判定か: {command} explain {id}{place}", "Why so: {command} explain {id}{place}")
NOT_LOOKED_N = Text("見ていないもの {n}点（-v で表示）", "not looked at: {n} (see -v)")
NOT_LOOKED = Text("見ていないもの", "What was not looked at")

# A bare image.
INSIDE = Text("中にあるもの", "What is inside")
NO_COMPONENT = Text("部品は見分けられませんでした。", "No component could be identified.")
WRONG = Text("弱点（重い順）", "What is wrong, worst first")
MEANS = Text("技術的対策への影響", "What it means for the technical measures")
GO_ON = Text("続けるには", "How to go on")
DRAFT_WHY = Text(
    "見えたことから製品ファイルの下書きをつくります。書き足すと、方針・体制・運用まで確かめられます。",
    "drafts the product file from what was seen; filled in, it brings policy, organisation and operation into view.",
)
EVERY_WEAKNESS = Text(
    "すべての弱点を、根拠と直し方とともに示します。",
    "shows every weakness with its proof and how to mend it.",
)
STRETCH_OPENED = Text("開いた", "opened")
STRETCH_UNOPENED = Text("開けない", "not opened")
STRETCH_PADDING = Text("空き", "empty")

# Every requirement.
NEXT_ONE = Text("次", "Next")
READING = Text("原文を確認できていない項目です。", "This reading of the source could not be confirmed.")
SHA256 = both("sha256")

# The page.
PHASE_BY_PHASE = Text("段階ごと", "By phase")
TECHNICAL = Text("②の技術的対策", "Technical measures of phase 2")
TECHNICAL_ALONE = Text("技術的対策", "Technical measures")
DESIGN = Text("守るものと脅威", "What is at risk")
DESIGN_ABOUT = Text(
    "製品ファイルから描いたデータフロー図と、この製品に当てはまる主な脅威です。脅威ごとに、当てはまる理由とリスク、対策の証跡を示します。",
    "The data-flow diagram drawn from the product file, and the main threats to this product, each with why it is there, its risk, and what is shown against it.",
)
THREATS = Text("主な脅威", "Main threats")
THREAT_WHAT = Text("何が起こるか", "What happens")
THREAT_WHY = Text("この製品に当てはまる理由", "Why this product")
THREAT_ASSETS = Text("守るもの", "At stake")
THREAT_RISK = Text("リスク", "Risk")
THREAT_RESIDUAL = Text("残るリスク:", "Left over:")
THREAT_DECISION = Text("対応", "Decision")
THREAT_COUNTERED = Text("対策", "Countered by")
THREATS_MORE = Text(
    "ほかに{n}件の脅威があり、{excluded}件はこの製品に当てはまりません。確かめたい点は{questions}件です。すべては mamoru design -v で見られます。",
    "{n} more threats apply, {excluded} do not; {questions} questions are open. mamoru design -v tells all.",
)
FINDINGS = Text("検出事項", "Findings")
FIRMWARE = Text("ファームウェアの中", "Inside the firmware")
STANDARDS = Text("ほかの基準", "Other standards")
METHOD = Text("方法と限界", "Method and limits")
AS_OF = Text("{on} 現在", "as of {on}")
NO_STATE = Text("評価した基準はありません。", "No standard was assessed.")
ONLY_IMAGE = Text(
    "ファームウェアだけを見た結果です。方針・体制・設計・運用は、製品ファイルがないため見ていません。",
    "This speaks of the firmware alone. Policy, organisation, design and operation were not looked at: there is no product file.",
)
SINCE = Text("前の版（{since}）から", "Since the last release ({since})")
SINCE_GONE = Text("なくなった弱点 {n}", "weaknesses gone: {n}")
SINCE_NEW = Text("新しい弱点 {n}", "new weaknesses: {n}")
SINCE_PARTS = Text("変わった部品 {n}", "components changed: {n}")
SUPPORT = Text("サポート期間", "Support period")
SUPPORT_UNTIL = Text("{until} まで", "until {until}")
SUPPORT_OVER = Text("{until} に終わっています", "ended on {until}")
NOT_STATED = Text("決まっていません", "not stated")
EXECUTIVE = Text("経営者", "Executive")
SECURITY = Text("セキュリティ", "Security")
UNSEEN = Text("見ていないもの:", "Not looked at:")

# What has a day, and what must be decided.
EXPLOITED_HEAD = Text("悪用が確認された脆弱性", "exploited vulnerabilities")
OVERDUE_HEAD = Text("期限を過ぎたもの", "things overdue")
TO_DECIDE_HEAD = Text("出荷の前に決めること", "to decide before it ships")
KNOWN_HEAD = Text("既知の脆弱性", "known vulnerabilities")
TO_DECIDE = Text("出荷の前に決めること", "To decide before it may ship")
NOTHING_TO_DECIDE = Text("決まっていないものは見つかりませんでした。", "Nothing undecided was found.")
DEADLINES = Text("期限", "Deadlines")
NO_DEADLINE = Text(
    "90日以内に期限が来るものは、ファイルに書かれていません。",
    "The files name nothing that ends within 90 days.",
)
NEXT_DAY = Text("次の期限: {what}（{on}）", "Next: {what} ({on})")
PRINT_ALL = Text("付録も印刷する", "Print the appendices too")
PRINTED_SHORT = Text(
    "印刷は要約です。証跡・直し方・すべての項目は、画面で「付録も印刷する」を選ぶと印刷されます。",
    "This print is the short form; “Print the appendices too” on the screen adds evidence, remedies and every point.",
)
LOOKED_AT = Text("見たもの:", "Looked at:")
NOTHING_SEEN = Text(
    "中身を見られたものがないため、判定していません。", "Nothing could be looked at, so nothing is judged."
)
LINK = Text("公表元", "record")
PLACES = Text("{n}か所", "{n} places")
TITLE = Text("内容", "What it is")

# All products of a workspace.
PRODUCTS_HEAD = Text("製品", "products")
EXPLOITED_TITLE = Text("悪用が確認された脆弱性", "Exploited vulnerabilities")
NOT_MATCHED = Text(
    "脆弱性データと照合できていない製品があります。",
    "Not every product could be matched with the vulnerability data.",
)
ALL_PRODUCTS = Text("製品の一覧", "All products")
ALL_SENTENCE = Text(
    "{n}製品のうち、悪用が確認された脆弱性のあるものが{exploited}製品、期限を過ぎたもののあるものが{overdue}製品、出荷の前に決めることのあるものが{open}製品です。",
    "{n} products: {exploited} with exploited vulnerabilities, {overdue} with something overdue, {open} with something to decide before shipping.",
)
PRODUCT_AND_RELEASE = Text("製品と版", "Product and release")
HOLDS_OF = Text("満たす", "holds")
OVERDUE_AND_NEAR = Text("期限を過ぎたもの・近いもの", "Overdue and near")
NOTHING_OVERDUE = Text("90日以内の期限はありません。", "Nothing ends within 90 days.")
EXPLOITED_NONE = Text(
    "悪用が確認された脆弱性は見つかりませんでした。", "No exploited vulnerability was found."
)

# A measure's card.
SAME_POINT = Text("ほかの基準の近い項目", "Related points of other standards")
CASE = Text("事例: {maker}", "A case: {maker}")
SITUATION = Text("状況", "Situation")
MEASURE = Text("対策", "Measure")
GAIN = Text("得られたこと", "Gain")
SOURCE = Text("出典", "Source")
BY_PERSON = Text("記録: {by}", "recorded by {by}")
OPTIONAL = Text("任意", "optional")
RECOMMENDED = Text("推奨", "recommended")
CHANGED_PARTS = Text("部品の変更", "Components changed")

# Findings.
SEVERITY = Text("深刻度", "Severity")
MEASURES = Text("対策", "Measure")
FILE_TEXT = Text("ファイル名・語句", "File or word")
SHOWN_OF = Text("件を表示", "shown")
NO_FINDING = Text(
    "調べた範囲で弱点は見つかりませんでした。", "No weakness was found in what could be looked at."
)
WHAT = Text("検出事項", "Finding")
WHERE = Text("場所", "Where")
CHECK = Text("検査", "Check")
PROOF = Text("根拠", "Proof")
WHY_IT_MATTERS = Text("なぜ問題か", "Why it matters")
HOW_TO_MEND = Text("直し方", "How to mend it")
REFERENCES = Text("分類", "Classification")
CONTAINER = Text("区画", "partition")
ACCEPTED_FINDINGS = Text("受容している弱点", "Accepted weaknesses")
CUT_OFF = Text(
    "重い順に{n}件を載せています。すべては check.json にあります。",
    "The {n} gravest are listed here; all are in check.json.",
)

# Inside the firmware.
FLASH = Text("フラッシュの配置", "Layout of the flash")
COMPONENTS = Text("部品", "Components")
COMPONENT = Text("部品", "Component")
VERSION = Text("版", "Version")
LICENCE = Text("ライセンス", "Licence")
SEEN_AT = Text("見分けた根拠", "Identified by")
CERTAINTY = Text("確からしさ", "Certainty")
FILES = Text("ファイル", "Files")
UNOPENED_HEADING = Text("開けなかった所", "What could not be opened")
OPAQUE = Text("中身が見えなくても判定に響かない所です。", "That it stays closed does not touch the result.")
SERIOUS = Text("ここに何があるかは分かりません。", "What lies here is not known.")
ALL_OPENED = Text("すべて開けました。", "Everything was opened.")
UNKNOWN = Text("不明", "unknown")
METHODS = {
    "package-database": Text("パッケージの記録", "package database"),
    "build-manifest": Text("ビルドの記録", "build manifest"),
    "manifest": Text("パッケージの目録", "manifest"),
    "package-note": Text("パッケージの注記", "package note"),
    "debug-link": Text("デバッグ情報の名前", "debug link"),
    "version-string": Text("版の文字列", "version string"),
    "soname": Text("ライブラリ名", "library name"),
    "file-name": Text("ファイル名", "file name"),
    "kernel-banner": Text("カーネルの表示", "kernel banner"),
    "declared": Text("記載", "declared"),
}

# Other standards.
POINT = Text("項目", "Point")
STATE = Text("状態", "State")
REASON_AND_NEXT = Text("理由と次の一手", "Reason and next step")
UNCONFIRMED = Text("原文を確認できていない点", "Readings that no one could confirm")
UNCONFIRMED_MARK = Text("※ 原文未確認", "※ source not confirmed")
EDITION = Text("版: {edition}", "edition {edition}")
ORDER_OF_PAPER = Text(
    "それぞれの基準の文書の順に並べています。状態は対応表から写したものではなく、証跡から基準ごとに判定しています。",
    "Each in the order of its own paper. States are judged from the evidence for each standard, never copied along a mapping.",
)

# Method and limits.
NOTHING_LEAVES = Text(
    "ファームウェアや文書の内容が、この端末の外に送られることはありません。",
    "Nothing of the firmware or the documents leaves this machine.",
)
WHAT_THIS_IS = Text(
    "この報告書は、示された証跡から、その日にどこまでできているかを述べるものです。認証でも、ラベルでも、適合宣言でもありません。",
    "This report says, from the evidence shown, where the product stands on that day. It is no certification, no label and no declaration of conformity.",
)
HOW_JUDGED = Text(
    "判定は「求められること」「つくったもの」「示されたもの」と日付だけから決まります。証跡がない項目は「満たす」と判定せず、記載だけのものは計測と区別します。",
    "States follow only from what is asked, what is made, what is shown, and the day. What has no evidence does not stand, and a word in a file never passes for a measurement.",
)
MADE_BY = Text("作成", "Made by")
MADE_AT = Text("作成日時", "Made at")
DAY = Text("評価日", "Day of the assessment")
CATALOGUE = Text("基準データ", "Catalogue")
RAN = Text("行った検査", "Checks that ran")
INPUTS = Text("もとにしたファイル", "Files it rests on")
FILE = Text("ファイル", "File")
OUTCOME = Text("結果", "Outcome")
SUBJECT = Text("対象", "Subject")
MARKS = Text("印の意味", "What the signs mean")
MARKS_MEAN = {
    "holds": Text(
        "必要な証跡が、求められる確かさですべてそろっています。",
        "Every claim needed is shown at the grade asked.",
    ),
    "partly": Text(
        "一部の証跡がそろっています。反する証跡はありません。", "Some is shown, nothing speaks against it."
    ),
    "falls-short": Text(
        "反する証跡（弱点など）が見つかっています。", "Something was found that speaks against it."
    ),
    "not-shown": Text(
        "証跡がありません。できていないとは限りません。",
        "Nothing shows it. That does not mean that it is not done.",
    ),
    "indeterminate": Text(
        "判定に必要なものを見られませんでした。", "What would decide it could not be looked at."
    ),
    "accepted": Text(
        "期限を決めて、名前のある人がリスクを受容しています。",
        "A named person accepted the risk until a date.",
    ),
    "not-applicable": Text("製品の特徴から、求められません。", "The product’s facts exclude it."),
}
GRADES_HEADING = Text("証跡の確かさ", "Grades of evidence")
GRADES_MEAN = {
    "declared": Text("誰かがファイルに書いたもの", "someone wrote so in a file"),
    "attested": Text(
        "名前のある人が、文書や試験の結果とともに記録したもの",
        "a named person recorded it with a document or a test result",
    ),
    "measured": Text("検査が、この製品そのもので見たもの", "a check saw it on this very product"),
}
OUTCOMES = {
    "pass": Text("確認できた", "shown"),
    "fail": Text("弱点あり", "weakness found"),
    "not-shown": Text("証跡なし", "not shown"),
    "not-applicable": Text("該当しない", "not applicable"),
    "inconclusive": Text("確認できない", "indeterminate"),
}
SUBJECTS = {
    "maker": Text("会社", "maker"),
    "product": Text("製品", "product"),
    "release": Text("版", "release"),
    "image": Text("イメージ", "image"),
}

# Published vulnerabilities of the components.
VULNERABILITIES = Text("既知の脆弱性", "Known vulnerabilities")
VULNERABILITY = Text("脆弱性", "Vulnerability")
KNOWN_IN = Text(
    "部品{parts}点に、公表された脆弱性が{n}件当てはまり、対応が決まっていません。",
    "{n} published vulnerabilities of {parts} components have no answer yet.",
)
EXPLOITED_N = Text("うち{n}件は悪用が確認されています。", "{n} of them are known to be exploited.")
NONE_KNOWN = Text("対応が未定の既知の脆弱性は、ありません。", "No known vulnerability is without an answer.")
UNDECIDED_N = Text(
    "当てはまるか決められないものが{n}件あります。", "Of {n} it could not be decided whether they apply."
)
RULED_OUT_N = Text(
    "範囲には入るが、より確かな情報源などから当てはまらないと分かるものが{n}件あります。",
    "{n} lie in a range, and a surer source or the build rules them out.",
)
UNCOVERED = Text("どの情報源にも載っていない部品: {names}", "Components that no source knows: {names}")
DATA_BUILT_IN = Text(
    "照合したデータ: 同梱の要点（{day} 時点）。mamoru vulns sync で最新の全件になります。",
    "Matched with the built-in facts (as of {day}). mamoru vulns sync brings everything.",
)
DATA_SYNCED = Text(
    "照合したデータ: 手元の脆弱性データ（{day} 時点）。",
    "Matched with the local vulnerability data (as of {day}).",
)
URGENCY = Text("対応の時期", "When")
URGENCIES = {
    "immediate": Text("すぐに", "immediately"),
    "out-of-cycle": Text("次の更新を待たずに", "before the next update"),
    "scheduled": Text("次の更新で", "with the next update"),
    "defer": Text("様子を見る", "watch"),
}
EXPLOITED = Text("悪用あり", "exploited")
MENDED_IN = Text("修正版", "Mended in")
SCORE = Text("CVSS", "CVSS")
BY_COMPONENT = Text("部品ごとの件数", "By component")
KNOWN_CUT = Text("急ぐものから{n}件を示しています。", "The {n} most urgent are shown.")
KNOWN_LINE = Text(
    "既知の脆弱性 {n}件（部品 {parts}点{exploited}）",
    "Known vulnerabilities: {n} in {parts} components{exploited}",
)
KNOWN_ANSWERED = Text("、回答済み {n}件", ", {n} answered")
KNOWN_ALL_ANSWERED = Text(
    "既知の脆弱性 未回答 0件、回答済み {n}件", "Known vulnerabilities: none open, {n} answered"
)
KNOWN_EXPLOITED = Text("、悪用あり {n}件", ", {n} exploited")
