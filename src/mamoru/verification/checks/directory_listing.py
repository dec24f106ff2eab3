"""Web servers that list their folders."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import OpenedImage

CHECK = Check(
    id="FW-WEB-002",
    title=Text("Webサーバーがフォルダーの一覧を見せます", "The web server lists its folders"),
    why=Text(
        "バックアップや設定など、見せるつもりのないファイルの名前が分かります。",
        "It shows the names of backups, settings and other files not meant to be seen.",
    ),
    remedy=Text(
        '一覧を無効にします（lighttpd: `dir-listing.activate = "disable"`、nginx: `autoindex off`）。',
        'Turn the listing off (lighttpd: `dir-listing.activate = "disable"`, nginx: `autoindex off`).',
    ),
    severity=Severity.LOW,
    cwe=("CWE-548",),
    claims=("little-disclosed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_LISTS = re.compile(
    r"^\s*(?:(?:server\.dir-listing|dir-listing\.activate)\s*=\s*\"?enable|autoindex\s+on\b|Options\s+(?!.*-Indexes)[^#\n]{0,200}\+?\bIndexes\b"
    r"|DirectoryMaker\s+\S|(?:option\s+)?(?:dir_?list(?:ing)?|directory_?list(?:ing)?|list_directory)\s*[= ]\s*['\"]?(?:1|on|yes|true|enabled?)\b)",
    re.IGNORECASE,
)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each setting."""
    for tree in image.roots:
        for file in texts(tree, Language.SETTINGS):
            for number, line in file.lines:
                if len(line) < 600 and _LISTS.match(line):
                    yield CHECK.finding(at=tree.at(file.entry, line=number), proof=line.strip()[:160])
