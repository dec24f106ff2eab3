"""Where the accounts of a device come from that makes /etc/passwd anew at each start.

A root file system that cannot be written has a link in the file's place, to somewhere in memory, and a start
script that fills it: `cp /etc/passwd.bak /var/passwd`. The account that is used is the one in the copy.
"""

import posixpath
import re
from collections.abc import Iterator

from mamoru.verification.firmware.image import EntryKind, FileTree

_STARTS = ("/etc/init.d", "/etc/rc.d", "/etc/rcS.d", "/etc_ro", "/sbin", "/usr/sbin", "/usr/etc", "/etc/rc")
_ALONE = (
    "/etc/rcS",
    "/etc/rc",
    "/etc/rc.local",
    "/etc/inittab",
    "/etc/profile",
    "/init",
    "/linuxrc",
    "/sbin/init",
)
_COPIES = (
    "{0}.bak", "{0}.default", "{0}.orig", "{0}.sample", "{0}-", "{0}.rom", "/etc_ro/{1}", "/etc/default/{1}",
    "/usr/etc/{1}", "/rom/etc/{1}", "/etc.ro/{1}", "/usr/share/defaults/{1}", "/mnt/rom/etc/{1}",
)  # fmt: skip
_WORD = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s;&|<>"']+)"""
_COPY = re.compile(rf"^[^#\n]*?\b(?:cp|mv|install|ln)((?:[ \t]+{_WORD})+)", re.MULTILINE)
_FILLED = re.compile(rf"^[^#\n]*?\bcat[ \t]+({_WORD})[ \t]*>+[ \t]*({_WORD})", re.MULTILINE)
_MOST_BYTES = 1 << 18
_MOST_SCRIPTS = 500


def account_file(tree: FileTree, path: str) -> str:
    """The file that stands at `path` (/etc/passwd, /etc/shadow) on the running device: the file itself where
    it is there, else what a start script copies there, else a copy of a usual name; `path` where none is."""
    found = tree.resolve(path)
    if found is not None and found.kind is EntryKind.FILE and found.size:
        return path
    places = _places(tree, path)
    for source, target in _copies(tree):
        within = posixpath.join(target, posixpath.basename(source))
        if (target in places or within in places) and _is_file(tree, source):
            return source
    name = posixpath.basename(path)
    return next((copy for form in _COPIES if _is_file(tree, copy := form.format(path, name))), path)


def _is_file(tree: FileTree, path: str) -> bool:
    entry = tree.resolve(path)
    return entry is not None and entry.kind is EntryKind.FILE and entry.size > 0


def _places(tree: FileTree, path: str) -> frozenset[str]:
    """The path and every place that its links lead over, whether or not something is there yet."""
    found = {path}
    entry = tree.entry(path)
    while entry is not None and entry.kind is EntryKind.LINK and entry.target is not None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), entry.target))
        if path in found:
            break
        found.add(path)
        entry = tree.entry(path)
    return frozenset(found)


def _copies(tree: FileTree) -> Iterator[tuple[str, str]]:
    """What the start scripts copy: from where, to where (plain absolute paths)."""
    scripts = [entry for folder in _STARTS for entry in tree.under(folder)][:_MOST_SCRIPTS]
    texts = [tree.read(entry, most=_MOST_BYTES) for entry in scripts]
    texts += [text.encode() for path in _ALONE if (text := tree.text(path, most=_MOST_BYTES))]
    for body in texts:
        if body[:4] == b"\x7fELF":
            continue
        text = body.decode("utf-8", "replace")
        for match in _COPY.finditer(text):
            words = [_bare(word) for word in re.findall(_WORD, match[1]) if not word.startswith("-")]
            yield from ((source, words[-1]) for source in words[:-1])
        for match in _FILLED.finditer(text):
            yield _bare(match[1]), _bare(match[2])


def _bare(word: str) -> str:
    return posixpath.normpath("/" + word.strip("\"'").lstrip("/"))
