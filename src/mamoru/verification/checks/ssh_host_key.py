"""SSH host keys that all devices share."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.certificates import host_key, private_keys
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-SSH-001",
    title=Text("SSHホスト鍵がイメージに入っています", "The image holds an SSH host key"),
    why=Text(
        "全機器が同じ鍵になり、ファームウェアを持つ人はどの機器にもなりすませます。",
        "Every device has the same key, so who holds the firmware can pose as any of them.",
    ),
    remedy=Text(
        "鍵をイメージから除き、初回起動時に機器でつくります（`dropbear -R`、`ssh-keygen -A`）。",
        "Take the key out of the image and make it on the device at first boot (`dropbear -R`, `ssh-keygen -A`).",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-321",),
    claims=("device-keys-unique",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    needs=(),
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each host key."""
    for tree in image.trees:
        for key in private_keys(tree):
            if host_key(key):
                yield CHECK.finding(at=tree.at(key.entry), proof=f"{key.form}, mode {key.entry.mode:04o}")
