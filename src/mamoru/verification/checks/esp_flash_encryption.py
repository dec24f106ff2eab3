"""Settings that an ESP32 keeps in its flash where anybody with a clip on the chip can read them."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, NotApplicable, Observation, Severity, Silence, SubjectKind
from mamoru.evidence.finding import Location
from mamoru.language import Text
from mamoru.verification.firmware.facts.esp_flash_build import (
    Storage,
    loaders,
    settings_key_in_efuse,
    storages,
)
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-007",
    title=Text(
        "ESP32 のフラッシュにある設定が暗号化されません", "Settings in an ESP32's flash are not encrypted"
    ),
    why=Text(
        "NVS には Wi-Fi のパスフレーズやトークンが入ります。フラッシュはチップの外にあり、読み出せばそのまま見えます。",
        "NVS holds Wi-Fi passphrases and tokens. The flash lies outside the chip: whoever reads it out sees them as they are.",
    ),
    remedy=Text(
        "フラッシュ暗号化を Release モードで有効にし、NVS 暗号化を使います（`encrypted` を付けた nvs_keys 区画、または eFuse の HMAC 鍵）。",
        "Turn on flash encryption in release mode, and NVS encryption (an nvs_keys partition flagged `encrypted`, or an HMAC key in the eFuses).",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-311",),
    claims=("stored-data-protected",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.WEEKS,
    needs=(),
    limits=Text(
        "ブートローダーの文字列、区画の表、アプリの文字列から判断します。ログを切ったブートローダーは判断できません。eFuse の状態は見えません。",
        "Judged by the strings of boot loader and programs and by the partition table. A boot loader that logs nothing cannot be judged. The state of the eFuses is not seen.",
    ),
)
NO_TABLE = Text(
    "NVS のある ESP32 の区画の表がイメージにありません。",
    "The image holds no ESP32 partition table with NVS.",
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each table whose settings lie open, told where the first gap is."""
    tables = [storage for storage in storages(image) if storage.settings]
    if not tables:
        yield NotApplicable(reason=NO_TABLE)
        return
    found = tuple(loaders(image))
    open_one = next((loader for loader in found if loader.encrypts is False), None)
    if open_one is not None and not settings_key_in_efuse(image):
        part = open_one.part
        yield CHECK.finding(
            at=Location(path=part.name, offset=part.offset),
            proof=f"2nd stage bootloader, no flash_encrypt in it; {_named(tables[0])}",
        )
    elif any(loader.encrypts for loader in found) and not settings_key_in_efuse(image):
        for storage in tables:
            if storage.keys is None or not storage.keys.encrypted:
                yield CHECK.finding(
                    at=Location(path=storage.part.name, offset=storage.part.offset), proof=_named(storage)
                )


def _named(storage: Storage) -> str:
    settings = ", ".join(f"{row.name} at {row.offset:#x}" for row in storage.settings)
    if storage.keys is None:
        return f"NVS: {settings}; no nvs_keys partition"
    flag = "encrypted" if storage.keys.encrypted else "not flagged encrypted"
    return f"NVS: {settings}; {storage.keys.name} {flag}"
