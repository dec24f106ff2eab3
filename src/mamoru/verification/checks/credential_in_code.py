"""Credentials written into scripts and web pages."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-004",
    title=Text(
        "スクリプトやWebページに認証情報が書き込まれています",
        "A script or web page has a credential written into it",
    ),
    why=Text(
        "ソースを見た人は誰でも入れ、全機器で同じなので変えられません。",
        "Who reads the source can log in, on every device, and users cannot change it.",
    ),
    remedy=Text(
        "コードから除き、機器ごとの値を強いハッシュで保存して照合します。",
        "Take it out of the code; store a value for each device as a strong hash and compare with that.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-798",),
    claims=("no-shared-credential", "secrets-not-in-clear", "no-hidden-account"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "名前から認証情報と分かる変数と、文字列との比較や代入だけを見ます。",
        "Sees literals compared with or given to variables whose name says that they are credentials.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for found in credentials(tree, CredentialKind.CODE):
            yield CHECK.finding(at=found.at, proof=found.proof)
