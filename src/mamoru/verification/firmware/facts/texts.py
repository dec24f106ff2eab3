"""The text files of a tree, by what they are: shell script, code, settings."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from posixpath import basename, splitext
from weakref import WeakKeyDictionary

import msgspec

from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import Entry, FileTree

MOST_TEXT_BYTES = 8 << 20  # larger text is data, not settings or a script
MOST_LINE_CHARACTERS = 4096  # a longer line is packed code or data
_HEAD_BYTES = 4096


class Language(StrEnum):
    """What a text file is written in."""

    SHELL = "sh"
    PHP = "php"
    LUA = "lua"
    PYTHON = "python"
    PERL = "perl"
    JAVASCRIPT = "js"
    MARKUP = "html"
    SETTINGS = "settings"
    OTHER = "other"


_BY_EXTENSION = {
    **dict.fromkeys((".sh", ".bash", ".ash"), Language.SHELL),
    **dict.fromkeys((".php", ".php5", ".inc", ".phtml"), Language.PHP),
    ".lua": Language.LUA,
    ".py": Language.PYTHON,
    **dict.fromkeys((".pl", ".pm"), Language.PERL),
    **dict.fromkeys((".js", ".mjs", ".cjs"), Language.JAVASCRIPT),
    **dict.fromkeys((".html", ".htm", ".asp", ".htmlx"), Language.MARKUP),
    **dict.fromkeys(
        word_set(
            ".ini .conf .cfg .cnf .config .json .xml .yaml .yml .toml .properties .env .uci .defaults .default .nvram .plist"
            " .settings .prefs .cf"
        ),
        Language.SETTINGS,
    ),
}
_INTERPRETERS = (
    ("php", Language.PHP), ("lua", Language.LUA), ("python", Language.PYTHON), ("micropython", Language.PYTHON),
    ("perl", Language.PERL), ("node", Language.JAVASCRIPT), ("sh", Language.SHELL), ("rc.common", Language.SHELL),
)  # fmt: skip
_SHEBANG = re.compile(rb"^#! ?\s*(\S{1,100})(?: +(\S{1,100}))?")
_NOT_THE_DEVICES = re.compile(
    r"^/etc/(?:services|protocols|mime\.types|ethertypes)$|/openssl[^/]*\.cnf$|^/usr/share/(?:doc|man|info|locale|zoneinfo|i18n|perl|perl5|mime|terminfo|X11|icons|fonts|vim|nmap|bash-completion"
    r"|zsh|fish|gcc|gdb|lintian|bug|common-licenses|licenses|help|cmake|pkgconfig|aclocal|autoconf|automake)[^/]*/"
    r"|^/(?:usr/)?(?:local/)?lib(?:32|64)?/(?:python|perl|ruby|node_modules|tcl|gcc)[^/]*/"
    r"|^/(?:usr/)?(?:local/)?lib/[^/]+/perl[^/]*/"
    r"|/(?:node_modules|site-packages|dist-packages|__pycache__|examples?|samples?|docs?|locales?|i18n|langs?|"
    r"languages?|translations?)/"
    r"|^/usr/(?:local/)?(?:lib|share)/.*/(?:test|tests|testdata)/"
    r"|^/(?:proc|sys|dev)/",
    re.IGNORECASE,
)
_EXAMPLE_FILE = re.compile(
    r"\.(?:example|sample|dist|template|tmpl|in|md|rst|po|pot|mo|html?\.in)$|(?:^|[._-])(?:example|sample|README|LICENSE|COPYING)(?:[._-]|$)",
    re.I,
)


class TextFile(msgspec.Struct, frozen=True, weakref=True, dict=True):
    """A text file and what it is written in."""

    tree: FileTree
    entry: Entry
    language: Language

    @property
    def path(self) -> str:
        """Where it lies in its tree."""
        return self.entry.path

    @cached_property
    def text(self) -> str:
        """Its contents, undecodable bytes replaced; a NUL (as in a dump of NVRAM) ends a line."""
        content = self.tree.read(self.entry, most=MOST_TEXT_BYTES)
        return content.decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "\n")

    @property
    def lines(self) -> Iterator[tuple[int, str]]:
        """Its lines with their numbers from 1; lines that no person wrote are left out."""
        for number, line in enumerate(self.text.split("\n"), 1):
            if line and len(line) <= MOST_LINE_CHARACTERS:
                yield number, line


def example(path: str) -> bool:
    """Whether the path says that nothing on the device uses the file: documentation, an example, a
    test, a translation, or the library of an interpreter."""
    return bool(_NOT_THE_DEVICES.search(path) or _EXAMPLE_FILE.search(basename(path)))


_KNOWN: WeakKeyDictionary[FileTree, tuple[TextFile, ...]] = WeakKeyDictionary()


def texts(tree: FileTree, *languages: Language) -> Iterator[TextFile]:
    """The text files of the device's own, in `languages` (all if none is named)."""
    known = _KNOWN.get(tree)
    if known is None:
        known = _KNOWN[tree] = tuple(_texts(tree))
    for file in known:
        if not languages or file.language in languages:
            yield TextFile(file.tree, file.entry, file.language)  # anew, so that no text stays in memory


def _texts(tree: FileTree) -> Iterator[TextFile]:
    for entry in tree.files:
        if 0 < entry.size <= MOST_TEXT_BYTES and not example(entry.path):
            head = tree.read(entry, most=_HEAD_BYTES)
            language = language_of(entry.path, head)
            if language is not None:
                yield TextFile(tree, entry, language)


def language_of(path: str, head: bytes) -> Language | None:
    """What a file is written in, by its first bytes and its name; None for what is no text."""
    extension = splitext(path)[1].lower()
    nvram = extension in (".nvram", ".defaults", ".default") or "nvram" in basename(path)
    if head.startswith((b"\x7fELF", b"\x1f\x8b", b"PK\x03\x04")) or (b"\0" in head and not nvram):
        return None
    if sum(byte < 9 or 13 < byte < 27 for byte in head) > (len(head) // 20 if nvram else 2) + 200 * nvram:
        return None
    if shebang := _SHEBANG.match(head):
        program = (shebang[2] if shebang[1].endswith(b"/env") and shebang[2] else shebang[1]).decode(
            "latin-1"
        )
        return next((lang for name, lang in _INTERPRETERS if name in basename(program)), Language.OTHER)
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    if b"<?php" in head:
        return Language.PHP
    if re.search(
        r"^/etc/(?:init\.d|rc\w*\.d|hotplug\.d|uci-defaults)/|^/etc/rc(?:\.\w+)?$|\.cgi$|/etc/profile$", path
    ):
        return Language.SHELL
    return Language.SETTINGS if path.startswith("/etc/") or nvram or _is_settings(head) else Language.OTHER


_ASSIGNMENT = re.compile(rb"^\s*[\"']?[\w.\-]{1,80}[\"']?\s*[=:]\s*\S", re.MULTILINE)


def _is_settings(head: bytes) -> bool:
    lines = [
        line
        for line in head.split(b"\n")
        if line.strip() and not line.lstrip().startswith((b"#", b";", b"["))
    ]
    return bool(lines) and sum(bool(_ASSIGNMENT.match(line)) for line in lines) * 10 >= len(lines) * 7
