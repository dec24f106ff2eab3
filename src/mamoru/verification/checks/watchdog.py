"""Whether something restarts the device when it hangs: a hint for the test on the device."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-REC-001",
    title=Text("ウォッチドッグが動きません", "No watchdog runs"),
    why=Text(
        "止まったままの機器は、人が電源を入れ直すまで役目を果たしません。",
        "A device that hangs does nothing until somebody switches it off and on.",
    ),
    remedy=Text(
        "`watchdog -t 10 /dev/watchdog` か systemd の `RuntimeWatchdogSec=` を使い、実機で止めて確かめます。",
        "Use `watchdog -t 10 /dev/watchdog` or systemd's `RuntimeWatchdogSec=`, and test it by hanging the device.",
    ),
    severity=Severity.LOW,
    claims=("recovers-from-crash",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
)
THERE = Text(
    "ウォッチドッグが起動します（{what}）。復旧するかは実機で止めて確かめてください。",
    "A watchdog is started ({what}). Hang the device to see whether it recovers.",
)
ABSENT = Text("ウォッチドッグを起動する行が見つかりません。", "No line that starts a watchdog was found.")


def run(image: OpenedImage) -> Iterator[Observation]:
    """Only what is missing: starting a watchdog is no proof of recovery."""
    for tree in image.roots:
        one = next(
            (one for one in started(tree) if one.name in ("watchdog", "watchdogd", "wd_keepalive")), None
        )
        system = re.search(
            r"^\s*RuntimeWatchdogSec\s*=\s*[1-9]\S*",
            tree.text("/etc/systemd/system.conf") or "",
            re.MULTILINE,
        )
        what = one.text[:80] if one else system[0].strip() if system else None
        yield CHECK.missing(reason=THERE.fill(what=what) if what else ABSENT, at=one.at if one else None)
