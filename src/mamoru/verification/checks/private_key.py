"""Private keys that all devices share."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.certificates import host_key, private_keys, published_keys
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-KEY-001",
    title=Text("秘密鍵がイメージに入っています", "The image holds a private key"),
    why=Text(
        "全機器が同じ鍵を持つため、1台かファームウェアを調べた人が、通信の盗聴やなりすましをすべての機器に対して行えます。",
        "All devices have the same key: who takes it from one, or from the firmware, can listen to or pose as all of them.",
    ),
    remedy=Text(
        "鍵をイメージから除き、機器ごとに製造時に書き込むか初回起動時につくります。使った鍵の証明書は失効させます。",
        "Take the key out of the image; write one into each device at production or make it at first boot. Revoke the certificate.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-321",),
    claims=("device-keys-unique",),
    subject=SubjectKind.FIRMWARE,
    effort=Effort.WEEKS,
    limits=Text(
        "PEM・DER・OpenSSH・dropbear の形だけを見ます。独自の形や難読化された鍵は見えません。",
        "Sees PEM, DER, OpenSSH and dropbear forms; not keys of another form, nor obfuscated ones.",
    ),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each key that is neither an SSH host key nor a published one."""
    for tree in image.trees:
        for key in private_keys(tree):
            if host_key(key) or (key.fingerprint or "") in published_keys():
                continue
            readable = ", readable by all" if key.entry.mode & 0o004 else ""
            guarded = ", encrypted" if key.encrypted else ""
            yield CHECK.finding(
                at=tree.at(key.entry, offset=key.offset or None),
                proof=f"{key.form}, mode {key.entry.mode:04o}{readable}{guarded}",
                severity=Severity.MEDIUM if key.encrypted else None,
            )
