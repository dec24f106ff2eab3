"""The page of the commands, from the parser itself."""

import argparse
from collections.abc import Iterator

from status_tables import statuses
from tables import GENERATED, table

from mamoru.cli.parser import SHARED, Command, registered
from mamoru.exit_status import VERBS
from mamoru.language import Lang

STATUS = """## 終了コード / Exit status

2、1、3、0 の順に、最初に当てはまるものになります。意味はコマンドごとに下にあります。
The first of 2, 1, 3, 0 that fits; what each means stands with its command.
"""


def command_page() -> str:
    """Markdown of all commands."""
    head = f"# コマンド / Commands\n\n{GENERATED}\n\n{STATUS}\n"
    shared = [
        ("`--lang ja / en`", SHARED["lang"]),
        ("`--format …`", SHARED["format"]),
        ("`-o FILE`", SHARED["output"]),
        ("`-v`", SHARED["verbose"]),
        ("`--debug`", SHARED["debug"]),
    ]
    rows = [(name, text.ja, text.en) for name, text in shared]
    head += "## どのコマンドにも / For every command\n\n" + table(("", "日本語", "English"), rows)
    return head + "".join(f"\n{part}" for c in registered() for part in _command(c))


def _command(command: Command) -> Iterator[str]:
    parsers = {}
    for lang in Lang:
        parsers[lang] = argparse.ArgumentParser(add_help=False)
        command.arguments(parsers[lang], lang)
    yield f"## mamoru {' '.join(command.NAME)}\n\n{command.HELP.ja}。\n\n{command.HELP.en}.\n"
    pairs = zip(parsers[Lang.JA]._actions, parsers[Lang.EN]._actions, strict=True)
    rows = [(f"`{_name(ja)}`", ja.help or "", en.help or "") for ja, en in pairs]
    rows.append((f"`--format {' / '.join(command.FORMATS)}`", SHARED["format"].ja, SHARED["format"].en))
    yield table(("", "日本語", "English"), rows)
    verb = VERBS[" ".join(command.NAME)]
    rows = [(status, text.ja, text.en) for status, text in statuses(verb)]
    yield "\n" + table(("終了コード / exit", "日本語", "English"), rows)


def _name(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else ""
    if not value and action.choices is not None:
        value = " / ".join(str(choice) for choice in action.choices)
    if not action.option_strings:
        return f"[{value}]" if action.nargs in ("?", "*") else value or action.dest
    return f"{', '.join(action.option_strings)} {value}".strip()
