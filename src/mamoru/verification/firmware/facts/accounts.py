"""The accounts of a root file system, and whether their passwords are published ones."""

import re
import time
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from weakref import WeakKeyDictionary

import msgspec
from passlib import hash as schemes
from passlib.exc import MissingBackendError

from mamoru.evidence import Location
from mamoru.language import Text
from mamoru.verification.firmware.facts.account_files import account_file
from mamoru.verification.firmware.image import FileTree

NO_ACCOUNTS = Text(
    "アカウントのファイル (/etc/passwd) がありません。", "There is no account file (/etc/passwd)."
)
GUESSING_SECONDS = 25.0  # for all accounts of one tree together
_NO_SHELL = re.compile(r"(?:^|/)(?:nologin|false|sync|shutdown|halt|null)$")
_MOST_ACCOUNTS = 500
_SCHEMES = (
    ("$1$", "MD5 crypt", schemes.md5_crypt),
    ("$5$", "SHA-256 crypt", schemes.sha256_crypt),
    ("$6$", "SHA-512 crypt", schemes.sha512_crypt),
    ("$2", "bcrypt", schemes.bcrypt),
)
_OTHER = (
    ("$y$", "yescrypt"),
    ("$gy$", "gost-yescrypt"),
    ("$7$", "scrypt"),
    ("$3$", "NTHASH"),
    ("$sha1$", "SHA-1 crypt"),
)
_WEAK = frozenset(("DES crypt", "MD5 crypt", "NTHASH", "SHA-1 crypt", "BSDi crypt"))


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One account. `password_hash` is the field as stored, None where no file has one; `at` is where
    it stands (shadow before passwd)."""

    name: str
    uid: int | None
    shell: str
    password_hash: str | None
    at: Location
    named_at: Location

    @property
    def locked(self) -> bool:
        """Whether no password opens it: no field, `*`, `!`, `x` without shadow, or what is no hash."""
        return self.password_hash is None or (
            self.password_hash != "" and scheme_of(self.password_hash) is None
        )

    @property
    def may_log_in(self) -> bool:
        """Whether its shell lets it in."""
        return not _NO_SHELL.search(self.shell)

    @property
    def empty(self) -> bool:
        """Whether it has an empty password."""
        return self.password_hash == ""

    @property
    def scheme(self) -> str | None:
        """The name of the hash scheme, None where there is no hash."""
        return scheme_of(self.password_hash or "")

    @property
    def weakly_hashed(self) -> bool:
        """Whether the scheme is fast to try."""
        return self.scheme in _WEAK


def scheme_of(field: str) -> str | None:
    """The scheme of a stored hash; None for what is none (`*`, `!…`, `x`, an empty field)."""
    for prefix, name in (*((p, n) for p, n, _ in _SCHEMES), *_OTHER):
        if field.startswith(prefix) and len(field) > len(prefix) + 8:
            return name
    if re.fullmatch(r"[./0-9A-Za-z]{13}", field):
        return "DES crypt"
    return "BSDi crypt" if re.fullmatch(r"_[./0-9A-Za-z]{19}", field) else None


def accounts(tree: FileTree) -> tuple[Account, ...]:
    """The accounts in /etc/passwd and /etc/shadow (and their copies where those are missing), each
    once; an account that only shadow names is one too."""
    shadow = {name: (fields, at) for name, fields, at in _rows(tree, "/etc/shadow", least=2)}
    found = []
    passwd = list(_rows(tree, "/etc/passwd", least=7))
    for name, fields, at in passwd:
        stored, stored_at = fields[1], at
        if name in shadow and stored in ("x", "*", "!", ""):
            stored, stored_at = (
                (shadow[name][0][1] if stored == "x" or not stored else stored),
                shadow[name][1],
            )
        uid = int(fields[2]) if fields[2].isdigit() and len(fields[2]) < 11 else None
        found.append(
            Account(name=name, uid=uid, shell=fields[6], password_hash=stored, at=stored_at, named_at=at)
        )
    known = {name for name, _, _ in passwd}
    for name, (fields, at) in shadow.items():
        if name not in known:
            found.append(Account(name=name, uid=None, shell="", password_hash=fields[1], at=at, named_at=at))
    return tuple(found)


def _rows(tree: FileTree, path: str, *, least: int) -> Iterator[tuple[str, list[str], Location]]:
    path = account_file(tree, path)
    for number, line in enumerate((tree.text(path) or "").split("\n")[:_MOST_ACCOUNTS], 1):
        fields = line.rstrip("\r").split(":")
        if len(fields) >= least and fields[0] and not line.startswith(("#", "+", "-")):
            yield fields[0], fields, tree.at(path, line=number)


_GUESSED: WeakKeyDictionary[FileTree, dict[str, str]] = WeakKeyDictionary()


def guessed(tree: FileTree) -> dict[str, str]:
    """The passwords found, by account name, for the accounts that have a hash. Tries the account's own
    name and the published defaults for at most `GUESSING_SECONDS`."""
    if tree not in _GUESSED:
        _GUESSED[tree] = _guess_all(tree)
    return _GUESSED[tree]


def _guess_all(tree: FileTree) -> dict[str, str]:
    until, found = time.monotonic() + GUESSING_SECONDS, {}
    candidates = [account for account in accounts(tree) if not account.locked and not account.empty]
    for account in sorted(candidates, key=lambda a: (a.uid != 0, a.name)):
        password = guess(account.password_hash or "", account.name, until)
        if password is not None:
            found[account.name] = password
    return found


def guess(stored: str, name: str, until: float) -> str | None:
    """The password of `stored` where it is a published default or made of the account's name; None if
    it was not found by monotonic second `until`, or its scheme cannot be tried here."""
    scheme = next((handler for prefix, _, handler in _SCHEMES if stored.startswith(prefix)), None)
    scheme = scheme or (schemes.des_crypt if scheme_of(stored) == "DES crypt" else None)
    if scheme is None:
        return None
    own = (name, name.capitalize(), f"{name}123", f"{name}1234", name[::-1])
    for candidate in dict.fromkeys((*default_passwords()[:12], *own, *default_passwords())):
        if time.monotonic() > until:
            return None
        try:
            if scheme.verify(candidate, stored):
                return candidate
        except (ValueError, TypeError, MissingBackendError):
            return None
    return None


@cache
def default_passwords() -> tuple[str, ...]:
    """The published defaults, the commonest first."""
    text = (files("mamoru.verification.firmware") / "data" / "default_passwords.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
