"""Programs that take text from the network and hand it to calls that bound or quote nothing."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.elf import Binary, binaries, literals
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.image import Entry, FileTree, OpenedImage

CHECK = Check(
    id="FW-BIN-003",
    title=Text(
        "外から入力を受けるプログラムが、シェルに渡す命令を文字列から組み立てます",
        "A program that takes input from outside builds shell commands out of text",
    ),
    why=Text(
        "組み立てた命令に入力が混ざると、`;` などで任意の命令を動かせます。IoT機器で最も多い侵入口の一つです。",
        "Where input gets into such a command, a `;` or the like runs any other: one of the most common ways into devices.",
    ),
    remedy=Text(
        "`system`・`popen` をやめ、`posix_spawn` や `execv` に引数の配列を渡します。",
        "Replace `system` and `popen` by `posix_spawn` or `execv` with a list of arguments.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-78", "CWE-676"),
    claims=("input-validated",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "プログラムが名指す関数と文字列だけを見ます。入力がそこまで届くかは確かめません（人が見る場所の目印です）。",
        "Sees the functions and strings that a program names, not whether input gets there: it marks where a person should look.",
    ),
)
UNBOUNDED = Text(
    "外から入力を受けるプログラムが、長さを確かめない関数を使います",
    "A program that takes input from outside uses functions that check no length",
)
BOUND = Text(
    "`strlcpy`・`snprintf` など長さを渡す関数に替えます。",
    "Use functions that are told a length: `strlcpy`, `snprintf`.",
)
GETS = Text(
    "長さを決して確かめない関数 gets を使います", "A program uses gets, which can never check a length"
)
FGETS = Text("`fgets` に替えます。", "Use `fgets`.")
_SHELL = frozenset(("system", "popen"))
_COPIES = frozenset(("strcpy", "strcat", "sprintf", "vsprintf"))
_TAKES = frozenset(("accept", "accept4", "recvfrom", "recvmsg"))
_OF_A_REQUEST = re.compile(rb"\0(?:QUERY_STRING|CONTENT_LENGTH|HTTP_COOKIE|PATH_INFO)\0")
_STARTS_OTHERS = frozenset(("setenv", "putenv", "clearenv", "execve", "execle", "execvpe", "posix_spawn"))
_COMMAND = re.compile(
    r"^(?:/(?:usr/)?s?bin/)?[a-z][\w.-]{1,24} [^%]{0,80}%s|^echo .{0,80}%s|(?:;|\||&&|>) ?[^%]{0,40}%s"
)
_PROSE = re.compile(
    r"^(?:[a-z]+ ){3}|[:!?.,] ?%s|: |^(?:error|failed|could|cannot|invalid|unknown|no|the|not|bad) "
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding a kind for each web program, or program that a start file starts and that listens."""
    for tree in image.roots:
        listed = {real.path for one in started(tree) if (real := _program(tree, one.program)) is not None}
        for entry, content, facts in binaries(tree):
            if not facts.executable:
                continue
            if "gets" in facts.names:
                yield CHECK.finding(
                    at=tree.at(entry), proof="gets", title=GETS, remedy=FGETS, cwe=("CWE-242", "CWE-120")
                )
            if _is_web_program(content, facts):
                yield from _of_one(tree, entry, content, facts, web=True)
            elif entry.path in listed and _TAKES & facts.names and not _STARTS_OTHERS & facts.names:
                yield from _of_one(tree, entry, content, facts, web=False)


def _program(tree: FileTree, program: str) -> Entry | None:
    places = (program,) if program.startswith("/") else (f"/usr/sbin/{program}", f"/usr/bin/{program}")
    return next((real for place in places if (real := tree.resolve(place)) is not None), None)


def _is_web_program(content: bytes, facts: Binary) -> bool:
    """Whether a web server starts it and hands it a request; the server itself sets what this reads."""
    asks = bool({"getenv", "secure_getenv"} & facts.names)
    return asks and _OF_A_REQUEST.search(content) is not None and not _STARTS_OTHERS & facts.names


def _of_one(
    tree: FileTree, entry: Entry, content: bytes, facts: Binary, *, web: bool
) -> Iterator[Observation]:
    severity = Severity.MEDIUM if web else Severity.LOW
    if calls := sorted(_SHELL & facts.names):
        built = next(
            (
                (at, text)
                for at, text in literals(content, facts)
                if _COMMAND.search(text) and not _PROSE.search(text)
            ),
            None,
        )
        if built is not None:
            proof = f"{', '.join(calls)}: {without(built[1])[:120]}"
            yield CHECK.finding(at=tree.at(entry, offset=built[0]), proof=proof, severity=severity)
    if web and (copies := sorted(_COPIES & facts.names)):
        yield CHECK.finding(
            at=tree.at(entry),
            proof=", ".join(copies),
            title=UNBOUNDED,
            remedy=BOUND,
            severity=Severity.LOW,
            cwe=("CWE-120", "CWE-676"),
        )
