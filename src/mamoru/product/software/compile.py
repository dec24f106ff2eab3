"""Compile the YAML of `data/`, one file a product, into the JSON that a running Mamoru reads."""

import hashlib
import re
from pathlib import Path

import msgspec
import yaml

from mamoru.product.software.model import FileName, KnownSoftware, Signature, Software
from mamoru.product.software.plain import plain
from mamoru.product.software.recognition import file_version, found, holds

DATA = Path(__file__).parent / "data"
COMPILED = Path(__file__).parent / "compiled.json"
_SHORTHANDS = {
    "{v}": r"(?P<version>\d+(?:\.\d+)+)(?![0-9A-Za-z])",
    "{zz}": r"[\x00\n]{1,24}",
    "{z}": r"[\x00\n]",
    "{a}": r"[^ -~]",
}


def sources() -> list[Path]:
    """The YAML files, one a product."""
    return sorted(DATA.glob("*.yaml"))


def digest_of(files: list[Path]) -> str:
    """One SHA-256 over names and contents of `files`."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()


def compiled() -> KnownSoftware:
    """All known software read from YAML and checked; raises `msgspec.ValidationError` naming the
    file where one breaks the schema or its own examples."""
    known = []
    for file in sources():
        raw = yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)  # noqa: S506  (reads text only)
        try:
            software = expanded(msgspec.convert(raw, Software, strict=False))
        except (msgspec.ValidationError, re.error) as error:
            raise msgspec.ValidationError(f"{file.name}: {error}") from error
        if problems := [
            *faults(software),
            *([] if software.id == file.stem else ["id is not the file's name"]),
        ]:
            raise msgspec.ValidationError(f"{file.name}: {'; '.join(problems)}")
        known.append(software)
    if twice := twofold(known):
        raise msgspec.ValidationError(f"named twice: {', '.join(twice)}")
    return KnownSoftware(digest=digest_of(sources()), software=tuple(sorted(known, key=lambda s: s.id)))


def expanded(software: Software) -> Software:
    """`software` with the shorthands of its patterns written out."""
    signatures = tuple(
        msgspec.structs.replace(s, pattern=_written_out(s.pattern)) for s in software.signatures
    )
    return msgspec.structs.replace(software, signatures=signatures)


def faults(software: Software) -> list[str]:
    """What in `software` contradicts its own examples, in words."""
    wrong: list[str] = []
    for signature in software.signatures:
        wrong += _signature_faults(signature, software)
    for name in software.files:
        wrong += _name_faults(name, software)
    return wrong


def twofold(known: list[Software]) -> list[str]:
    """Package names that two products claim."""
    names = [name for software in known for name in software.packages]
    return sorted({name for name in names if names.count(name) > 1})


def _signature_faults(signature: Signature, software: Software) -> list[str]:
    wrong = []
    if not signature.anchor and signature.file is None:
        wrong.append(f"{signature.pattern}: neither anchor nor file")
    if signature.anchor and len(signature.anchor) < 5:
        wrong.append(f"{signature.anchor}: an anchor has at least 5 characters")
    for example in signature.test:
        seen = found(signature, example.text.encode("latin-1"))
        version = None if seen is None or seen.version is None else plain(seen.version, software)
        if seen is None or version != example.version:
            wrong.append(f"{example.text!r}: {version} instead of {example.version}")
    for text in signature.near:
        data = text.encode("latin-1")
        if holds(signature, data) and found(signature, data) is not None:
            wrong.append(f"{text!r}: must not match")
    return wrong


def _name_faults(name: FileName, software: Software) -> list[str]:
    wrong = []
    for example in name.test:
        seen = file_version(name, example.text)
        version = None if not seen else plain(seen, software)
        if seen is None or version != example.version:
            wrong.append(f"{example.text}: {version} instead of {example.version}")
    return wrong + [f"{text}: must not match" for text in name.near if file_version(name, text) is not None]


def _written_out(pattern: str) -> str:
    for short, long in _SHORTHANDS.items():
        pattern = pattern.replace(short, long)
    return pattern


def main() -> None:
    """Write the compiled form beside the sources (`make data`)."""
    COMPILED.write_bytes(msgspec.json.format(msgspec.json.encode(compiled()), indent=0) + b"\n")


if __name__ == "__main__":
    main()
