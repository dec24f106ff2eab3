"""A verification plan on paper: for every test by hand a sheet to fill in, the matrix, what is outside.

One list of blocks, written as Markdown or as one HTML file without script that prints on A4.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal

import msgspec

from mamoru.assessment.report.signs import SEVERITIES, STATES
from mamoru.jobs.plan.testing import PlanTold
from mamoru.language import Lang, Text
from mamoru.verification.plan import PlannedTest
from mamoru.verification.plan.words import KINDS, STANDINGS, TITLE, told_result

WHAT = Text(
    "{name} {release}（{on} 時点、基準: {standards}）",
    "{name} {release} (as of {on}; standards: {standards})",
)
OVERVIEW = Text("一覧", "Overview")
SHEETS = Text("手作業の試験票", "Sheets for tests by hand")
CHECKS = Text("自動の検査", "Automatic checks")
RUN = Text(
    "mamoru check がすべて行い、証跡を残します。", "mamoru check runs them all and keeps the evidence."
)
MATRIX = Text(
    "対応表（脅威・決定・項目 × 対策 × 試験）", "Coverage (threat, decision, requirement × measure × test)"
)
OUTSIDE = Text("外部の試験機関に頼むとよい試験", "What an outside laboratory should test")
LEFT_OUT = Text("行わない試験とその理由", "Tests left out, and why")
ID, TEST, STANDS = Text("ID", "Id"), Text("試験", "Test"), Text("結果", "Result")
WEIGHT, FOR = Text("深刻度", "Severity"), Text("対象", "For")
WHO, MEASURES, TESTS, STATE = (
    Text("対象", "Target"),
    Text("対策", "Measures"),
    Text("試験と検査", "Tests and checks"),
    Text("判定", "State"),
)
NO_TEST = Text("試験なし: {claims}", "no test: {claims}")
SHOWS = Text("確かめる主張", "Claims")
BESIDE = Text("人が試す理由", "Why by hand")
OBJECTS = Text("この製品で試すところ", "To go through on this product")
TOOLS, STEPS, EXPECTED, STOP = (
    Text("道具", "Tools"),
    Text("手順", "Procedure"),
    Text("期待する結果", "Expected result"),
    Text("終わりと中止", "When to stop"),
)
FORM = Text("記録", "Record")
PRODUCT, RELEASE, IMAGE = (
    Text("製品・型番", "Product, model"),
    Text("版", "Release"),
    Text("イメージの SHA-256", "SHA-256 of the image"),
)
NO_IMAGE = Text("（試験した機器から読んで書く）", "(read from the device tested and write here)")
SAME_IMAGE = Text("□ 実機のイメージと一致することを確かめた", "□ compared with what runs on the device")
VERSION = Text("試験票の版 {version}", "sheet version {version}")
SERIAL, DAY, TESTER, SIGNED = (
    Text("実機の型番・シリアル番号", "Model and serial number of the device"),
    Text("試験日", "Day"),
    Text("試験者", "Tester"),
    Text("署名", "Signature"),
)
RESULT, BOXES = (
    Text("結果", "Result"),
    Text(
        "□ 合格　□ 不合格　□ 対象外（理由を所見に）", "□ pass   □ fail   □ does not apply (why under remark)"
    ),
)
REMARK, ATTACHED = Text("所見", "Remark"), Text("添付（写真・ログ）", "Attached (photographs, logs)")
ENTER = Text(
    "記録: mamoru plan record DIR {id} --result pass --by 名前 --device シリアル番号",
    "To record: mamoru plan record DIR {id} --result pass --by NAME --device SERIAL",
)
HISTORY = Text("これまでの結果", "Results so far")
NONE = Text("なし", "none")

Kind = Literal[
    "title", "section", "sheet", "label", "text", "list", "boxes", "short", "steps", "table", "form"
]


class Block(msgspec.Struct, frozen=True):
    """A piece of the page: its kind and its rows (one cell each but in a table, whose first is the head,
    and in a form: a name and what to fill in, twice where they share a line)."""

    kind: Kind
    rows: tuple[tuple[str, ...], ...]


def blocks(told: PlanTold, lang: Lang) -> Iterator[Block]:
    """The whole page, piece by piece."""
    what = WHAT.fill(
        name=told.name[lang], release=told.release or "-", on=told.on, standards=", ".join(told.standards)
    )
    yield Block("title", ((f"{TITLE[lang]}: {told.name[lang]}",),))
    yield Block("text", ((what[lang],),))
    by_hand = told.plan.by_hand()
    yield Block("section", ((OVERVIEW[lang],),))
    yield _table((ID, TEST, WEIGHT, STANDS), [_line(test, lang) for test in by_hand], lang)
    yield Block("section", ((SHEETS[lang],),))
    for test in by_hand:
        yield from _sheet(test, told, lang)
    yield Block("section", ((CHECKS[lang],),))
    yield Block("text", ((RUN[lang],),))
    yield _table(
        (ID, TEST, WEIGHT, STANDS), [_line(t, lang) for t in told.plan.tests if t.kind == "automatic"], lang
    )
    yield Block("section", ((MATRIX[lang],),))
    yield _table((WHO, MEASURES, TESTS, STANDS, STATE), list(_rows(told, lang)), lang)
    yield Block("section", ((OUTSIDE[lang],),))
    outside = [(f"{t.id} {t.title[lang]}: {t.outside[lang]}",) for t in told.plan.outside() if t.outside]
    yield Block("list", tuple(outside) or ((NONE[lang],),))
    yield Block("section", ((LEFT_OUT[lang],),))
    yield Block("list", tuple((f"{id}: {why[lang]}",) for id, why in told.plan.left_out) or ((NONE[lang],),))


def _table(head: tuple[Text, ...], rows: list[tuple[str, ...]], lang: Lang) -> Block:
    return Block("table", (tuple(text[lang] for text in head), *rows))


def _line(test: PlannedTest, lang: Lang) -> tuple[str, ...]:
    return test.id, test.title[lang], SEVERITIES[test.severity][lang], STANDINGS[test.standing][1][lang]


def _rows(told: PlanTold, lang: Lang) -> Iterator[tuple[str, ...]]:
    for row in told.plan.matrix:
        target = row.target
        tests = [*row.by_hand, *row.automatic]
        tests += [NO_TEST.fill(claims=", ".join(row.uncovered))[lang]] if row.uncovered else []
        who = f"{KINDS[target.kind][lang]} {target.id} {target.title[lang]}"
        state = f"{STATES[row.state].sign} {STATES[row.state].word[lang]}" if row.state else "-"
        yield (
            who,
            " ".join(target.measures) or "-",
            ", ".join(tests) or "-",
            STANDINGS[row.standing][1][lang],
            state,
        )


def _sheet(test: PlannedTest, told: PlanTold, lang: Lang) -> Iterator[Block]:
    """One test on paper: whose it is on top, what to do, what to fill in and sign at the end."""
    yield Block("sheet", ((f"{test.id} {test.title[lang]}",),))
    yield Block("form", tuple(_heading(test, told, lang)))
    named = ", ".join(test.targets[:8]) + (" …" if len(test.targets) > 8 else "")
    yield Block("text", ((f"{SHOWS[lang]}: {', '.join(test.claims)} · {FOR[lang]}: {named}",),))
    if test.beside is not None:
        yield Block("text", ((f"{BESIDE[lang]}: {test.beside[lang]}",),))
    pieces: tuple[tuple[Text, Kind, Sequence[str]], ...] = (
        (OBJECTS, "short", test.objects),
        (TOOLS, "short", [text[lang] for text in test.tools]),
        (STEPS, "steps", [text[lang] for text in test.procedure]),
        (EXPECTED, "boxes", [text[lang] for text in test.expected]),
        (STOP, "list", [text[lang] for text in test.stop]),
        (HISTORY, "list", [told_result(tried)[lang] for tried in test.history]),
    )
    for heading, kind, rows in pieces:
        if rows:
            yield Block("label", ((heading[lang],),))
            yield Block(kind, tuple((row,) for row in rows))
    yield Block("label", ((f"{FORM[lang]} {test.id}",),))
    yield Block("form", tuple(_to_fill_in(test, lang)))
    yield Block("text", ((ENTER.fill(id=test.id)[lang],),))


def _heading(test: PlannedTest, told: PlanTold, lang: Lang) -> Iterator[tuple[str, ...]]:
    models = " / ".join(told.models)
    version = VERSION.fill(version=test.version)[lang]
    yield (
        PRODUCT[lang],
        f"{told.name[lang]} {models}".strip(),
        RELEASE[lang],
        f"{told.release or '-'} · {version}",
    )
    for image in told.images:
        digest = image.sha256 or NO_IMAGE[lang]
        yield IMAGE[lang], f"{image.file}: {digest} {SAME_IMAGE[lang]}"
    if not told.images:
        yield IMAGE[lang], NO_IMAGE[lang]


def _to_fill_in(test: PlannedTest, lang: Lang) -> Iterator[tuple[str, ...]]:
    yield SERIAL[lang], "", DAY[lang], ""
    yield TESTER[lang], "", SIGNED[lang], ""
    yield RESULT[lang], BOXES[lang]
    yield from ((text[lang], "") for text in test.record)
    yield REMARK[lang], ""
    yield ATTACHED[lang], ""


def markdown_page(told: PlanTold, lang: Lang) -> str:
    """The plan as Markdown."""
    return "\n".join(line for block in blocks(told, lang) for line in _markdown(block))


_LISTS = {"list": "", "boxes": ' class="boxes"', "short": ' class="boxes short"', "steps": ""}


def _markdown(block: Block) -> Iterator[str]:
    cells = [[_quiet(cell) for cell in row] for row in block.rows]
    heads = {"title": "# ", "section": "## ", "sheet": "### ", "label": "**", "text": ""}
    if block.kind in heads:
        mark = heads[block.kind]
        yield f"{mark}{cells[0][0]}{'**' if mark == '**' else ''}"
    elif block.kind in _LISTS:
        yield from (f"{f'{n}.' if block.kind == 'steps' else '-'} {row[0]}" for n, row in enumerate(cells, 1))
    else:
        rows = (
            cells if block.kind == "table" else [["", ""], *(pair for row in cells for pair in _pairs(row))]
        )
        yield "| " + " | ".join(rows[0]) + " |"
        yield "|" + " --- |" * len(rows[0])
        yield from ("| " + " | ".join(row) + " |" for row in rows[1:])
    yield ""


def _pairs(row: list[str]) -> list[list[str]]:
    """The names of a form's line, each with what to fill in."""
    return [row[at : at + 2] for at in range(0, len(row), 2)]


def _quiet(text: str) -> str:
    """Text from a product file with what Markdown would take for its own made plain."""
    line = " ".join(text.split())
    for sign in "\\`*[]|<":
        line = line.replace(sign, "\\" + sign)
    return line


STYLE = """
body{font-family:"BIZ UDPGothic","Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",system-ui,sans-serif;
line-height:1.7;color:#1b1f24;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1,h2{color:#264e86}h2{border-bottom:1px solid #264e86;margin-top:2.5rem}h3{margin:2rem 0 .3rem}
p{margin:.4rem 0}table{border-collapse:collapse;width:calc(100% - 4px);font-size:.9rem;margin:.3rem 1px}
td,th{border:1px solid #8a929c;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
.form th{width:9rem;font-weight:normal;background:#f2f4f7}.form td{white-space:pre-wrap}.form td.empty{height:2.1rem}b{display:block;margin-top:.6rem}
ol,ul{margin:.2rem 0;padding-left:1.6rem;overflow-wrap:anywhere}ul.boxes{list-style:"□ "}ul.short{columns:2}
@media print{html{font-size:9.5pt}h3{break-before:page;margin-top:0}h2+h3{break-before:avoid}h2,h3,b{break-after:avoid}
tr,li{break-inside:avoid}table.form{break-inside:avoid}body{margin:0;padding:0;max-width:none;line-height:1.45}
b{margin-top:.35rem}.form th{background:none}.form td.empty{height:1.9rem}}@page{size:A4;margin:14mm 15mm}
"""


def html_page(told: PlanTold, lang: Lang) -> str:
    """The plan as one HTML file: no script, no network; each sheet begins a page when printed."""
    body = "\n".join(_html(block) for block in blocks(told, lang))
    title = escape(f"{TITLE[lang]}: {told.name[lang]}")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{lang.value}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>\n'
        f"<body>\n{body}\n</body></html>\n"
    )


_TAGS = {"title": "h1", "section": "h2", "sheet": "h3", "label": "b", "text": "p"}


def _html(block: Block) -> str:
    cells = [[escape(cell) for cell in row] for row in block.rows]
    if tag := _TAGS.get(block.kind):
        return f"<{tag}>{cells[0][0]}</{tag}>"
    if block.kind in _LISTS:
        tag = "ol" if block.kind == "steps" else "ul"
        return f"<{tag}{_LISTS[block.kind]}>" + "".join(f"<li>{row[0]}</li>" for row in cells) + f"</{tag}>"
    if block.kind == "form":
        return '<table class="form">' + "".join(_line_of_form(row) for row in cells) + "</table>"
    return "<table>" + _cells(cells[0], "th") + "".join(_cells(row, "td") for row in cells[1:]) + "</table>"


def _line_of_form(row: list[str]) -> str:
    wide = "" if len(row) > 2 else ' colspan="3"'
    told = (
        f"<th>{name}</th><td{wide}" + (f">{filled}" if filled else ' class="empty">') + "</td>"
        for name, filled in _pairs(row)
    )
    return "<tr>" + "".join(told) + "</tr>"


def _cells(row: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
