"""Web programs that hand a request's text to a shell."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.tainted import injections
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-WEB-001",
    title=Text("リクエストの文字列がシェルに渡ります", "Text of a request reaches a shell"),
    why=Text(
        "URLに `;` などを混ぜるだけで、機器の上で任意の命令を動かせます。",
        "A `;` or the like in a URL is enough to run any command on the device.",
    ),
    remedy=Text(
        "シェルを使わず引数の配列で呼び出し、許した形の値（IPアドレスなど）だけを受け付けます。",
        "Call the program with a list of arguments and no shell, and accept only values of the allowed form (an IP address, say).",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-78",),
    claims=("input-validated",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "スクリプト（sh・PHP・Lua・Python・Perl・Node）の中の、一つのファイルで閉じた流れだけを見ます。",
        "Sees scripts (sh, PHP, Lua, Python, Perl, Node) and flows within one file only.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line that does so."""
    languages = (
        Language.SHELL,
        Language.PHP,
        Language.LUA,
        Language.PYTHON,
        Language.PERL,
        Language.JAVASCRIPT,
    )
    for tree in image.roots:
        for file in texts(tree, *languages):
            for number, line in injections(file):
                yield CHECK.finding(at=tree.at(file.entry, line=number), proof=without(line))
