"""Private keys that anybody can download: test and demonstration keys of known projects."""

from collections.abc import Iterator
from contextlib import suppress

from cryptography.exceptions import UnsupportedAlgorithm

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.certificates import (
    certificates,
    fingerprint,
    private_keys,
    published_keys,
)
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-KEY-002",
    title=Text("公開されているテスト用の鍵が使われています", "A test key that is published is in the image"),
    why=Text(
        "秘密鍵がソースコードとして配られているため、誰でも機器になりすませます。",
        "Its private half is handed out as source code, so anybody can pose as the device.",
    ),
    remedy=Text(
        "テスト用の鍵と証明書を除き、機器ごとの鍵に替えます。",
        "Remove the test key and its certificate; use keys made for each device.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-321", "CWE-1394"),
    claims=("device-keys-unique",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    needs=(),
    limits=Text("知られた鍵の一部だけを照合します。", "Compares with some of the known keys only."),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each private key or certificate whose public key is a published one."""
    for tree in image.trees:
        seen: set[str] = set()
        for key in private_keys(tree):
            if whose := published_keys().get(key.fingerprint or ""):
                seen.add(key.entry.path)
                yield CHECK.finding(at=tree.at(key.entry), proof=f"private key: {whose}")
        for stored in certificates(tree):
            with suppress(ValueError, UnsupportedAlgorithm):
                whose = published_keys().get(fingerprint(stored.certificate.public_key()) or "")
                if whose and stored.entry.path not in seen:
                    seen.add(stored.entry.path)
                    yield CHECK.finding(at=tree.at(stored.entry), proof=f"certificate: {whose}")
