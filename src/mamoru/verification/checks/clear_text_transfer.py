"""Scripts that fetch or send without encryption."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.addresses import clear_text_addresses
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.facts.updating import is_updater
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-NET-002",
    title=Text("スクリプトが暗号化せずに送受信します", "A script fetches or sends without encryption"),
    why=Text(
        "途中のネットワークにいる人が中身を読み、すり替えられます。",
        "Anybody on the way reads what is sent and can change it.",
    ),
    remedy=Text(
        "https などに替え、証明書を検証します。", "Change to https or the like, and verify the certificate."
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-319",),
    claims=("sent-data-protected",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_CLIENTS = frozenset(("wget", "curl", "uclient-fetch", "ftpput", "ftpget", "ncftpput", "lftp", "fetch"))


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each command; those of updates are told by FW-UPD-002."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            if is_updater(file):
                continue
            told: set[int] = set()
            for command in commands(file.text):
                name, here = command.program, command.line
                clear = name in _CLIENTS and any(clear_text_addresses(word) for word in command.words[1:])
                mqtt = name in ("mosquitto_pub", "mosquitto_sub") and _plain_mqtt(command.words)
                if (clear or mqtt) and here not in told:
                    told.add(here)
                    yield CHECK.finding(at=tree.at(file.entry, line=here), proof=without(command.text))


def _plain_mqtt(words: tuple[str, ...]) -> bool:
    host = next((words[at + 1] for at, w in enumerate(words[:-1]) if w in ("-h", "--host")), "localhost")
    return not host.startswith(("localhost", "127.", "$")) and not {
        "--cafile",
        "--capath",
        "--tls-use-os-certs",
        "--psk",
    } & set(words)
