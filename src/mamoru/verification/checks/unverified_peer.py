"""Places that switch the verification of certificates off."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import Command, commands
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-NET-003",
    title=Text("通信相手の証明書を確かめません", "A peer's certificate is not verified"),
    why=Text(
        "暗号化していても、途中に割り込んだ人を本物のサーバーとして扱います。",
        "Encrypted or not, who steps in between is taken for the real server.",
    ),
    remedy=Text(
        "`-k`・`--no-check-certificate` などを外し、CA証明書を指定します。",
        "Remove `-k`, `--no-check-certificate` and the like, and name the CA certificate.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-295",),
    claims=("peers-authenticated",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_IN_CODE = re.compile(
    r"CURLOPT_SSL_VERIFY(?:PEER|HOST)['\"]?\s*(?:,|=>)\s*(?:0|false)|verify_peer(?:_name)?['\"]?\s*=>\s*false|verify\s*=\s*False\b"
    r"|rejectUnauthorized['\"]?\s*:\s*false|CERT_NONE\b|_create_unverified_context|verify\s*=\s*[\"']none[\"']|SSL_VERIFY_NONE"
    r"|NODE_TLS_REJECT_UNAUTHORIZED['\"\]]*\s*=\s*['\"]?0",
)
_IN_SETTINGS = re.compile(
    r"^\s*['\"]?(?:[\w.-]*(?:tls|ssl|bridge)_?insecure|insecure_skip_verify|(?:ssl_?|tls_?|cert_?)verify(?:_?peer|_?cert|_?host)?|verify_?(?:peer|ssl|tls|cert(?:ificate)?)|check_?certificate)"
    r"['\"]?\s*[=: ]\s*['\"]?(\w+)",
    re.I,
)
_CODE = (Language.PHP, Language.LUA, Language.PYTHON, Language.PERL, Language.JAVASCRIPT)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            told: set[int] = set()
            for command in commands(file.text):
                if command.line not in told and _insecure(command):
                    told.add(command.line)
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=command.line), proof=without(command.text)
                    )
        for file in texts(tree, *_CODE, Language.SETTINGS):
            for number, line in _lines(file):
                yield CHECK.finding(at=tree.at(file.entry, line=number), proof=without(line))


def _insecure(command: Command) -> bool:
    words = command.words[1:]
    local = any(re.search(r"://(?:localhost|127\.)", word) for word in words)
    if command.program == "curl":
        return not local and any(
            word == "--insecure" or re.fullmatch(r"-[a-zA-Z]*k[a-zA-Z]*", word) for word in words
        )
    if command.program in ("wget", "uclient-fetch"):
        return not local and "--no-check-certificate" in words
    if command.program in ("mosquitto_pub", "mosquitto_sub"):
        return "--insecure" in words
    return command.program in ("ssh", "scp", "sftp") and any(
        "StrictHostKeyChecking=no" in word for word in words
    )


def _lines(file: TextFile) -> Iterator[tuple[int, str]]:
    for number, line in file.lines:
        if line.lstrip().startswith(("#", "//", "--", "*", ";", "/*")) or len(line) > 600:
            continue
        if file.language is not Language.SETTINGS:
            if _IN_CODE.search(line):
                yield number, line
        elif found := _IN_SETTINGS.match(line):
            off = found[1].lower() in ("0", "no", "off", "false", "none", "never")
            if ("insecure" in found[0].lower()) == (found[1].lower() in ("1", "yes", "on", "true")) and (
                "insecure" in found[0].lower() or off
            ):
                yield number, line
