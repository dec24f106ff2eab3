"""Wireless networks without encryption or with a broken one."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-TLS-002",
    title=Text(
        "無線LANの暗号化がないか、破られた方式です",
        "The wireless network is open or its encryption is broken",
    ),
    why=Text(
        "近くにいる人が通信を読み、機器に直接つなげます。",
        "Somebody nearby reads the traffic and reaches the device.",
    ),
    remedy=Text(
        "WPA2-PSK（CCMP）か WPA3-SAE にし、WEP・TKIP・WPS の PIN を切ります。",
        "Use WPA2-PSK with CCMP or WPA3-SAE; turn WEP, TKIP and WPS PIN off.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-327", "CWE-311"),
    claims=("strong-cryptography", "sent-data-protected"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each setting of an access point or client."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            name = file.path.rsplit("/", 1)[-1]
            if "hostapd" in name:
                yield from _hostapd(file)
            elif file.path.endswith("/config/wireless"):
                yield from _uci(file)


def _hostapd(file: TextFile) -> Iterator[Observation]:
    found = {s.key.lower(): s for s in settings(file)}
    if "ssid" not in found:
        return
    if "wep_key0" in found:
        yield CHECK.finding(at=file.tree.at(file.entry, line=found["wep_key0"].line), proof="wep_key0=…")
    elif found.get("wpa") is None or found["wpa"].value == "0":
        line = (found.get("wpa") or found["ssid"]).line
        yield CHECK.finding(
            at=file.tree.at(file.entry, line=line),
            proof="wpa=0" if "wpa" in found else "no wpa= line: open network",
        )
    elif found["wpa"].value == "1" or found.get("rsn_pairwise", found["wpa"]).value.strip() == "TKIP":
        yield CHECK.finding(
            at=file.tree.at(file.entry, line=found["wpa"].line), proof=found["wpa"].text.strip()
        )


def _uci(file: TextFile) -> Iterator[Observation]:
    disabled: set[str] = set()
    rows = list(settings(file))
    for row in rows:
        if row.key == "disabled" and row.value == "1":
            disabled.add(row.section)
    if disabled:  # a disabled radio carries no network
        return
    for row in rows:
        if row.key == "encryption" and row.value.split("+")[0] in (
            "none",
            "wep",
            "wep-open",
            "wep-shared",
            "psk",
        ):
            yield CHECK.finding(at=file.tree.at(file.entry, line=row.line), proof=row.text.strip())
