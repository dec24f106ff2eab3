"""Walk through a page: its commands in their order, as a newcomer types them, and the hints that they print."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from mamoru.cli.parser import registered

COMMAND = re.compile(r"(?:mamoru|make|git|apt|pip|pipx|source|wget|systemctl|crontab|schtasks) ")
_FENCE = re.compile(r"^```", re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_SCREEN = ("Mamoru  ", "守る  ")
_VERBS = {command.NAME for command in registered()}
_GROUPS = {name[0] for name in _VERBS}
_ID = re.compile(r"[A-Za-z0-9-]*\d[A-Za-z0-9.:-]*|[A-Z]{2,}")
_ALONE = ("-v", "--verbose", "--allow-older", "--help")
_END = "。、）)」,;:"


class Ran(msgspec.Struct, frozen=True, kw_only=True):
    """A command that ran: what was typed, where, its status, and all that it said."""

    typed: str
    where: Path
    status: int
    said: str

    @property
    def verb(self) -> str:
        """The command's name, as the table of exit statuses has it."""
        words = [word for word in shlex.split(self.typed)[1:] if not word.startswith("-")]
        return verb_of(words) or ""


def verb_of(words: list[str]) -> str | None:
    """The name of the command that these words after `mamoru` begin with."""
    for length in (2, 1):
        if tuple(words[:length]) in _VERBS:
            return " ".join(words[:length])
    return None


def lines(page: str) -> Iterator[str]:
    """Every line of a page's blocks (screens left out), and every command in its text, in their order."""
    told: set[str] = set()  # what is named again in the text is not typed again
    for number, part in enumerate(_FENCE.split(page)):
        if number % 2 == 0:
            found = [each for each in _INLINE.findall(part) if COMMAND.match(each) and each not in told]
        elif part.lstrip().startswith(_SCREEN):
            found = []
        else:
            found = [line for line in map(_bare, part.splitlines()[1:]) if line]
        yield from dict.fromkeys(found)
        told.update(found)


def _bare(line: str) -> str:
    """A line of a block without what is said about it."""
    return re.sub(r"\s+#(?: .*)?$", "", line).strip()


def ran(typed: str, where: Path, environment: Mapping[str, str]) -> Ran:
    """Run one `mamoru …` line in `where`."""
    ended = subprocess.run(
        [sys.executable, "-m", "mamoru", *shlex.split(typed)[1:]],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=where,
        env={**_ours(), "PYTHONUTF8": "1", **environment},
        timeout=300,
        check=False,
    )
    said = (ended.stdout + b"\n" + ended.stderr).decode("utf-8", "replace")
    return Ran(typed=typed, where=where, status=ended.returncode, said=said)


def _ours() -> dict[str, str]:
    """The environment of a newcomer, who keeps what the files of an image show."""
    return {name: value for name, value in os.environ.items() if name != "MAMORU_CACHE"}


def hints(done: Ran) -> list[str]:
    """The commands that `done` named: each from its name as far as what follows is an argument."""
    flat = " ".join(done.said.split())
    found = []
    for start in re.finditer(r"(?<![\w/.-])mamoru (?=[a-z])", flat):
        if hint := _hint(flat[start.end() :][:400], done.where):
            found.append(f"mamoru {hint}")
    return list(dict.fromkeys(found))


def _hint(text: str, where: Path) -> str | None:
    text = re.split("[。（）「」]", text)[0]
    words = [word for word in re.split(r" (?![^']*'(?: |$))", text) if word]
    cleaned = [word.rstrip(_END + ".") for word in words]
    verb = verb_of(cleaned)
    if verb is None:
        return verb if cleaned[0] not in _GROUPS else None
    taken = verb.split()
    before = words[len(taken) - 1]
    valued = False
    for word, plain in zip(words[len(taken) :], cleaned[len(taken) :], strict=True):
        if before.rstrip(_END + ".") != before or not plain:
            break
        if not (
            valued or plain.startswith("-") or _ID.fullmatch(plain) or _is_there(plain, where) or _open(plain)
        ):
            break
        valued = plain.startswith("-") and plain not in _ALONE
        taken.append(plain)
        before = word
    return " ".join(taken)


def _open(word: str) -> bool:
    """Whether a word stands for what the reader knows better."""
    return "…" in word or "..." in word or word.isupper()


def _is_there(word: str, where: Path) -> bool:
    return ("." in word or (where / word).is_dir()) and (where / word).exists()
