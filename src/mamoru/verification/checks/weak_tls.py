"""Settings that allow broken versions and ciphers of TLS, SSH or VPN."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-TLS-001",
    title=Text("危殆化した暗号・プロトコルが有効です", "A broken protocol version or cipher is enabled"),
    why=Text(
        "SSLv3・TLS 1.0・RC4・3DES などは、通信を盗み見る人が解読や改ざんに使えます。",
        "SSLv3, TLS 1.0, RC4, 3DES and the like let an eavesdropper read or change the traffic.",
    ),
    remedy=Text(
        "TLS 1.2 以上と ECDHE + AES-GCM / ChaCha20 だけにします。",
        "Allow TLS 1.2 and later only, with ECDHE and AES-GCM or ChaCha20.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-327", "CWE-326"),
    claims=("strong-cryptography",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    limits=Text(
        "設定ファイルだけを見ます。プログラムの既定値は実機で確かめます。",
        "Looks at settings files only; what programs do by default is tested on the device.",
    ),
)

_CIPHER_KEY = re.compile(r"cipher|tls-cipher|ssl_?honor|^macs$|kexalgorithms", re.I)
_VERSION_KEY = re.compile(
    r"(?:^|[._-])(?:ssl|tls)[\w.-]*(?:protocols?|versions?|min(?:imum)?)|^ssl_?protocols?$|protocols?$|sslversion|tls_version|^minprotocol$|ssl\.openssl\.ssl-conf-cmd",
    re.I,
)
_SWITCH = re.compile(
    r"^(?:ssl\.use-)?(?:ssl_?v?[23]|tls_?v?1(?:[._]?[01])?)(?:[._-]?enabled?)?$|use-sslv[23]$|enable[_-]?sslv?[23]$",
    re.I,
)
_BAD_CIPHER = re.compile(
    r"(?<![\w!-])(?:\+|ALL:)?((?:[\w]+-)*?(?:RC4|ARCFOUR|3DES|DES-CBC3?|DES|NULL|eNULL|aNULL|EXPORT|EXP|RC2|IDEA|BF-CBC|LOW|hmac-md5|MD5)(?:-[\w-]*|\d*[\w-]*)?)",
    re.I,
)
_BAD_VERSION = re.compile(r"(?<![\w!-])\+?((?:SSLv?[23](?:\.0)?|TLSv?1(?:\.[01])?))(?![\w.])", re.I)
_TRUE = ("1", "on", "yes", "true", "enable", "enabled")
_ABOUT = re.compile(
    r"ssl|tls|https|nginx|apache|httpd|stunnel|openvpn|mosquitto|sshd?_config|hostapd|postfix|dovecot|lighttpd|openssl",
    re.I,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            told: set[int] = set()
            for setting in settings(file):
                about = _ABOUT.search(file.path) or _ABOUT.search(setting.key)
                if about and setting.line not in told and (bad := _bad(setting.key, setting.value)):
                    told.add(setting.line)
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=setting.line),
                        proof=f"{setting.text.strip()[:120]} ({bad})",
                    )


def _bad(key: str, value: str) -> str | None:
    if _SWITCH.search(key):
        return key if value.strip("\"'").lower() in _TRUE else None
    if _CIPHER_KEY.search(key):
        found = [hit[1] for hit in _BAD_CIPHER.finditer(value[:2000]) if not _excluded(value, hit.start())]
        return ", ".join(dict.fromkeys(found)) or None
    if _VERSION_KEY.search(key):
        found = [hit[1] for hit in _BAD_VERSION.finditer(value[:400]) if not _excluded(value, hit.start())]
        return ", ".join(dict.fromkeys(found)) or None
    return None


def _excluded(value: str, at: int) -> bool:
    return (at > 0 and value[at - 1] in "!-") or value[at : at + 1] in "!-"
