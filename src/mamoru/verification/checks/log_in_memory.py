"""Whether the system log outlives a restart."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.services import Started, started
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-LOG-001",
    title=Text("ログが再起動で消えます", "The log is lost at a restart"),
    why=Text(
        "侵入や障害のあと、何が起きたかを調べられません。",
        "After an intrusion or failure nobody can see what happened.",
    ),
    remedy=Text(
        "`syslogd -R サーバー` で送るか、不揮発の場所に残します（journald は `Storage=persistent`）。",
        "Send it on with `syslogd -R SERVER`, or keep it in permanent storage (journald: `Storage=persistent`).",
    ),
    severity=Severity.LOW,
    cwe=("CWE-778",),
    claims=("logs-kept",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "起動の行と設定だけを見ます。実際に残るかは実機で確かめます。",
        "Looks at start lines and settings; whether it is kept is tested on the device.",
    ),
)
NO_LOG = Text("ログのサービスが起動していません。", "No log service is started.")
MEMORY = Text(
    "ログのサービスは起動しますが、残す先か送る先が設定されていません。",
    "A log service is started, but no place to keep or send the log is set.",
)
SENT = Text("ログを外部に送っています: {what}", "The log is sent on: {what}")
KEPT = Text("ログを不揮発の場所に残しています: {what}", "The log is kept in permanent storage: {what}")
_LOGGERS = ("syslogd", "rsyslogd", "syslog-ng", "logd", "systemd-journald", "metalog", "sysklogd")


def run(image: OpenedImage) -> Iterator[Observation]:
    """A showing where the log is sent on or kept; else what is missing. Never a finding."""
    for tree in image.roots:
        loggers = [one for one in started(tree) if one.name in _LOGGERS]
        shown = _shown(tree, loggers)
        if shown is not None:
            yield CHECK.shown(proof=shown)
        else:
            journald = tree.resolve("/lib/systemd/systemd-journald") or tree.resolve(
                "/usr/lib/systemd/systemd-journald"
            )
            yield CHECK.missing(
                reason=MEMORY if loggers or journald else NO_LOG, at=loggers[0].at if loggers else None
            )


def _shown(tree: FileTree, loggers: list[Started]) -> Text | None:
    for one in loggers:
        words = one.arguments
        if one.name in ("syslogd", "logd") and any(
            w in ("-R", "-r") or re.match(r"-R\S", w) for w in words[:-1] or words
        ):
            return SENT.fill(what=one.text[:120])
        target = next((words[at + 1] for at, w in enumerate(words[:-1]) if w == "-O"), "")
        if target and not re.match(r"/(?:tmp|var/log|run|var/run|dev)/", target):
            return KEPT.fill(what=target)
    if found := re.search(
        r"^\s*Storage\s*=\s*persistent", tree.text("/etc/systemd/journald.conf") or "", re.MULTILINE
    ):
        return KEPT.fill(what=found[0].strip())
    for path in ("/etc/rsyslog.conf", "/etc/syslog.conf"):
        if found := re.search(r"^\s*[^#\s]\S*\s+@@?[\w.\[:-]+", tree.text(path) or "", re.MULTILINE):
            return SENT.fill(what=f"{path}: {found[0].strip()[:80]}")
    remote = re.search(
        r"^\s*option\s+log_ip\s+['\"]?([\w.:]+)", tree.text("/etc/config/system") or "", re.MULTILINE
    )
    return SENT.fill(what=f"log_ip {remote[1]}") if remote else None
