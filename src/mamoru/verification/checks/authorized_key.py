"""Keys that may log in over SSH on every device."""

import re
from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.certificates import fingerprint, published_keys
from mamoru.verification.firmware.facts.texts import example
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SSH-002",
    title=Text("全機器にログインできるSSH公開鍵が入っています", "An SSH key may log in to every device"),
    why=Text(
        "その秘密鍵が一つ漏れるだけで、出荷したすべての機器に入れます。利用者は気づけません。",
        "One leaked private key opens every device sold, and users cannot see it.",
    ),
    remedy=Text(
        "authorized_keys を製品から除きます。保守に要るなら、機器ごとの証明書と利用者の許可を組み合わせます。",
        "Remove authorized_keys from the product. Where service needs it, use certificates by device and the user's consent.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-798", "CWE-912"),
    claims=("no-shared-credential", "no-hidden-account"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    needs=(),
)

_FILE = re.compile(r"/authorized_keys2?$|^/etc/ssh/authorized_keys/|^/etc/dropbear/authorized_keys")
_KEY = re.compile(
    r"(?:^|\s)((?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-\S{5,40})\s+AAAA([0-9A-Za-z+/]{30,4000}={0,2}))(?:\s+(\S.{0,80}))?"
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each key."""
    for tree in image.trees:
        for entry in tree.files:
            if not _FILE.search(entry.path) or example(entry.path):
                continue
            for number, line in enumerate((tree.text(entry.path) or "").split("\n"), 1):
                found = None if line.lstrip().startswith("#") else _KEY.search(line[:9000])
                if found:
                    yield CHECK.finding(
                        at=tree.at(entry, line=number),
                        proof=f"{found[1].split()[0]} {_digest(found[2])} {found[3] or ''}{_published(found[1])}".strip(),
                        severity=Severity.CRITICAL if _published(found[1]) else None,
                    )


def _digest(body: str) -> str:
    whole = "AAAA" + body
    return "SHA256:" + sha256(b64decode(whole + "=" * (-len(whole) % 4))).hexdigest()[:16] + "…"


def _published(key: str) -> str:
    try:
        known = published_keys().get(fingerprint(load_ssh_public_key(key.encode())) or "")
    except (ValueError, UnsupportedAlgorithm):
        return ""
    return f" = {known}" if known else ""
