"""Where text of a web request reaches a shell or an interpreter, within one script.

A variable that takes request text taints what is made of it, in the order of the lines; a sink with a
tainted value is a hit unless the line cleans it. Simple by design: no control flow, no functions.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.texts import Language, TextFile


class _Grammar(msgspec.Struct, frozen=True):
    source: re.Pattern[str]
    sink: re.Pattern[str]
    clean: re.Pattern[str]
    assign: re.Pattern[str]
    comment: tuple[str, ...]


_NOTHING = re.compile(r"(?!)")
_GRAMMARS = {
    Language.PHP: _Grammar(
        re.compile(r"\$_(?:GET|POST|REQUEST|COOKIE)\b|\$_SERVER\[['\"](?:QUERY_STRING|HTTP_\w+|REQUEST_URI|PATH_INFO)|php://input"),
        re.compile(r"\b(?:system|exec|shell_exec|passthru|popen|proc_open|pcntl_exec|eval)\s*\((.*)|`([^`]*)`"),
        re.compile(r"\b(?:escapeshellarg|escapeshellcmd|intval|ctype_\w+|filter_var|basename)\s*\(|\(int\)"),
        re.compile(r"(\$\w{1,60})\s*\.?=(?!=)(.*)"),
        ("//", "#", "*", "/*"),
    ),
    Language.LUA: _Grammar(
        re.compile(r"\b(?:formvalue|formvaluetable|getenv\s*\(\s*[\"'](?:QUERY_STRING|HTTP_|PATH_INFO|REQUEST_URI)|ngx\.(?:var|req)\.|get_uri_args|get_post_args|content\s*\(\s*\))"),
        re.compile(r"\b(?:os\.execute|io\.popen|(?:luci\.)?sys\.(?:call|exec)|luci\.util\.exec|util\.exec|loadstring|forkexec|fork_exec)\s*\((.*)"),
        re.compile(r"\b(?:shellquote|shellescape|tonumber|shell_quote|quote)\s*\("),
        re.compile(r"(?:local\s+)?(\b[A-Za-z_]\w{0,60})\s*=(?!=)(.*)"),
        ("--",),
    ),
    Language.PYTHON: _Grammar(
        re.compile(r"\brequest\.(?:args|form|values|json|data|query|GET|POST|get_json)|FieldStorage\(|\bform\.getvalue\(|environ(?:\.get)?[\[(]\s*['\"](?:QUERY_STRING|HTTP_|PATH_INFO|REQUEST_URI)"),
        re.compile(r"\b(?:os\.system|os\.popen|commands\.getoutput|subprocess\.getoutput|eval|exec)\s*\((.*)|\bsubprocess\.\w+\((.*shell\s*=\s*True.*)"),
        re.compile(r"\b(?:shlex\.quote|pipes\.quote|int|float|ip_address)\s*\("),
        re.compile(r"(\b[A-Za-z_]\w{0,60})\s*\+?=(?!=)(.*)"),
        ("#",),
    ),
    Language.PERL: _Grammar(
        re.compile(r"\bparam\s*\(|\$ENV\{['\"]?(?:QUERY_STRING|HTTP_\w+|PATH_INFO|REQUEST_URI)"),
        re.compile(r"\b(?:system|exec|eval)\b\s*\(?\s*(?![{(\s'])(?!\"[^\"$]*\"\s*,)(.*)|\bqx\s*[({/](.*)|`([^`]*)`|\bopen\s*\((.*\|.*)"),
        re.compile(r"\bquotemeta\b|\bint\s*\(|=~\s*/\^"),
        re.compile(r"(?:my\s+)?(\$\w{1,60})\s*\.?=(?![=~])(.*)"),
        ("#",),
    ),
    Language.JAVASCRIPT: _Grammar(
        re.compile(r"\breq(?:uest)?\.(?:query|body|params|headers|url|cookies)\b|querystring\.parse\("),
        re.compile(r"\b(?:child_process\.)?(?:exec|execSync)\s*\((.*)|\beval\s*\((.*)"),
        re.compile(r"\b(?:parseInt|Number|encodeURIComponent|shellEscape|quote)\s*\("),
        re.compile(r"(?:var|let|const)?\s*(\b[A-Za-z_$][\w$]{0,60})\s*\+?=(?![=>])(.*)"),
        ("//", "*", "/*"),
    ),
}  # fmt: skip


def injections(file: TextFile) -> Iterator[tuple[int, str]]:
    """The lines (from 1) by which request text reaches a shell, with their text."""
    if file.language is Language.SHELL:
        yield from _shell(file)
        return
    grammar = _GRAMMARS.get(file.language)
    if grammar is None or file.path.endswith(".min.js") or not grammar.source.search(file.text):
        return
    tainted: set[str] = set()
    for number, line in file.lines:
        if line.lstrip().startswith(grammar.comment):
            continue
        cleaned = bool(grammar.clean.search(line))
        found = grammar.sink.search(line)
        if found and not cleaned and _dirty("".join(g or "" for g in found.groups()), grammar, tainted):
            yield number, line.strip()
        assigned = grammar.assign.search(line)
        if assigned is not None:
            dirty = not cleaned and _dirty(assigned[2], grammar, tainted)
            (tainted.add if dirty else tainted.discard)(assigned[1])


def _dirty(text: str, grammar: _Grammar, tainted: set[str]) -> bool:
    return bool(grammar.source.search(text)) or any(
        name in tainted for name in re.findall(r"\$?[A-Za-z_]\w*", text)
    )


_CGI_VARIABLE = re.compile(
    r"^(?:QUERY_STRING|REQUEST_URI|PATH_INFO|HTTP_\w+|FORM_\w+|GET_\w+|POST_\w+|CONTENT|COOKIE_\w+)$"
)
_USED = re.compile(r"\$\{?([A-Za-z_]\w{0,60})")
_SHELL_ASSIGN = re.compile(
    r"(?:^|[\s;&|(])([A-Za-z_]\w{0,60})=(\"[^\"]{0,2000}\"|'[^']{0,2000}'|\$\([^\n]{0,2000}|`[^`]{0,2000}`|[^\s;&|]{0,2000})"
)
_INTERPRETERS = ("sh", "bash", "ash", "su", "ssh")
_CLEANED = re.compile(
    r"tr\s+-c?d|[^\w]grep\s+-\w*[Eqx]\w*\s+['\"]?\^|sed\s+['\"]?s/\[\^|\[!?\^?[\w-]+\]\*?\)|printf\s+['\"]?%(?:d|q)"
)


def _shell(file: TextFile) -> Iterator[tuple[int, str]]:
    text = file.text
    web = (
        ".cgi" in file.path
        or "/cgi-bin/" in file.path
        or re.search(r"\b(?:QUERY_STRING|HTTP_[A-Z]+|FORM_\w+)\b", text)
    )
    if not web:
        return
    tainted: set[str] = set()
    told: set[int] = set()
    for command in commands(text):
        line = command.text
        if not _CLEANED.search(line):
            for name, value in _SHELL_ASSIGN.findall(line):
                if any(_request(used, tainted) for used in _USED.findall(value)):
                    tainted.add(name)
        if command.program == "read" and not command.piped:
            tainted.update(word for word in command.words[1:] if word.isidentifier())
        if command.line not in told and _sink(command.words, command.program, tainted):
            told.add(command.line)
            yield command.line, line


def _request(name: str, tainted: set[str]) -> bool:
    return name in tainted or bool(_CGI_VARIABLE.match(name))


def _sink(words: tuple[str, ...], program: str, tainted: set[str]) -> bool:
    dirty = [word for word in words if any(_request(used, tainted) for used in _USED.findall(word))]
    if program == "eval":
        return bool(dirty)
    if program in _INTERPRETERS and "-c" in words[:-1]:
        return words[words.index("-c") + 1] in dirty
    return bool(dirty) and words[0] == dirty[0] and words[0].startswith("$")
