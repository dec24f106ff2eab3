"""`mamoru vulns decide`: decide on a vulnerability, take a supplier's VEX in, or list what was decided."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit
from mamoru.cli.parser import NOT_A_DAY, add_day
from mamoru.errors import InputError
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.operation.vulnerabilities.deciding import DecideTold
    from mamoru.operation.vulnerabilities.decisions import Decision

NAME = ("vulns", "decide")
HELP = Text(
    "脆弱性への対応を決めて残す。IDがなければ、決めたことの一覧を示す",
    "decide on a vulnerability and keep the decision; without an id, list what was decided",
)
FORMATS = ("text", "json")
STATES = ("affected", "not-affected", "fixed", "under-investigation", "accepted", "open")
JUSTIFICATIONS = (
    "component-not-present",
    "vulnerable-code-not-present",
    "vulnerable-code-cannot-be-controlled-by-adversary",
    "vulnerable-code-not-in-execute-path",
    "inline-mitigations-already-exist",
)
CONDITIONS = ("kernel-option-off", "kernel-module-absent", "exposure-at-most")
ID = Text("脆弱性のID（例: CVE-2022-0778）", "the id of a vulnerability (example: CVE-2022-0778)")
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）", "the workspace folder (default: this folder)"
)
STATE = Text(
    "どう決めたか（accepted は期限付きの受容、open は取り消し）",
    "the decision (accepted: until a day; open: take an earlier one back)",
)
COMPONENT = Text(
    "部品の名前・purl・CPE（既定: すべての部品）", "the component's name, purl or CPE (default: every one)"
)
VERSIONS = Text(
    '部品の版の範囲（例: ">= 1.0, < 1.2.4"、"*" はすべて。既定: 登録した版に入っているもの）',
    'range of its versions (example: ">= 1.0, < 1.2.4"; "*": all; default: those in the releases at hand)',
)
JUSTIFICATION = Text("該当しない根拠（CSAFの5つから）", "why it is not affected (one of CSAF's five)")
REASON = Text("理由", "the reason")
BY = Text("決めた人", "who decides")
UNTIL = Text("この決定が効く最後の日", "the last day on which the decision holds")
PRODUCT = Text("製品のID（既定: すべて）", "id of the product (default: all)")
RELEASE = Text(
    "製品の版（何度でも指定できる。既定: すべて）", "release (may be given several times; default: all)"
)
WHILE = Text(
    "この条件のあいだだけ効く（{kinds}。例: kernel-option-off=BT）",
    "it holds while this is so ({kinds}; example: kernel-option-off=BT)",
)
ACTION = Text("利用者がすること", "what users are to do")
VEX = Text(
    "仕入れ先のVEX（OpenVEX・CycloneDX・CSAF）を取り込む",
    "take in a supplier's VEX (OpenVEX, CycloneDX, CSAF)",
)
NO_CONDITION = Text(
    "条件として読めません（{kinds} のどれか=値）: {value}",
    "not a condition (one of {kinds}, =value): {value}",
)
NO_STATE = Text("どう決めたかがありません。", "There is no decision.")
GIVE_STATE = Text("--state で次から選んでください: {all}", "Choose with --state: {all}")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    kinds = ", ".join(CONDITIONS)

    def day(value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise argparse.ArgumentTypeError(NOT_A_DAY.fill(value=value)[lang]) from None

    def condition(value: str) -> tuple[str, str]:
        kind, _, named = value.partition("=")
        if kind not in CONDITIONS or not named.strip():
            raise argparse.ArgumentTypeError(NO_CONDITION.fill(kinds=kinds, value=value)[lang])
        return kind, named.strip()

    parser.add_argument("id", nargs="?", metavar="VULNERABILITY", help=ID[lang])
    parser.add_argument("path", nargs="?", type=Path, metavar="DIR", help=PATH[lang])
    parser.add_argument("--state", choices=STATES, help=STATE[lang])
    parser.add_argument("--component", metavar="NAME", help=COMPONENT[lang])
    parser.add_argument("--versions", metavar="RANGE", help=VERSIONS[lang])
    parser.add_argument(
        "--justification",
        type=lambda value: value.replace("_", "-"),
        choices=JUSTIFICATIONS,
        help=JUSTIFICATION[lang],
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=REASON[lang])
    parser.add_argument("--by", default="", metavar="NAME", help=BY[lang])
    parser.add_argument("--until", type=day, metavar="DATE", help=UNTIL[lang])
    parser.add_argument("--product", metavar="ID", help=PRODUCT[lang])
    parser.add_argument("--release", action="append", default=[], metavar="VERSION", help=RELEASE[lang])
    parser.add_argument(
        "--while",
        dest="conditions",
        action="append",
        default=[],
        type=condition,
        metavar="KIND=VALUE",
        help=WHILE.fill(kinds=kinds)[lang],
    )
    parser.add_argument("--action", metavar="TEXT", help=ACTION[lang])
    parser.add_argument("--vex", type=Path, metavar="FILE", help=VEX[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """0 when it was kept or told; 3 where a decision that is there cannot be read, or nothing of a VEX counts."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.vulns_decide import decide_lines
    from mamoru.exit_status import ended

    if options.path is None:  # one word alone may be the folder
        alone = options.id is not None and (options.vex is not None or Path(options.id).is_dir())
        options.path = Path(options.id) if alone else Path()
        options.id = None if alone else options.id
    told = _told(options)
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(decide_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return ended("vulns decide", found=False, looked=told.looked)


def _told(options: argparse.Namespace) -> "DecideTold":
    from mamoru.jobs.vulns.decided import placing
    from mamoru.operation.vulnerabilities.deciding import decisions_told, take_vex

    at = datetime.now(UTC).replace(microsecond=0)
    on = options.on or at.astimezone().date()
    if options.vex is not None:
        releases = tuple(options.release)
        return take_vex(
            options.path,
            options.vex,
            placing(options.path, on),
            product=options.product,
            releases=releases,
            on=on,
            at=at,
        )
    if options.id is None:
        return decisions_told(options.path, placing(options.path, on), on=on)
    from mamoru.jobs.vulns.decide import decide_here
    from mamoru.jobs.vulns.naming import vulnerability_named

    options.id, unheard = vulnerability_named(options.id)
    given = options.versions is not None
    told = decide_here(options.path, _decision(options, on), versions_given=given, at=at)
    if unheard is not None:
        print(unheard[options.lang], file=sys.stderr)
    return told


def _decision(options: argparse.Namespace, on: date) -> "Decision":
    from mamoru.operation.vulnerabilities.decisions import Condition, Decision, Scope

    if options.state is None:
        raise InputError(NO_STATE, GIVE_STATE.fill(all=", ".join(STATES)))
    conditions: tuple[Condition, ...] = tuple(
        Condition(kind=kind, value=value) for kind, value in options.conditions
    )
    return Decision(
        scope=Scope(
            vulnerability=options.id,
            component=options.component,
            versions=options.versions or "*",
            product=options.product,
            releases=tuple(options.release),
            conditions=conditions,
        ),
        state=options.state,
        justification=options.justification.replace("-", "_") if options.justification else None,
        reason=options.reason,
        action=options.action,
        by=options.by,
        on=on,
        until=options.until,
    )
