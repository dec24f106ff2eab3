"""`mamoru completion SHELL`: completion for a shell, made from the parser."""

import argparse

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("completion",)
HELP = Text("シェルの補完（bash・zsh・fish）を出す", "print completion for a shell (bash, zsh, fish)")
FORMATS = ("text",)
SHELL = Text(
    "シェル。使うには: source <(mamoru completion bash)、mamoru completion fish | source",
    "the shell; to use it: source <(mamoru completion bash), mamoru completion fish | source",
)
SHELLS = ("bash", "zsh", "fish")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=SHELL[lang])


def run(options: argparse.Namespace) -> int:
    """Print the script; 0."""
    from mamoru.cli.completing import verbs
    from mamoru.cli.screens.completion import bash_script, fish_script, zsh_script

    scripts = {"bash": bash_script, "zsh": zsh_script, "fish": fish_script}
    emit(scripts[options.shell](verbs(options.lang)), options.output)
    return 0
