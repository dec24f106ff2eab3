"""Keys and tokens of cloud services, known by their form."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-003",
    title=Text(
        "クラウドサービスのアクセスキーが入っています", "An access key of a cloud service is in the image"
    ),
    why=Text(
        "取り出した人が、貴社のクラウドの権限で操作や閲覧をできます。",
        "Who takes it out acts on the cloud service with your rights.",
    ),
    remedy=Text(
        "キーをすぐに失効させ、機器ごとの短命なトークンか証明書に替えます。",
        "Revoke the key now, and use short-lived tokens or certificates for each device.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-798", "CWE-312"),
    claims=("secrets-not-in-clear", "no-shared-credential"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "形で分かる主なサービスのキーだけを見ます。有効かどうかは試しません。",
        "Sees the keys of common services that have a form of their own; whether they work is not tried.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for found in credentials(tree, CredentialKind.TOKEN):
            yield CHECK.finding(at=found.at, proof=found.proof)
