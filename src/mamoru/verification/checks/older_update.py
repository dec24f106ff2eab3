"""Updates that may go back to an older version; and those that refuse to."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.facts.texts import Language, texts
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-UPD-006",
    title=Text("古い版への更新を受け付けます", "Updates to an older version are accepted"),
    why=Text(
        "正しく署名された古い版に戻せると、直したはずの脆弱性がもう一度使えます。",
        "With a rightly signed older version a mended vulnerability can be used once more.",
    ),
    remedy=Text(
        "版を比べて古いものを拒みます（swupdate の `--no-downgrading`、opkg や apt の巻き戻しの指定を外す、MCUboot のセキュリティカウンター）。",
        "Compare versions and refuse older ones (`--no-downgrading` of swupdate, no downgrade flags for opkg or apt, MCUboot's security counter).",
    ),
    severity=Severity.LOW,
    cwe=("CWE-1328",),
    claims=("update-refuses-older",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.DAYS,
    limits=Text(
        "スクリプト、パッケージ管理と SWUpdate の設定だけを見ます。独自のプログラムの中の比較は見えません。",
        "Sees scripts and the settings of package managers and SWUpdate; not what a program of the maker's own compares.",
    ),
)
REFUSED = Text("SWUpdate が古い版を拒みます: {what}", "SWUpdate refuses older versions: {what}")
_FLAGS = frozenset(("--force-downgrade", "--allow-downgrades", "--allow-downgrade", "--force-yes"))
_MANAGERS = frozenset(("opkg", "apt", "apt-get", "apk", "yum", "dnf", "zypper", "rpm"))
_OF_RPM = frozenset(("--oldpackage",))
_OPTION = re.compile(r"^\s*option\s+force_downgrade\b(?!\s+0)")
_REFUSING = re.compile(r"^(?:-N\S*|--no-downgrading(?:=.*)?)$")
_SETTING = re.compile(r"^\s*no-downgrading\s*=\s*\"?(?P<version>[^\";\n]{1,80})", re.M)


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each command, setting or start that allows it."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            for command in commands(file.text):
                flags = _FLAGS | (_OF_RPM if command.program == "rpm" else frozenset())
                if command.program in _MANAGERS and flags & set(command.words):
                    yield CHECK.finding(
                        at=tree.at(file.entry, line=command.line), proof=without(command.text)[:160]
                    )
        for entry in (*tree.under("/etc/opkg"), *filter(None, (tree.entry("/etc/opkg.conf"),))):
            for number, line in enumerate((tree.text(entry.path) or "").split("\n"), 1):
                if _OPTION.match(line):
                    yield CHECK.finding(at=tree.at(entry, line=number), proof=line.strip()[:160])
        yield from _swupdate(tree)


def _swupdate(tree: FileTree) -> Iterator[Observation]:
    for path in ("/etc/swupdate.cfg", "/etc/swupdate/swupdate.cfg"):
        if found := _SETTING.search(tree.text(path) or ""):
            yield CHECK.shown(proof=REFUSED.fill(what=f"no-downgrading {found['version']}"), at=tree.at(path))
            return
    for one in started(tree):
        if one.name != "swupdate" or any("$" in argument for argument in one.arguments):
            continue
        if any(_REFUSING.match(argument) for argument in one.arguments):
            yield CHECK.shown(proof=REFUSED.fill(what=without(one.text)), at=one.at)
        else:
            yield CHECK.finding(at=one.at, proof=without(one.text))
