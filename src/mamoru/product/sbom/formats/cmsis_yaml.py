"""CMSIS-Toolbox: the packs and components of a build, `*.cbuild-pack.yml` and `*.cbuild.yml`.

Source: Open-CMSIS-Pack CMSIS-Toolbox, "Build information files": `VENDOR::PACK@VERSION`, and components
`VENDOR::CLASS:GROUP:SUB@VERSION`.
"""

import re
from collections.abc import Iterator

from mamoru.product.sbom.part import Part
from mamoru.product.sbom.texts import yaml_fields
from mamoru.product.yaml_text import Plain

FORMAT = "cmsis-pack"
KIND = "trace"
_NAME = re.compile(r"^(?:([^:@]+)::)?([^@]+?)(?:@[>=~^]*([^@\s]+))?$")
_ROOT = re.compile(rb"^(?:cbuild-pack|build):", re.MULTILINE)
_LISTS = (("resolved-packs", "resolved-pack"), ("packs", "pack"), ("components", "component"))


def recognises(name: str, head: bytes) -> bool:
    """By its name and the root of its fields."""
    return name.lower().endswith((".cbuild-pack.yml", ".cbuild.yml")) and _ROOT.search(head) is not None


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each pack that was resolved, and each component with a version."""
    fields, lines = yaml_fields(data)
    for root in ("cbuild-pack", "build"):
        for listed, key in _LISTS:
            for number, entry in enumerate(_entries(fields.get(root), listed)):
                written = entry.get(key)
                line = lines.get(f"{root}.{listed}[{number}].{key}")
                if isinstance(written, str) and (found := _part(written, line)) is not None:
                    yield found


def _entries(group: Plain | None, listed: str) -> list[dict[str, Plain]]:
    inner = group.get(listed) if isinstance(group, dict) else None
    return [entry if isinstance(entry, dict) else {} for entry in inner] if isinstance(inner, list) else []


def _part(written: str, line: int | None) -> Part | None:
    match = _NAME.match(written)
    if match is None:
        return None
    name = match.group(2).replace(":", " ").replace("&", " ")
    return Part(
        name=name, version=match.group(3), supplier=match.group(1), line=line, said=written, titled=True
    )
