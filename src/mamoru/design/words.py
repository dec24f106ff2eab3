"""The words of the design on every face: levels, answers, decisions."""

from mamoru.design.library import Stride
from mamoru.design.rating import LEVELS as LEVELS
from mamoru.design.rating import NEED_WORDS as NEED_WORDS
from mamoru.design.standing import Answer
from mamoru.language import Text

ANSWERS: dict[Answer, Text] = {
    "countered": Text("対策の証跡あり", "countered"),
    "avoided": Text("回避", "avoided"),
    "transferred": Text("移転", "transferred"),
    "accepted": Text("受容", "accepted"),
    "open": Text("証跡がそろっていない", "not yet shown"),
}
DECISIONS: dict[str, Text] = {
    "mitigate": Text("低減", "reduce"),
    "avoid": Text("回避", "avoid"),
    "transfer": Text("移転", "transfer"),
    "accept": Text("受容", "accept"),
    "not-applicable": Text("該当しない", "not applicable"),
}
UNDECIDED = Text("未決定", "undecided")
STRIDE_WORDS: dict[Stride, Text] = {
    "spoofing": Text("なりすまし", "spoofing"),
    "tampering": Text("改ざん", "tampering"),
    "repudiation": Text("否認", "repudiation"),
    "disclosure": Text("情報の漏えい", "information disclosure"),
    "denial": Text("サービスの妨害", "denial of service"),
    "elevation": Text("権限の奪取", "elevation of privilege"),
}
WHOM: dict[str, Text] = {
    "users": Text("利用者", "users"),
    "maker": Text("メーカー", "the maker"),
    "third-parties": Text("第三者", "third parties"),
}
CHANGES: dict[str, Text] = {
    "new": Text("追加", "new"),
    "gone": Text("削除", "gone"),
    "changed": Text("変更", "changed"),
    "renamed": Text("改名", "renamed"),
}
