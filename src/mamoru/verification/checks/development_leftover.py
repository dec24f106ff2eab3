"""Traces of development: histories, repositories, core dumps, captures, editor copies, caches."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.image import Entry, FileTree, OpenedImage

CHECK = Check(
    id="FW-LEFT-002",
    title=Text("開発中のファイルが残っています", "A file of development is left in"),
    why=Text(
        "履歴・控え・メモリの記録には、パスワードや社内の名前、直したはずの弱点が残ります。",
        "Histories, copies and dumps hold passwords, internal names and weaknesses thought mended.",
    ),
    remedy=Text("イメージをつくる手順で除きます。", "Remove it in the build that makes the image."),
    severity=Severity.LOW,
    cwe=("CWE-538", "CWE-530"),
    claims=("code-minimised",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
)

_LEFT = (
    (re.compile(r"/\.(?:bash|ash|sh|zsh|python|mysql|sqlite|lua|gdb)_history$"), Severity.MEDIUM),
    (re.compile(r"/\.(?:git|svn|hg)/(?:config|HEAD|entries|wc\.db|hgrc)$"), Severity.MEDIUM),
    (re.compile(r"/core(?:\.\d+)?$|\.core$"), Severity.MEDIUM),
    (re.compile(r"\.(?:pcap|pcapng)$"), Severity.MEDIUM),
    (re.compile(r"^/(?:etc(?!/xml|/sgml|/alternatives)|www|home|root|opt|var/www|srv)/.*(?:\.(?:bak|old|orig|save|swp|swo)|~)$|^/etc/(?:passwd|shadow|gshadow)-$"), Severity.LOW),
    (re.compile(r"/(?:\.netrc|\.pgpass|\.my\.cnf|\.aws/credentials|\.docker/config\.json|\.npmrc|\.pypirc|id_rsa\.ppk)$"), Severity.HIGH),
    (re.compile(r"^/(?:var/cache/(?:apt/archives|opkg|apk|yum)|var/lib/apt/lists)/[^/]+\.(?:deb|ipk|apk|rpm)$"), Severity.INFO),
)  # fmt: skip


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each file with something in it, one for a folder of many alike."""
    for tree in image.roots:
        told: set[tuple[str, str]] = set()
        for entry in tree.files:
            for pattern, severity in _LEFT:
                key = (pattern.pattern, entry.path.rpartition("/")[0])
                if entry.size > 0 and pattern.search(entry.path) and key not in told and _is(tree, entry):
                    told.add(key)
                    yield CHECK.finding(
                        at=tree.at(entry),
                        proof=f"{entry.path.rsplit('/', 1)[-1]}, {entry.size} bytes",
                        severity=severity,
                    )


def _is(tree: FileTree, entry: Entry) -> bool:
    name = entry.path.rsplit("/", 1)[-1]
    if name.startswith("core") or name.endswith(".core"):
        return tree.read(entry, most=18)[:4] == b"\x7fELF" and tree.read(entry, most=18)[16:18] in (
            b"\x04\x00",
            b"\x00\x04",
        )
    if entry.path.startswith("/etc/") and name.endswith(
        "-"
    ):  # kept by the account tools; alike to its original is no news
        original = tree.resolve(entry.path[:-1])
        return original is None or tree.read(original) != tree.read(entry)
    return True
