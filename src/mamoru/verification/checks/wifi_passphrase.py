"""Wi-Fi passphrases that all devices share."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-002",
    title=Text("Wi-Fiのパスフレーズがイメージに入っています", "The image holds a Wi-Fi passphrase"),
    why=Text(
        "同じ型のどの機器にも使えるため、近くにいる人が機器の無線につなぎ、通信を読めます。",
        "It works for every device of the model: somebody nearby can join its network and read the traffic.",
    ),
    remedy=Text(
        "機器ごとに異なるパスフレーズを製造時に書き込み、ラベルに示します。利用者の設定は初期値から除きます。",
        "Write a different passphrase into each device at production and print it on the label; keep no user's network in the defaults.",
    ),
    severity=Severity.MEDIUM,
    cwe=("CWE-798", "CWE-1392", "CWE-256"),
    claims=("no-shared-credential", "secrets-not-in-clear"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "初回起動時に上書きされるかは分かりません。", "Whether the first start replaces it cannot be seen."
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for found in credentials(tree, CredentialKind.WIFI):
            yield CHECK.finding(at=found.at, proof=found.proof)
