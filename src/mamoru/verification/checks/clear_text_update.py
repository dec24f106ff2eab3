"""Updates that are fetched without encryption."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.addresses import clear_text_addresses
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.facts.updating import fetches, installing
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-UPD-002",
    title=Text("更新を暗号化しない経路で受け取ります", "An update is fetched without encryption"),
    why=Text(
        "途中のネットワークにいる人が、更新を止めたり古いものや偽物にすり替えたりできます。",
        "Anybody on the way can block the update, or replace it by an old or false one.",
    ),
    remedy=Text(
        "https に替え、証明書を検証します（`--no-check-certificate` を使わない）。",
        "Change to https and verify the certificate (no `--no-check-certificate`).",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-319", "CWE-494"),
    claims=("update-over-secure-channel",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each updater, at its first such command."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            for command in installing(file) or ():
                clear = any(clear_text_addresses(word) for word in command.words[1:])
                if fetches(command) and (clear or command.program in ("tftp", "ftpget")):
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=command.line), proof=without(command.text)
                    )
                    break
