"""Credentials in clear in settings files."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.credentials import CredentialKind, credentials
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SEC-001",
    title=Text("設定ファイルに認証情報が平文で入っています", "A settings file holds a credential in clear"),
    why=Text(
        "イメージに入った認証情報は全機器に共通で、ファームウェアを手に入れた人がクラウドやほかの機器にも使えます。",
        "A credential in the image is the same on all devices, and who gets the firmware can use it on the cloud and on other devices.",
    ),
    remedy=Text(
        "イメージから除き、機器ごとに製造時か登録時に書き込みます。漏れた値は失効させます。",
        "Take it out of the image and write one into each device at production or enrolment. Revoke the one that leaked.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-798", "CWE-256", "CWE-1392"),
    claims=("secrets-not-in-clear",),
    silence=Silence.SHOWS,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "名前から認証情報と分かる設定だけを見ます。",
        "Sees settings whose name says that they are credentials.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each line."""
    for tree in image.trees:
        for found in credentials(tree, CredentialKind.SETTING):
            yield CHECK.finding(at=found.at, proof=found.proof)
