"""Shell scripts as the commands they hold: continuation lines, comments, quotes and here-documents
are understood, variables are not evaluated beyond a plain `NAME=value` of the same script."""

import re
from collections.abc import Iterator
from posixpath import basename

import msgspec

from mamoru.verification.firmware.facts.words import word_set

_KEYWORDS = word_set("if then else elif fi do done while until ! { } time case esac in")
_ASSIGNMENT = re.compile(r"^(?:export\s+|readonly\s+|local\s+)?([A-Za-z_]\w*)=(.*)$", re.DOTALL)
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
_HERE = re.compile(r"<<-?\s*([\"']?)([A-Za-z_]\w*)\1")
_MOST_WORDS = 2000


class Command(msgspec.Struct, frozen=True):
    """One simple command: its words without quotes, the line it begins on (from 1), and that line.
    `piped` where it reads what another command writes."""

    words: tuple[str, ...]
    line: int
    text: str
    piped: bool = False

    @property
    def program(self) -> str:
        """The name of the program, without its folder."""
        return basename(self.words[0]) if self.words else ""

    def option(self, *names: str) -> str | None:
        """The word after the first of `names` that is there, or what is joined to it by `=`."""
        for at, word in enumerate(self.words):
            if word in names:
                return self.words[at + 1] if at + 1 < len(self.words) else ""
            head, equals, tail = word.partition("=")
            if equals and head in names:
                return tail
        return None


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a script with continuations joined and here-documents left out; numbered by their
    first physical line, from 1."""
    joined, first, until = "", 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        if until:
            until = "" if line.strip() == until else until
            continue
        first = first or number
        odd = (len(line) - len(line.rstrip("\\"))) % 2 == 1
        if odd and not _comment_only(line) and len(joined) < 65536:
            joined += line[:-1] + " "
            continue
        whole, joined = joined + line, ""
        if here := _HERE.search(whole):
            until = here[2]
        if whole.strip() and not _comment_only(whole):
            yield first, whole
        first = 0
    if joined:
        yield first, joined


def _comment_only(line: str) -> bool:
    return line.lstrip().startswith("#")


def commands(text: str) -> tuple[Command, ...]:
    """The commands of a script, those in `$(…)` and backquotes too, in order. Plain assignments of
    the script are put in for its variables."""
    values: dict[str, str] = {}
    found: list[Command] = []
    for number, line in logical_lines(text):
        if len(line) > 65536:
            continue
        for words, piped in _split(line):
            kept = _strip(words, values)
            if kept:
                found.append(Command(tuple(kept), number, line.strip()[:400], piped))
    return tuple(found)


def _strip(words: list[str], values: dict[str, str]) -> list[str]:
    kept = [put_in(word, values) for word in words]
    while kept and (kept[0] in _KEYWORDS or kept[0].endswith(")")):
        kept = kept[1:]
    while kept:
        if kept[0] in ("export", "local", "readonly") and len(kept) > 1 and "=" in kept[1]:
            kept = kept[1:]
        assigned = _ASSIGNMENT.match(kept[0])
        if assigned is None:
            break
        if "$" not in assigned[2] and "`" not in assigned[2]:
            values.setdefault(assigned[1], assigned[2])
        kept = kept[1:]
    return kept


def put_in(word: str, values: dict[str, str]) -> str:
    """`word` with the variables that `values` knows replaced, once."""
    if "$" not in word:
        return word
    return _VARIABLE.sub(lambda hit: values.get(hit[1] or hit[2], hit[0]), word)[:4096]


class _Splitter:
    """Splits one logical line into simple commands, character by character."""

    def __init__(self) -> None:
        self.done: list[tuple[list[str], bool]] = []
        self.stack: list[tuple[list[str], str, bool, bool, str]] = []
        self.words: list[str] = []
        self.word = ""
        self.started = False
        self.piped = False
        self.quote = ""

    def end_word(self) -> None:
        if self.started and len(self.words) < _MOST_WORDS:
            self.words.append(self.word)
        self.word, self.started = "", False

    def end_command(self, *, pipe: bool = False) -> None:
        self.end_word()
        if self.words:
            self.done.append((self.words, self.piped))
        self.words, self.piped = [], pipe

    def enter(self, mark: str) -> None:
        self.stack.append((self.words, self.word, self.started, self.piped, self.quote + "\0" + mark))
        self.words, self.word, self.started, self.piped, self.quote = [], "", False, False, ""

    def leave(self) -> None:
        self.end_command()
        self.words, self.word, self.started, self.piped, kept = self.stack.pop()
        self.quote = kept.split("\0")[0]
        self.word, self.started = self.word + "$()", True

    @property
    def inside(self) -> str:
        return self.stack[-1][4].split("\0")[1] if self.stack else ""


def _split(line: str) -> list[tuple[list[str], bool]]:
    s, at, end = _Splitter(), 0, len(line)
    while at < end:
        c = line[at]
        if s.quote == "'":
            s.quote, s.word = ("", s.word) if c == "'" else ("'", s.word + c)
        elif c == "\\" and at + 1 < end:
            at += 1
            s.word, s.started = (
                s.word + ("\\" if s.quote and line[at] not in '"$`\\' else "") + line[at],
                True,
            )
        elif line.startswith("$((", at):
            at = _after_arithmetic(line, at)
            s.word, s.started = s.word + "$(())", True
            continue
        elif line.startswith("$(", at) and len(s.stack) < 20:
            s.enter(")")
            at += 1
        elif c == "`":
            s.leave() if s.inside == "`" else s.enter("`")
        elif c == '"':
            s.quote, s.started = ("" if s.quote else '"'), True
        elif s.quote:
            s.word += c
        elif c == "'":
            s.quote, s.started = "'", True
        elif c == ")" and s.inside == ")":
            s.leave()
        elif c == "#" and not s.started:
            break
        else:
            at = _plain(s, line, at)
        at += 1
    while s.stack:
        s.leave()
    s.end_command()
    return s.done


def _plain(s: _Splitter, line: str, at: int) -> int:
    """One character outside quotes; gives the last position used."""
    c = line[at]
    if c.isspace():
        s.end_word()
    elif c in ";()" or (c == "&" and not s.word.endswith((">", "<")) and not line.startswith("&>", at)):
        s.end_command()
    elif c == "|":
        s.end_command(pipe=not line.startswith("||", at))
        at += line.startswith("||", at)
    elif c in "<>":
        if s.word.isdigit():
            s.word, s.started = "", False
        s.end_word()
        while at + 1 < len(line) and line[at + 1] in "<>&|":
            at += 1
        s.word, s.started = line[at] if line[at] in "<>" else ">", True
        s.word = "<" if c == "<" else ">"
        while at + 1 < len(line) and line[at + 1] == " ":
            at += 1
    else:
        s.word, s.started = s.word + c, True
    return at


def _after_arithmetic(line: str, at: int) -> int:
    end = line.find("))", at)
    return len(line) if end < 0 else end + 2
