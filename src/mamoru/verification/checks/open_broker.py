"""MQTT brokers and databases that take connections without a login."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import settings
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SVC-008",
    title=Text(
        "ブローカーやデータベースが認証なしで接続を受けます",
        "A broker or database accepts connections without a login",
    ),
    why=Text(
        "ネットワーク上の誰でも、機器のメッセージやデータを読み書きできます。",
        "Anybody on the network reads and writes the device's messages or data.",
    ),
    remedy=Text(
        "`allow_anonymous false` と認証を設定するか、127.0.0.1 だけで待ち受けます。",
        "Set `allow_anonymous false` with authentication, or listen on 127.0.0.1 only.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-306",),
    claims=("users-authenticated", "settings-authorised"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each file that opens a broker to all."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if "mosquitto" in file.path:
                yield from _mosquitto(file)
            elif "redis" in file.path:
                yield from _redis(file)


def _mosquitto(file: TextFile) -> Iterator[Observation]:
    found = {s.key.lower(): s for s in settings(file)}
    anonymous = found.get("allow_anonymous")
    listens = [s.value for s in settings(file) if s.key.lower() in ("listener", "bind_address")]
    local = bool(listens) and all("127.0.0.1" in v or "localhost" in v or v.startswith("0 ") for v in listens)
    if anonymous is not None and anonymous.value.lower() == "true" and not local:
        yield CHECK.finding(at=file.tree.at(file.entry, line=anonymous.line), proof=anonymous.text.strip())


def _redis(file: TextFile) -> Iterator[Observation]:
    found = {s.key.lower(): s for s in settings(file)}
    guard = found.get("protected-mode")
    if guard is not None and guard.value.lower() == "no" and not {"requirepass", "aclfile"} & set(found):
        yield CHECK.finding(at=file.tree.at(file.entry, line=guard.line), proof=guard.text.strip())
