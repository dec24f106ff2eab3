"""Updates that are written without a signature having been verified; and those that are verified."""

import re
from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.facts.secrets import without
from mamoru.verification.firmware.facts.services import started
from mamoru.verification.firmware.facts.texts import Language, TextFile, texts
from mamoru.verification.firmware.facts.updating import digests, flashes, installing, proofs
from mamoru.verification.firmware.image import FileTree, OpenedImage

CHECK = Check(
    id="FW-UPD-001",
    title=Text(
        "署名を確かめずに更新を書き込みます", "An update is written without its signature being verified"
    ),
    why=Text(
        "通信をすり替えた人や偽の更新を渡した人が、好きなソフトウェアを機器に入れられます。チェックサムは改ざんを防ぎません。",
        "Who changes the traffic, or hands in a false update, puts any software on the device. A checksum does not prevent that.",
    ),
    remedy=Text(
        "RAUC・SWUpdate・usign などで、書き込む前に機器に入れた公開鍵で署名を検証します。",
        "Verify a signature with a public key on the device before writing: RAUC, SWUpdate, usign or the like.",
    ),
    severity=Severity.CRITICAL,
    cwe=("CWE-494", "CWE-347", "CWE-345"),
    claims=("update-is-signed",),
    silence=Silence.SAYS_NOTHING,
    subject=SubjectKind.FIRMWARE,
    effort=Effort.WEEKS,
    limits=Text(
        "シェルスクリプトと RAUC・SWUpdate の設定だけを見ます。独自のプログラムの中の検証は見えません。",
        "Sees shell scripts and the settings of RAUC and SWUpdate; not what a program of the maker's own verifies.",
    ),
)
NO_KEY = Text("SWUpdate が署名の鍵なしで起動します", "SWUpdate is started without a key for signatures")
VERIFIED = Text("書き込む前に署名を検証しています: {what}", "A signature is verified before writing: {what}")


def run(image: OpenedImage) -> Iterator[Observation]:
    """One finding for each updater that verifies nothing; a showing for each that does."""
    for tree in image.roots:
        for file in texts(tree, Language.SHELL):
            yield from _script(file)
        yield from _rauc(tree)
        yield from _swupdate(tree)


def _script(file: TextFile) -> Iterator[Observation]:
    found = installing(file)
    if found is None:
        return
    verifier = next(proofs(found), None)
    proof = verifier.text if verifier else _called_proof(file)
    writer = next(command for command in found if flashes(command))
    if proof is not None:
        what = VERIFIED.fill(what=without(proof))
        yield CHECK.shown(proof=what, at=file.tree.at(file.entry, line=writer.line))
        return
    checksum = next((command.program for command in found if digests(command)), "no check at all")
    yield CHECK.finding(
        at=file.tree.at(file.entry, line=writer.line), proof=f"{without(writer.text)} ({checksum})"
    )


def _called_proof(file: TextFile) -> str | None:
    """A verification in a script that this one reads in or calls by its full path."""
    for command in commands(file.text):
        for word in command.words[:2]:
            entry = file.tree.resolve(word) if word.startswith("/") else None
            if entry is not None and entry.path != file.path and file.tree.read(entry, most=2) == b"#!":
                called = next(proofs(commands(file.tree.text(entry.path) or "")), None)
                if called is not None:
                    return f"{entry.path}: {called.text}"
    return None


def _rauc(tree: FileTree) -> Iterator[Observation]:
    for path in ("/etc/rauc/system.conf", "/usr/lib/rauc/system.conf"):
        text = tree.text(path) or ""
        if keyring := re.search(
            r"^\[keyring\][^\[]{0,400}?^\s*(?:path|directory)\s*=\s*(\S+)", text, re.MULTILINE
        ):
            line = text.count("\n", 0, keyring.start()) + 1
            yield CHECK.shown(
                proof=VERIFIED.fill(what=f"RAUC, keyring {keyring[1]}"), at=tree.at(path, line=line)
            )


def _swupdate(tree: FileTree) -> Iterator[Observation]:
    for path in ("/etc/swupdate.cfg", "/etc/swupdate/swupdate.cfg"):
        if found := re.search(
            r"^\s*public-key-file\s*=\s*\"([^\"]{1,200})\"", tree.text(path) or "", re.MULTILINE
        ):
            yield CHECK.shown(proof=VERIFIED.fill(what=f"SWUpdate, {found[1]}"), at=tree.at(path))
            return
    for one in started(tree):
        if one.name == "swupdate":
            if any(
                a in ("-k", "--key", "--cert-purpose") or re.match(r"-k\S|--key=", a) for a in one.arguments
            ):
                yield CHECK.shown(proof=VERIFIED.fill(what=without(one.text)), at=one.at)
            elif not any("$" in a for a in one.arguments):
                yield CHECK.finding(at=one.at, proof=without(one.text), title=NO_KEY)
