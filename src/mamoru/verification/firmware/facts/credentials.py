"""Credentials that stand in clear in text files: settings, code, scripts, addresses, tokens.

One pass over the texts of a tree; each line is told at most once, under the kind that fits best.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from weakref import WeakKeyDictionary

import msgspec

from mamoru.evidence import Location
from mamoru.verification.firmware.facts.accounts import default_passwords
from mamoru.verification.firmware.facts.scripts import Command, commands
from mamoru.verification.firmware.facts.secrets import classes, names_secret, stands_in, without, words_of
from mamoru.verification.firmware.facts.settings import Setting, settings
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import FileTree


class CredentialKind(StrEnum):
    """Where a credential stands."""

    WIFI = "wifi"
    SETTING = "setting"
    CODE = "code"
    TOKEN = "token"  # noqa: S105  (a kind, not a token)
    ADDRESS = "address"
    COMMAND = "command"


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """One credential in clear: `proof` shows its line with the secret redacted."""

    kind: CredentialKind
    at: Location
    proof: str


_TOKEN = re.compile(
    r"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20}|xox[abpr]-[A-Za-z0-9-]{10,80}"
    r"|AIza[0-9A-Za-z_-]{35}|sk_live_[0-9A-Za-z]{24,60}|SG\.[\w-]{22}\.[\w-]{43}|key-[0-9a-f]{32}|npm_[A-Za-z0-9]{36}"
    r"|eyJ[A-Za-z0-9_-]{10,800}\.eyJ[A-Za-z0-9_-]{10,1600}\.[A-Za-z0-9_-]{10,800}|SharedAccessKey=[A-Za-z0-9+/]{43}=)"
)
_ID_OF_A_PAIR = re.compile(r"(?:AKIA|ASIA)[0-9A-Z]{16}$")
_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,15}://([^\s/:@\"'<>]{1,64}):([^\s/@\"'<>]{1,128})@[\w.\[-]", re.I
)
_LITERAL = r"(?:\"([^\"\n]{3,80})\"|'([^'\n]{3,80})')"
_NAME = r"([$@]?[A-Za-z_][\w.>\[\]'\"-]{0,60})"
_COMPARED = re.compile(rf"{_NAME}\s*(?:===?|!==?|~=|\beq\b|\bne\b|\.equals\()\s*{_LITERAL}")
_COMPARED_BACK = re.compile(rf"{_LITERAL}\s*(?:===?|!==?|~=|\beq\b|\bne\b)\s*{_NAME}")
_CALLED = re.compile(rf"\bstrcmp\s*\(\s*{_NAME}\s*,\s*{_LITERAL}")
_ASSIGNED = re.compile(rf"{_NAME}[\"']?\s*(?:=>|=(?!=)|:)\s*{_LITERAL}")
_DEFINED = re.compile(rf"\bdefine\s*\(\s*['\"](\w{{1,60}})['\"]\s*,\s*{_LITERAL}")
_COMMENT = ("#", "//", "--", "*", "/*", "<!--", ";")
_CODE = (Language.PHP, Language.LUA, Language.PYTHON, Language.PERL, Language.JAVASCRIPT, Language.MARKUP)
_WIFI_FILE = re.compile(
    r"wpa_supplicant[^/]*$|hostapd[^/]*$|/(?:etc/config/)?wireless$|/NetworkManager/system-connections/|\.nmconnection$|/iwd/[^/]+\.psk$"
)
_WIFI_WORDS = word_set("wifi wlan wpa wpa2 wpa3 ssid wireless wep ap softap hotspot wl0 wl1 ra0 wpapsk")


_KNOWN: WeakKeyDictionary[FileTree, tuple[Credential, ...]] = WeakKeyDictionary()


def credentials(tree: FileTree, kind: CredentialKind) -> Iterator[Credential]:
    """The credentials of one kind in the texts of `tree`."""
    if tree not in _KNOWN:
        _KNOWN[tree] = tuple(found for file in texts(tree) for found in _in_file(file))
    return (found for found in _KNOWN[tree] if found.kind is kind)


def _in_file(file: TextFile) -> Iterator[Credential]:
    taken: dict[int, _Hit] = {}
    for finder in (_tokens, _addresses, _settings, _commands, _code):
        for hit in finder(file):
            taken.setdefault(hit[0], hit)
    for line, kind, text, secrets in sorted(taken.values()):
        named_nearby = any(
            taken.get(near, (0, kind))[1] is CredentialKind.SETTING for near in (line - 1, line + 1)
        )
        if not (
            _ID_OF_A_PAIR.match(secrets[0]) and named_nearby
        ):  # the secret half is told; one thing, one finding
            yield Credential(kind=kind, at=file.tree.at(file.entry, line=line), proof=without(text, *secrets))


_Hit = tuple[int, CredentialKind, str, tuple[str, ...]]


def _tokens(file: TextFile) -> Iterator[_Hit]:
    for number, line in file.lines:
        if (found := _TOKEN.search(line)) and not line.lstrip().startswith(_COMMENT):
            yield number, CredentialKind.TOKEN, line, (found[0].removeprefix("SharedAccessKey="),)


def _addresses(file: TextFile) -> Iterator[_Hit]:
    for number, line in file.lines:
        found = _ADDRESS.search(line) if "://" in line else None
        if (
            found
            and not line.lstrip().startswith(_COMMENT)
            and not stands_in(found[2])
            and "$" not in found[2]
        ):
            yield number, CredentialKind.ADDRESS, line, (found[2],)


def _settings(file: TextFile) -> Iterator[_Hit]:
    if file.language is not Language.SETTINGS:
        return
    wifi_file = bool(_WIFI_FILE.search(file.path))
    for setting in settings(file):
        wireless = (
            wifi_file or bool(_WIFI_WORDS.intersection(words_of(setting.key))) or "wifi" in setting.section
        )
        value = setting.value.strip("\"'")
        if wireless and _wifi_secret(setting, wifi_file=wifi_file):
            yield setting.line, CredentialKind.WIFI, setting.text, (value,)
        elif names_secret(setting.key) and not _harmless(value, file):
            yield setting.line, CredentialKind.SETTING, setting.text, (value,)
    yield from _httpd_accounts(file)


def _wifi_secret(setting: Setting, *, wifi_file: bool) -> bool:
    key, value = setting.key.lower(), setting.value.strip("\"'")
    words = set(words_of(key))
    named = (
        bool(words & {"psk", "passphrase", "wpapsk", "password", "pass", "passwd", "presharedkey"})
        or (wifi_file and (key in ("key", "key1", "sae_password") or key.startswith(("wep_key", "wpapsk"))))
        or (
            bool(words & _WIFI_WORDS)
            and "key" in words
            and not words & {"mgmt", "type", "index", "management"}
        )
    )
    hexadecimal = len(value) == 64 and all(c in "0123456789abcdefABCDEF" for c in value)
    return (
        named
        and 5 <= len(value) <= 64
        and (hexadecimal or not stands_in(value))
        and not key.endswith(("file", "length"))
    )


def _harmless(value: str, file: TextFile) -> bool:
    if stands_in(value) or "%" in value[:1] or "(" in value:
        return True
    if value.lstrip("-").isdigit():
        return len(value) < 4
    worded = file.path.endswith((".json", ".xml")) or file.language is not Language.SETTINGS
    return worded and value.isalpha() and value not in default_passwords()  # a label, rather


def _httpd_accounts(file: TextFile) -> Iterator[_Hit]:
    """`/path:user:password` of BusyBox httpd."""
    if not file.path.endswith("httpd.conf"):
        return
    for number, line in file.lines:
        fields = line.strip().split(":")
        if len(fields) == 3 and fields[0].startswith("/") and not stands_in(fields[2]):
            yield number, CredentialKind.SETTING, line, (fields[2],)


def _commands(file: TextFile) -> Iterator[_Hit]:
    if file.language is not Language.SHELL:
        return
    for command in commands(file.text):
        if secret := _on_command_line(command):
            yield command.line, CredentialKind.COMMAND, command.text, (secret,)


def _on_command_line(command: Command) -> str | None:
    """The literal password that a command is given, None where there is none."""
    name, words = command.program, command.words
    candidates: list[str | None] = []
    if name in ("curl", "wget", "ncftpput", "ftpput", "ftpget", "lftp"):
        pair = command.option("-u", "--user", "--proxy-user") if name == "curl" else None
        candidates.append(pair.partition(":")[2] if pair and ":" in pair else None)
        candidates.append(command.option("--password", "--http-password", "--ftp-password"))
        if name.startswith("ftp") or name == "ncftpput":
            candidates.append(command.option("-p"))
    elif name in ("mosquitto_pub", "mosquitto_sub"):
        candidates.append(command.option("-P", "--pw"))
    elif name == "sshpass":
        joined = next((w[2:] for w in words[1:] if w.startswith("-p") and len(w) > 2), None)
        candidates.append(joined or command.option("-p"))
    elif name in ("mysql", "mysqldump", "mysqladmin"):
        candidates += [w[2:] for w in words[1:] if w.startswith("-p") and len(w) > 2] + [
            command.option("--password")
        ]
    elif name == "openssl":
        given = command.option("-pass", "-passin", "-passout", "-k") or ""
        candidates.append(given.removeprefix("pass:") if given.startswith("pass:") else None)
    elif name in ("echo", "printf") and "chpasswd" in command.text and len(words) > 1:
        candidates.append(words[-1].replace("\\n", "").partition(":")[2] or None)
    elif name in ("useradd", "usermod", "smbpasswd", "htpasswd", "vsftpd_passwd"):
        candidates.append(
            words[-1] if name == "htpasswd" and any("b" in w for w in words if w.startswith("-")) else None
        )
    return next((c for c in candidates if c and not stands_in(c) and "$" not in c), None)


def _code(file: TextFile) -> Iterator[_Hit]:
    if file.language is Language.SHELL:
        yield from _shell_code(file)
    if file.language not in _CODE or file.path.endswith(".min.js"):
        return
    for number, line in file.lines:
        if line.lstrip().startswith(_COMMENT) or len(line) > 600:
            continue
        for pattern, back in (
            (_COMPARED, 0),
            (_CALLED, 0),
            (_COMPARED_BACK, 1),
            (_DEFINED, 0),
            (_ASSIGNED, 0),
        ):
            for found in pattern.finditer(line):
                groups = [g for g in found.groups() if g]
                name, value = (groups[1], groups[0]) if back else (groups[0], groups[1])
                if _code_secret(name, value, file):
                    yield number, CredentialKind.CODE, line, (value,)


def _code_secret(name: str, value: str, file: TextFile) -> bool:
    bare = re.split(r"[.>\[]", name.strip("$@\"'])"))[-1].strip("'\"]")
    if not names_secret(bare) or stands_in(value) or names_secret(value) or value[:1] in ".#-":
        return False
    if file.language in (Language.JAVASCRIPT, Language.MARKUP):
        return (classes(value) >= 2 and any(c.isdigit() for c in value)) or value in default_passwords()[:60]
    return True


_TESTED = re.compile(r"\$\{?(\w{1,60})\}?\"?\s*(?:==?|!=)\s*x?[\"']?x?([^\s\"'\]$;&|]{3,80})")
_SHELL_ASSIGNED = re.compile(r"(?:^|[\s;&])([A-Za-z_]\w{0,60})=[\"']?([^\s\"';&|$`()]{3,80})")


def _shell_code(file: TextFile) -> Iterator[_Hit]:
    from_where = {command.line for command in commands(file.text)}
    for number, line in file.lines:
        if line.lstrip().startswith("#") or len(line) > 2000:
            continue
        for pattern in (_TESTED, _SHELL_ASSIGNED):
            if pattern is _TESTED and number not in from_where:
                continue
            found = [
                (n, v)
                for n, v in pattern.findall(line)
                if names_secret(n) and not stands_in(v) and not v.startswith("-")
            ]
            if found and (classes(found[0][1]) >= 2 or found[0][1] in default_passwords()):
                yield number, CredentialKind.CODE, line, tuple(v for _, v in found)
                break
