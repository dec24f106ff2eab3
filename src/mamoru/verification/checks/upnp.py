"""UPnP gateways that let any program on the LAN open ports to the Internet."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-007",
    title=Text("UPnP がほかの機器のためのポート開放も許します", "UPnP opens ports for other hosts too"),
    why=Text(
        "LAN の中の一つのプログラムが、ほかの機器への入口をインターネットに開けます。",
        "One program on the LAN can open a way from the Internet to any other device.",
    ),
    remedy=Text(
        "`secure_mode=yes`（OpenWrt: `option secure_mode '1'`）にし、既定では UPnP を止めます。",
        "Set `secure_mode=yes` (OpenWrt: `option secure_mode '1'`) and keep UPnP off by default.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-284",),
    claims=("secure-by-default", "no-needless-service"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each settings file of a started miniupnpd without its secure mode."""
    for tree in image.roots:
        if not any(one.name in ("miniupnpd", "upnpd", "mini_upnpd") for one in started(tree)):
            continue
        for file in texts(tree, Language.SETTINGS):
            if "upnpd" not in file.path:
                continue
            for setting in settings(file):
                if setting.key.lower() == "secure_mode" and setting.value.lower() in ("no", "0", "false"):
                    yield CHECK.finding(at=tree.at(file.entry, line=setting.line), proof=setting.text.strip())
