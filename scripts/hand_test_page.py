"""The page of the tests by hand: what each shows, how, and why a person makes it."""

from tables import GENERATED, table

from mamoru.assessment.report.signs import SEVERITIES
from mamoru.catalog import catalog
from mamoru.language import Lang, Text
from mamoru.verification.plan import HandTest, hand_tests
from mamoru.verification.plan.hand_test import Step

INTRO = """検査の届かないところを人が確かめる試験です。`mamoru plan` が製品に要るものを選び、結果は `mamoru plan record` で証跡になります。

Tests that a person makes where no check reaches. `mamoru plan` chooses those that a product needs; `mamoru plan record` makes a result evidence.
"""
CLAIMS = Text("確かめる主張", "Claims")
TOOLS = Text("道具", "Tools")
PROCEDURE = Text("手順", "Procedure")
EXPECTED = Text("期待する結果", "Expected result")
STOP = Text("終わりと中止", "When to stop")
GOES_THROUGH = Text("対象とするもの", "Goes through")
BESIDE = Text("検査があっても人が試す理由", "Why by hand beside the checks")
OUTSIDE = Text("外部の試験機関に頼む理由", "Why an outside laboratory")


def hand_test_page() -> str:
    """Markdown of every test by hand."""
    cases = hand_tests().cases
    rows = [
        (
            f"[{case.id}](#{case.id.lower()})",
            case.title.ja,
            case.title.en,
            SEVERITIES[case.severity].ja,
            ", ".join(f"`{claim}`" for claim in case.claims),
        )
        for case in cases
    ]
    head = f"# 手作業の試験 / Tests by hand\n\n{GENERATED}\n\n{INTRO}\n"
    index = table(("", "日本語", "English", "重さ", "主張 / claims"), rows)
    return head + index + "".join(f"\n{_section(case)}" for case in cases)


def _section(case: HandTest) -> str:
    titles = {claim.id: claim.title for claim in catalog().claims}
    parts = [f"## {case.id}\n"]
    for lang in Lang:
        lines = [f"**{case.title[lang]}**", ""]
        lines += [f"{CLAIMS[lang]}: {' / '.join(titles[claim][lang] for claim in case.claims)}", ""]
        if case.over:
            lines += [f"{GOES_THROUGH[lang]}: {_parts(case.over, lang)}", ""]
        lines += [f"{TOOLS[lang]}: {' / '.join(hand_tests().tool(id)[lang] for id in case.tools)}", ""]
        lines += [
            f"{PROCEDURE[lang]}:",
            "",
            *(f"{n}. {_told(step, lang)}" for n, step in enumerate(case.procedure, 1)),
            "",
        ]
        for heading, steps in ((EXPECTED, case.expected), (STOP, case.stop)):
            lines += [f"{heading[lang]}:", "", *(f"- {_told(step, lang)}" for step in steps), ""]
        for heading, text in ((BESIDE, case.beside), (OUTSIDE, case.outside)):
            lines += [f"{heading[lang]}: {text[lang]}", ""] if text is not None else []
        parts.append("\n".join(lines))
    return "\n".join(parts)


def _told(step: Step, lang: Lang) -> str:
    plain = step[lang]
    for sign in "\\*<|":
        plain = plain.replace(sign, "\\" + sign)
    return f"[{_parts(step.over, lang)}] {plain}" if step.over else plain


def _parts(over: tuple[str, ...], lang: Lang) -> str:
    names = {part.id: part.name[lang] for part in hand_tests().parts}
    return " / ".join(names[id] for id in over)
