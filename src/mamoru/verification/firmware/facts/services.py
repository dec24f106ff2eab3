"""What the device starts by itself, as its start files say, whether or not the program is there."""

import re
from collections.abc import Iterable, Iterator
from posixpath import basename, dirname, normpath
from weakref import WeakKeyDictionary

import msgspec

from mamoru.evidence import Location
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import Command, commands
from mamoru.verification.firmware.facts.units import units
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import Entry, EntryKind, FileTree

NO_START_FILES = Text(
    "起動ファイル (inittab、init.d、systemd など) を読み取れなかったため、何が動くか分かりません。",
    "No start files (inittab, init.d, systemd …) could be read, so what runs is not known.",
)
_DEPTH = 6
_PATH = ("/sbin", "/usr/sbin", "/bin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/")
_FIRST_SCRIPTS = re.compile(
    r"^/etc/init\.d/rcS$|^/etc/rc(?:\.local|\.sysinit|\.final|S)?$|^/etc/rc\.d/(?:rc\.\w+|S\d\d[^/]*)$|^/(?:init|linuxrc)$"
    r"|^/etc/init\.d/S\d\d[^/]*$|^/etc/rc[S0-9]\.d/S\d\d[^/]*$|^/etc/(?:runit|service|sv)/[^/]+/run$|^/service/[^/]+/run$"
    r"|^/etc/preinit$|^/etc/rcS\.d/[^/]+$"
)
_HALTING = re.compile(r"^/etc/rc[06]\.d/")
_INITTAB = re.compile(r"^([^:#]{0,40}):([^:]{0,20}):(\w+):(.*)$")
_RUNS = word_set(
    "sysinit respawn askfirst askconsole once wait boot bootwait respawnlate askconsolelate initdefault"
)
_WRAPPERS = word_set(
    "exec nohup setsid sudo busybox env command sh bash ash eval daemon service_start start_daemon respawn"
)
_SHELLS = frozenset(("sh", "bash", "ash", "dash", "source", "."))
_SAYING = word_set(
    "echo printf logger killall pkill kill rm cat ln cp mv test [ [[ grep pidof which type chmod chown mkdir touch ps "
    "stop_daemon service_stop log_daemon_msg unset trap return read sed awk local"
)


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """One program that a start file names: `program` as it is written, `arguments` after it, `text`
    the line. `present` where the file it names is in the tree. `by` is inittab, script, systemd,
    inetd, procd or cron; `terminal` the console that an inittab line gives it."""

    program: str
    arguments: tuple[str, ...]
    at: Location
    text: str
    present: bool
    by: str
    terminal: str = ""

    @property
    def name(self) -> str:
        """The program's name without its folder."""
        return basename(self.program)

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        return (self.program, *self.arguments)


_KNOWN: WeakKeyDictionary[FileTree, tuple[Started, ...]] = WeakKeyDictionary()


def started(tree: FileTree) -> tuple[Started, ...]:
    """Everything that the start files of `tree` start, once for each place that says so."""
    known = _KNOWN.get(tree)
    if known is None:
        known = _KNOWN[tree] = tuple(_Reader(tree).all())
    return known


def present(tree: FileTree, program: str) -> bool:
    """Whether a program that is named with or without its folder is in the tree."""
    if program.startswith("/"):
        return tree.resolve(program) is not None
    return any(tree.resolve(f"{folder}/{program}") is not None for folder in _PATH)


class _Reader:
    def __init__(self, tree: FileTree) -> None:
        self.tree = tree
        self.read: set[str] = set()

    def all(self) -> Iterator[Started]:
        yield from self.inittab()
        for entry in sorted(self.tree, key=lambda entry: entry.path):
            if _FIRST_SCRIPTS.search(entry.path) and not _HALTING.search(entry.path) and self.runs(entry):
                yield from self.script(entry.path, by="script", depth=0)
        for unit in units(self.tree):
            found = self.one(Command(unit.words, unit.line, unit.text), unit.path, by="systemd")
            yield from found
        yield from self.inetd()
        yield from self.xinetd()
        yield from self.cron()

    def runs(self, entry: Entry) -> bool:
        """A script of a start folder runs when it may be executed, or is read in (`*.sh`)."""
        real = self.tree.resolve(entry.path)
        return (
            real is not None
            and real.kind is EntryKind.FILE
            and (bool(real.mode & 0o111) or real.path.endswith((".sh", "rc.local")))
        )

    def inittab(self) -> Iterator[Started]:
        for number, line in enumerate((self.tree.text("/etc/inittab") or "").split("\n"), 1):
            found = _INITTAB.match(line.strip())
            if found is None or found[3] not in _RUNS:
                continue
            process = found[4].strip().lstrip("-+@")
            terminal = (
                found[1]
                if not found[2].strip("0123456789Ss") or found[1].startswith(("tty", "console", ":"))
                else ""
            )
            for command in commands(process):
                placed = Command(command.words, number, line.strip(), command.piped)
                yield from self.one(placed, "/etc/inittab", by="inittab", terminal=terminal)

    def script(self, path: str, *, by: str, depth: int) -> Iterator[Started]:
        entry = self.tree.resolve(path)
        if entry is None or entry.kind is not EntryKind.FILE or entry.path in self.read or depth > _DEPTH:
            return
        self.read.add(entry.path)
        text = self.tree.text(entry.path) or ""
        if "\0" in text[:200]:
            return
        for command in commands(text):
            yield from self.one(command, entry.path, by=by, depth=depth)

    def one(
        self, command: Command, path: str, *, by: str, terminal: str = "", depth: int = 0
    ) -> Iterator[Started]:
        words = launched(command.words)
        if not words:
            return
        read_in = basename(words[0]) in _SHELLS
        if read_in and len(words) > 1 and not words[1].startswith("-"):
            words = words[1:]
            words = (
                words[0] if words[0].startswith("/") else normpath(f"{dirname(path)}/{words[0]}"),
                *words[1:],
            )
        if basename(words[0]) in _SAYING or words[0].startswith(("$", "<", ">")) or words[0].endswith("()"):
            return
        yield Started(
            program=words[0], arguments=tuple(words[1:]), at=self.tree.at(path, line=command.line), text=command.text,
            present=present(self.tree, words[0]), by=by, terminal=terminal,
        )  # fmt: skip
        if words[0].startswith("/"):
            entry = self.tree.resolve(words[0])
            if entry is not None and (read_in or self.tree.read(entry, most=2) == b"#!"):
                yield from self.script(entry.path, by=by, depth=depth + 1)

    def inetd(self) -> Iterator[Started]:
        for number, line in enumerate((self.tree.text("/etc/inetd.conf") or "").split("\n"), 1):
            fields = line.split()
            if len(fields) >= 6 and not line.lstrip().startswith("#") and fields[5] != "internal":
                at_program = 6 if basename(fields[5]) in ("tcpd", "busybox") and len(fields) > 6 else 5
                command = Command(
                    (fields[at_program], *fields[at_program + (2 if at_program == 5 else 1) :]),
                    number,
                    line.strip(),
                )
                yield from self.one(command, "/etc/inetd.conf", by="inetd")

    def xinetd(self) -> Iterator[Started]:
        for entry in self.tree.under("/etc/xinetd.d"):
            values: dict[str, tuple[str, int, str]] = {}
            for number, line in enumerate((self.tree.text(entry.path) or "").split("\n"), 1):
                key, equals, value = line.partition("=")
                if equals and not line.lstrip().startswith("#"):
                    values[key.strip()] = (value.strip(), number, line.strip())
            if "server" in values and values.get("disable", ("no", 0, ""))[0] != "yes":
                server, number, text = values["server"]
                arguments = values.get("server_args", ("", 0, ""))[0].split()
                yield from self.one(Command((server, *arguments), number, text), entry.path, by="inetd")

    def cron(self) -> Iterator[Started]:
        for entry in _crontabs(self.tree):
            named_user = entry.path == "/etc/crontab" or entry.path.startswith("/etc/cron.d/")
            for number, line in enumerate((self.tree.text(entry.path) or "").split("\n"), 1):
                fields = line.split(None, 1 if line.startswith("@") else 5)
                if line.lstrip().startswith("#") or len(fields) < 2 or not re.match(r"[\d*@]", fields[0]):
                    continue
                what = fields[-1].split(None, 1)[-1] if named_user else fields[-1]
                for command in commands(what):
                    yield from self.one(
                        Command(command.words, number, line.strip(), command.piped), entry.path, by="cron"
                    )


def _crontabs(tree: FileTree) -> Iterable[Entry]:
    folders = ("/etc/cron.d", "/var/spool/cron", "/etc/crontabs", "/var/cron/tabs")
    named = [entry for entry in (tree.entry("/etc/crontab"),) if entry is not None]
    return [*named, *(entry for folder in folders for entry in tree.under(folder))]


def launched(words: tuple[str, ...]) -> tuple[str, ...]:
    """The program that a command really starts, behind `exec`, `start-stop-daemon`, `procd` and the
    like; empty where none is named."""
    for _ in range(6):
        if not words:
            return ()
        name = basename(words[0])
        if name == "start-stop-daemon":
            return _of_start_stop_daemon(words)
        if name == "procd_set_param":
            return words[2:] if words[1:2] == ("command",) else ()
        if name in ("sh", "bash", "ash") and words[1:2] == ("-c",) and len(words) > 2:
            inner = commands(words[2])
            words = inner[-1].words if inner else ()
        elif name in ("nice", "ionice", "timeout", "chroot", "taskset", "chrt"):
            words = _after_options(words[1:], values=1)
        elif name in _WRAPPERS - _SHELLS:
            words = _after_options(words[1:], values=0)
        else:
            return tuple(word for word in words if not word.startswith(("<", ">")))
    return words


def _after_options(words: tuple[str, ...], *, values: int) -> tuple[str, ...]:
    at = 0
    while at < len(words) and (
        words[at].startswith("-") or (values and words[at].lstrip("+").isdigit()) or "=" in words[at]
    ):
        at += 1
    return words[at:]


def _of_start_stop_daemon(words: tuple[str, ...]) -> tuple[str, ...]:
    if {"-K", "--stop", "-T", "--status"}.intersection(words):
        return ()
    program = ""
    rest: tuple[str, ...] = ()
    for at, word in enumerate(words):
        if word == "--":
            rest = words[at + 1 :]
            break
        if word in ("-x", "--exec", "-a", "--startas") or (
            word.startswith("-") and not word.startswith("--") and word[-1] in "xa"
        ):
            program = words[at + 1] if at + 1 < len(words) else ""
    return (program, *rest) if program else ()
