"""What is wrong in a product file: one line for one error, all of them at once."""

import msgspec

from mamoru.errors import InputError
from mamoru.language import Lang, Text, both

PRINTED = 10
MOST_PROBLEMS = 500  # a file with more is not a product file; it only costs time


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One error: file and line (from 1), and what is wrong with an example that works. `field` is
    None where it is the file as a whole or its YAML."""

    file: str
    line: int
    message: Text
    field: str | None = None

    def text(self, lang: Lang | str) -> str:
        """`product.yaml:12: …` in one line."""
        return f"{self.file}:{self.line}: {self.message[lang]}"


class ProductFileErrors(InputError):
    """Maker or product files that cannot be used as they are; `problems` holds each error."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__(
            Text(self._printed(Lang.JA), self._printed(Lang.EN)),
            Text(
                "示した行を直して、もう一度実行してください。",
                "Mend the lines shown, then run the command again.",
            ),
        )

    def _printed(self, lang: Lang) -> str:
        lines = [problem.text(lang) for problem in self.problems[:PRINTED]]
        rest = len(self.problems) - PRINTED
        if rest > 0:
            least = Text("以上", " or more") if len(self.problems) >= MOST_PROBLEMS else both("")
            more = Text("ほかに {n} 件{least}の誤りがあります。", "{n}{least} more errors.")
            lines.append(more[lang].format(n=rest, least=least[lang]))
        return "\n".join(lines)


class Full(Exception):
    """So many problems were found that looking on is useless."""


class Problems:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, line: int, message: Text, *, field: str | None = None) -> None:
        """Record a problem; raises `Full` when there are `MOST_PROBLEMS`."""
        self.found.append(Problem(file=self.file, line=line, message=message, field=field))
        if len(self.found) >= MOST_PROBLEMS:
            raise Full


def plain_words(text: str, most: int = 200) -> str:
    """`text` in one short line, without the control characters that a terminal or file would obey."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:most])
    return shown + ("…" if len(text) > most else "")


def quoted(value: object) -> str:
    """What stands in a file, in quotes and short."""
    return f'"{plain_words(str(value), 60)}"'
