"""`mamoru plan DIR`: the verification plan of a product, and what came of it so far."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

NAME = ("plan",)
HELP = Text(
    "検証計画（自動の検査、手作業の試験、対応表、これまでの結果）を示す",
    "show the verification plan: automatic checks, tests by hand, coverage, results so far",
)
FORMATS = ("text", "json", "markdown", "html")
PATH = Text(
    "製品かワークスペースのフォルダー（既定: いまのフォルダー）",
    "a product or workspace folder (default: this folder)",
)
STANDARD = Text(
    "基準（例: jc-star-1,en-303-645）。guide は常に含む",
    "standards (example: jc-star-1,en-303-645); guide is always in",
)
RELEASE = Text("版（既定: 最新）", "release (default: the latest)")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--standard", default="", metavar="ID,…", help=STANDARD[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Tell the plan; 1 while a planned test failed or has no result, 3 where no test is planned."""
    from mamoru.cli.screens.plan import presented
    from mamoru.exit_status import ended, worst
    from mamoru.jobs import Wish
    from mamoru.jobs.plan.testing import plan_of

    now = datetime.now(UTC).replace(microsecond=0)
    wish = Wish(
        on=options.on or now.astimezone().date(),
        at=now,
        standards=tuple(id.strip() for id in options.standard.split(",") if id.strip()),
        release=options.release,
    )
    plans = plan_of(options.path, wish)
    emit(presented(plans, options), options.output)
    return worst([ended("plan", found=bool(t.plan.wanting()), looked=t.plan.looked) for t in plans])
