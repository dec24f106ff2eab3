"""Connections without encryption that settings name."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.addresses import clear_text_addresses
from mamoru.verification.firmware.facts.secrets import without, words_of
from mamoru.verification.firmware.facts.settings import Setting, settings
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-NET-001",
    title=Text("暗号化しない通信先が設定されています", "A setting names a connection without encryption"),
    why=Text(
        "途中のネットワークにいる人が、データや認証情報を読み、すり替えられます。",
        "Anybody on the way reads the data and credentials, and can change them.",
    ),
    remedy=Text(
        "https・mqtts（8883番）などに替え、サーバーの証明書を検証します。",
        "Change to https, mqtts (port 8883) or the like, and verify the server's certificate.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-319",),
    claims=("sent-data-protected",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
)

_NOT_A_PEER = word_set(
    "home homepage doc docs documentation help support license licence schema xmlns ns namespace src feed source project upstream "
    "check probe captive connectivity bugs bug about credits manual origin origins referer contact vendor generator identifier"
)
_PEER = word_set(
    "url uri urls server servers endpoint host hostname api cloud broker address addr upload report webhook gateway backend service "
    "remote push telemetry ota update base baseurl serverurl apiurl acs acsurl peer target destination dest site callback proxy"
)
_FEED = re.compile(
    r"^/usr/share/(?:python-apt|xml|sgml|appstream|metainfo|app-info|mime|glib-2\.0|hwdata|misc|gnupg)/|^/etc/(?:xml|sgml)/|^/var/(?:cache|lib/(?:dpkg|apt|opkg|rpm))/|opkg|/apt/|sources\.list|distfeeds|customfeeds|/apk/repositories|NetworkManager\.conf|os-release|/ppp/|pkcs|xdg|dbus-1|/fonts/|\.service$|\.desktop$|magic|mime"
)
_SECURE = re.compile(
    r"^(?:use_?)?(?:tls|ssl|secure|cafile|capath|ca_?cert|ca_?file|bridge_cafile|certfile|tls_enabled?|use_tls|ssl_enabled?)$",
    re.I,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for file in texts(tree, Language.SETTINGS):
            if not _FEED.search(file.path):
                told: set[int] = set()
                for setting in _clear(file):
                    if setting.line not in told:
                        told.add(setting.line)
                        yield CHECK.finding(
                            at=tree.at(file.entry, line=setting.line), proof=without(setting.text)
                        )


def _clear(file: TextFile) -> Iterator[Setting]:
    found = [setting for setting in settings(file) if len(setting.text) < 2000]
    secured = {
        s.section
        for s in found
        if _SECURE.match(s.key) and s.value.strip("\"'").lower() not in ("0", "no", "off", "false", "")
    }
    for setting in found:
        words = set(words_of(setting.key))
        if "xmlns" in setting.key or setting.key.lower().startswith("xsi:") or words & _NOT_A_PEER:
            continue
        found_at = clear_text_addresses(setting.value)
        if found_at and words & _PEER and setting.value.strip("\"'").startswith(found_at[0]):
            yield setting
        elif setting.value.strip("\"'") == "1883" and words & {"port"} and setting.section not in secured:
            about = set(words_of(f"{setting.section} {setting.key} {file.path}"))
            if about & {"mqtt", "broker", "mosquitto"}:
                yield setting
