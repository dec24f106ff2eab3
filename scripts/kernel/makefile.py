"""What a Kbuild Makefile adds to what: words under the options that they hang on.

Nothing is run. A condition that is not understood counts as met, a word that is not understood stands for
any name (`WILD`), so that what comes out is never built under fewer options than it needs in truth.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

Options = frozenset[str]
Word = tuple[str, Options]
WILD = "\x00"
ALWAYS: Options = frozenset()
UNSURE: Options = frozenset({"?"})  # something else decides too that is not read here
_ASSIGNED = re.compile(
    r"^\s*(?:export\s+|override\s+)*((?:[^\s:=#?+$]|\$\([^:=#?+]*?\)+|\$\(\w+:m=y\))+)\s*(\+=|::?=|\?=|=)\s*(.*)$"
)
_TESTED = re.compile(r"^\s*(else\s+)?(ifeq|ifneq|ifdef|ifndef)\b\s*(.*)$")
_SWITCH = re.compile(
    r"\$\((?:CONFIG_(\w+)(?::m=y)?|subst\s+[ym],\s*(?:y|\$\(CONFIG_\w+\)),\s*\$\(CONFIG_(\w+)\))\)"
)
_DIRECT = re.compile(r"[\w-]+-\$\(CONFIG_(\w+)\)")
_COMPARED = re.compile(r"""^\(?\s*["']?(.*?)["']?\s*[, ]\s*["']?(.*?)["']?\s*\)?$""")
_SOURCE = re.compile(r"([\w./$()-]+)\.[cS]\b")
_MOST_WORDS, _DEEPEST = 20_000, 12


@dataclass
class Makefile:
    """The assignments of one Makefile and of what it includes, by name (`obj`, `ath11k`), and the sources
    that rules of its own name."""

    folder: str
    words: dict[str, list[tuple[str, Options, str]]] = field(default_factory=dict)
    own_rules: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)

    def added(self, name: str) -> Iterator[Word]:
        """The words under `name` with the options of each, expanded."""
        return ((word, options) for word, options, _ in self.switched(name))

    def switched(self, name: str) -> Iterator[tuple[str, Options, str]]:
        """The same, and the option whose value (y or m) stands in the name of the list itself; "" where
        none does, or only whether it is set."""
        for text, options, switch in self.words.get(name, ()):
            for word, more in self.expanded(text):
                yield word, options | more, switch

    def expanded(self, text: str, depth: int = 0) -> list[Word]:
        """The words of `text` after its references."""
        return list(islice(_expanded(self, text, depth), _MOST_WORDS))


def read(
    path: str, files: Mapping[str, str], folder: str | None = None, into: Makefile | None = None
) -> Makefile:
    """The Makefile at `path` of `files`, seen from `folder` (default: its own)."""
    made = into or Makefile(folder if folder is not None else path.rpartition("/")[0])
    made.seen.add(path)
    stack: list[tuple[Options, Options]] = []  # what holds in this branch, what holds in its else
    text = re.sub(r"\$\{(\w+)\}", r"$(\1)", re.sub(r"\\\n[ \t]*", " ", files[path]))
    skipped = False
    for line in text.splitlines():
        if skipped or line.startswith("define "):
            skipped = not line.startswith("endef")
            continue
        _line(made, line.split("#", 1)[0].rstrip(), stack, files)
    return made


def _line(made: Makefile, line: str, stack: list[tuple[Options, Options]], files: Mapping[str, str]) -> None:
    bare = line.strip()
    if tested := _TESTED.match(line):
        if tested[1] and stack:
            stack.pop()
        stack.append(_condition(tested[2], tested[3]))
    elif bare == "else" and stack:
        stack.append((stack[-1][1], stack.pop()[0]))
    elif bare == "endif" and stack:
        stack.pop()
    elif bare.startswith(("include ", "-include ", "sinclude ")):
        for word, _ in made.expanded(bare.split(None, 1)[1]):
            if (found := placed(made.folder, word)) in files and found not in made.seen:
                read(found, files, into=made)
    elif assigned := _ASSIGNED.match(line):
        held = frozenset[str]().union(*(branch for branch, _ in stack))
        _assign(made, assigned[1].strip(), assigned[3], held)
    elif ":" in line or line.startswith("\t"):
        made.own_rules.update(_SOURCE.findall(line))


def _assign(made: Makefile, name: str, value: str, options: Options) -> None:
    options |= {found[1] or found[2] for found in _SWITCH.finditer(name) if _outermost(name, found.start())}
    stem = _SWITCH.sub("", name)
    if "$" in stem:
        named = made.expanded(stem)
        known = len(named) == 1 and WILD not in named[0][0]
        stem = named[0][0] if known else stem.partition("$")[0].rstrip("-")
    if re.search(r"-(?:n|)$", stem) and not _SWITCH.search(name):
        return  # obj- and obj-n build nothing
    plain = re.sub(r"(?:-(?:y|m|objs)?)+$", "", stem)
    switch = _DIRECT.fullmatch(name)
    made.words.setdefault(plain, []).append((value, options, switch[1] if switch else ""))


def _outermost(name: str, at: int) -> bool:
    """Whether no function that may do anything with it stands around the reference at `at`."""
    return name.count("(", 0, at) == name.count(")", 0, at)


def _condition(kind: str, text: str) -> tuple[Options, Options]:
    if kind in ("ifdef", "ifndef"):
        found = re.fullmatch(r"CONFIG_(\w+)", text.strip())
        met = frozenset({found[1]}) if found else ALWAYS
        return (met, ALWAYS) if kind == "ifdef" else (ALWAYS, met)
    compared = _COMPARED.match(text.strip())
    if compared is None:
        return ALWAYS, ALWAYS
    switches = [_SWITCH.fullmatch(side) for side in compared.groups()]
    named = next((switch[1] or switch[2] for switch in switches if switch), None)
    other = next((side for side, switch in zip(compared.groups(), switches, strict=True) if not switch), None)
    if named is None or other is None:
        return ALWAYS, ALWAYS
    met = frozenset({named})
    if other in ("y", "m"):
        return (met, ALWAYS) if kind == "ifeq" else (ALWAYS, met)
    if other == "":
        return (ALWAYS, met) if kind == "ifeq" else (met, ALWAYS)
    return ALWAYS, ALWAYS


def _expanded(made: Makefile, text: str, depth: int) -> Iterator[Word]:
    for token in _tokens(text):
        if "$" not in token:
            yield token, ALWAYS
            continue
        yield from _joined(made, token, depth)


def _joined(made: Makefile, token: str, depth: int) -> list[Word]:
    """One token: its literal parts and references put together, every way they can be."""
    found: list[Word] = [("", ALWAYS)]
    at = 0
    while at < len(token):
        if token[at] != "$":
            end = token.find("$", at)
            end = len(token) if end < 0 else end
            parts: list[Word] = [(token[at:end], ALWAYS)]
        else:
            end = _closed(token, at + 1)
            parts = _reference(made, token[at + 2 : end - 1], depth + 1)
        found = [(a + b, x | y) for a, x in found for b, y in parts][:_MOST_WORDS]
        at = end
    return [(word, options) for word, options in found if word]


def _reference(made: Makefile, inside: str, depth: int) -> list[Word]:
    if depth > _DEEPEST:
        return [(WILD, ALWAYS)]
    name, _, arguments = inside.partition(" ")
    if name in _FUNCTIONS and arguments:
        return _FUNCTIONS[name](made, _arguments(arguments), depth)
    if name in ("srctree", "objtree"):
        return [("", ALWAYS)]
    if name in ("src", "obj"):
        return [("/" + made.folder, ALWAYS)]
    replaced = re.fullmatch(r"([\w-]+):(\S*)=(\S*)", inside)
    wanted = replaced[1] if replaced else inside
    key = re.sub(r"-(?:y|m|objs)$", "", wanted)
    if not re.fullmatch(r"[\w.-]+", wanted) or key not in made.words:
        return [(WILD, ALWAYS)]
    words = [
        (word, options | more)
        for text, options, _ in list(made.words[key])
        for word, more in made.expanded(text, depth)
    ]
    if replaced:
        words = [
            (re.sub(re.escape(replaced[2]) + "$", replaced[3], word), options) for word, options in words
        ]
    return words or [("", ALWAYS)]


def _added(made: Makefile, arguments: list[str], depth: int, join: Callable[[str, str], str]) -> list[Word]:
    heads = made.expanded(arguments[0], depth) or [("", ALWAYS)]
    words = made.expanded(",".join(arguments[1:]), depth)
    return [(join(head, word), x | y) for head, x in heads for word, y in words]


def _substituted(made: Makefile, arguments: list[str], depth: int) -> list[Word]:
    if len(arguments) != 3 or arguments[0].count("%") != 1 or arguments[1].count("%") != 1:
        return [(WILD, ALWAYS)]
    before, after = (_plain(made, side, depth) for side in arguments[:2])
    start, end = before.split("%", 1) if "%" in before else (WILD, WILD)
    words = made.expanded(arguments[2], depth)
    return [
        (after.replace("%", word[len(start) : len(word) - len(end)]), options)
        if word.startswith(start) and word.endswith(end)
        else (word, options)
        for word, options in words
    ]


def _plain(made: Makefile, text: str, depth: int) -> str:
    words = made.expanded(text.strip(), depth)
    return words[0][0] if len(words) == 1 else WILD


_FUNCTIONS: dict[str, Callable[[Makefile, list[str], int], list[Word]]] = {
    "addprefix": lambda made, arguments, depth: _added(
        made, arguments, depth, lambda head, word: head + word
    ),
    "addsuffix": lambda made, arguments, depth: _added(
        made, arguments, depth, lambda head, word: word + head
    ),
    "patsubst": _substituted,
    "sort": lambda made, arguments, depth: made.expanded(",".join(arguments), depth),
    "strip": lambda made, arguments, depth: made.expanded(",".join(arguments), depth),
}


def _tokens(text: str) -> Iterator[str]:
    at, start, end = 0, None, len(text)
    while at < end:
        if text[at] == "$":
            start = at if start is None else start
            at = _closed(text, at + 1)
            continue
        if text[at].isspace():
            if start is not None:
                yield text[start:at]
            start = None
        elif start is None:
            start = at
        at += 1
    if start is not None:
        yield text[start:at]


def _closed(text: str, at: int) -> int:
    """The place behind the reference whose bracket is at `at` (a single letter without one)."""
    if at >= len(text) or text[at] not in "({":
        return min(at + 1, len(text))
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] in "({") - (text[place] in ")}")
        if depth == 0:
            return place + 1
    return len(text)


def _arguments(text: str) -> list[str]:
    found, depth = [""], 0
    for one in text:
        depth += (one in "({") - (one in ")}")
        if one == "," and depth == 0:
            found.append("")
        else:
            found[-1] += one
    return found


def placed(folder: str, word: str) -> str:
    """The path of `word` in the tree, seen from `folder`; a leading slash is the tree's root."""
    parts: list[str] = [] if word.startswith("/") else folder.split("/") if folder else []
    for part in word.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
