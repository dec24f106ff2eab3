"""Settings that switch a login off."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.secrets import words_of
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.facts.words import word_set
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-WEB-003",
    title=Text(
        "管理画面や映像の認証を切る設定があります", "A setting switches the login of an interface off"
    ),
    why=Text(
        "ネットワーク上の誰でも、設定を変えたり映像を見たりできます。",
        "Anybody on the network can change settings or watch.",
    ),
    remedy=Text(
        "認証を既定で有効にし、切る設定をなくします。",
        "Have the login on by default, and remove the setting that turns it off.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-306",),
    claims=("users-authenticated", "settings-authorised"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    limits=Text("名前と値から分かる設定だけを見ます。", "Sees settings whose name and value say so."),
)

_INTERFACES = word_set(
    "web http https www ui webui gui admin rtsp onvif api cgi rest console cli telnet camera stream video snapshot portal httpd"
)
_LOGIN = word_set("auth authentication login password authorization authorisation authenticate")
_OFF = ("0", "no", "off", "false", "none", "disable", "disabled", "anonymous")
_ABOUT_ELSE = word_set(
    "smtp mail proxy proxyauth smb ppp wpa 8021x ieee8021x radius ntp snmp ddns upnp timeout method type log fail failed max min attempts"
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each setting of a network interface's login that is off."""
    for tree in image.trees:
        for file in texts(tree, Language.SETTINGS):
            for setting in settings(file):
                words = set(words_of(f"{setting.section} {setting.key}"))
                key = set(words_of(setting.key))
                named = bool(key & _LOGIN) and bool(words & _INTERFACES) and not words & _ABOUT_ELSE
                if (
                    named
                    and setting.value.strip("\"'").lower() in _OFF
                    and not key & {"no", "disable", "skip", "without"}
                ):
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=setting.line), proof=f"{setting.text.strip()[:160]}"
                    )
