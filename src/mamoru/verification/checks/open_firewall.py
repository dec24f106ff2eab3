"""Firewalls that let the Internet in."""

import re
from collections.abc import Iterator
from itertools import pairwise

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.settings import Setting, settings
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-NET-004",
    title=Text(
        "ファイアウォールがインターネット側から受け入れます",
        "The firewall lets connections from the Internet in",
    ),
    why=Text(
        "機器のすべてのサービスが、世界中から直接届くようになります。",
        "Every service of the device can be reached from anywhere.",
    ),
    remedy=Text(
        "wan ゾーンの `option input` を `REJECT` か `DROP` にします。",
        "Set `option input` of the wan zone to `REJECT` or `DROP`.",
    ),
    severity=Severity.HIGH,
    cwe=("CWE-284", "CWE-1327"),
    claims=("secure-by-default", "no-needless-service"),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_OUTSIDE = re.compile(r"^(?:wan\w*|internet|ppp\w*|wwan\w*)$")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each zone of OpenWrt's firewall towards the outside that accepts input."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            if file.path != "/etc/config/firewall":
                continue
            for zone in _zones(list(settings(file)), file.text.split("\n")):
                rows = {row.key: row for row in zone}
                inwards = rows.get("input")
                if (
                    "name" in rows
                    and inwards is not None
                    and _OUTSIDE.match(rows["name"].value)
                    and inwards.value == "ACCEPT"
                ):
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=inwards.line),
                        proof=f"zone {rows['name'].value}: {inwards.text.strip()}",
                    )


def _zones(rows: list[Setting], lines: list[str]) -> Iterator[list[Setting]]:
    heads = [n for n, line in enumerate(lines, 1) if re.match(r"\s*config\s", line)] + [len(lines) + 1]
    for start, end in pairwise(heads):
        if re.match(r"\s*config\s+['\"]?zone\b", lines[start - 1]):
            yield [row for row in rows if start < row.line < end]
