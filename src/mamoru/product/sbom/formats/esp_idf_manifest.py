"""ESP-IDF's `sbom.yml`: what a component says of itself, or a list of such manifests.

Source: esp-idf-sbom, "Manifest file": name, version, cpe, supplier, license, cve-exclude-list.
"""

import re
from collections.abc import Iterator

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import answers_in
from mamoru.product.sbom.part import Part
from mamoru.product.sbom.texts import yaml_fields
from mamoru.product.yaml_text import Plain

FORMAT = "esp-idf-sbom"
KIND = "trace"
_MARKS = re.compile(rb"^(?:manifests|cpe|cve-exclude-list|supplier):", re.MULTILINE)
_REPOSITORY = re.compile(r"^https://[^/]+/[^/]+/([^/]+?)(?:\.git)?/?$")


def recognises(name: str, head: bytes) -> bool:
    """By its name or by its fields."""
    lower = name.rpartition("/")[2].lower()
    named = lower.startswith("sbom") and lower.endswith((".yml", ".yaml"))
    return _MARKS.search(head) is not None and (
        named or re.search(rb"^manifests:", head, re.MULTILINE) is not None
    )


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each manifest that names something: by its name, its repository or its folder."""
    fields, lines = yaml_fields(data)
    listed = fields.get("manifests")
    if not isinstance(listed, list):
        yield from _part(fields, "", 1)
        return
    for number, entry in enumerate(listed):
        manifest = entry.get("manifest") if isinstance(entry, dict) else None
        folder = entry.get("dest") if isinstance(entry, dict) else None
        if isinstance(manifest, dict):
            base = folder.rpartition("/")[2] if isinstance(folder, str) else ""
            yield from _part(manifest, base, lines.get(f"manifests[{number}]", 1))


def _part(manifest: dict[str, Plain], folder: str, line: int) -> Iterator[Part]:
    cpes = manifest.get("cpe")
    answers = manifest.get("cve-exclude-list")
    excluded = [e for e in answers if isinstance(e, dict)] if isinstance(answers, list) else []
    own = _text(manifest, "name") or _repository(_text(manifest, "url")) or folder.strip(".")
    version = _text(manifest, "version")
    listed = [c for c in (cpes if isinstance(cpes, list) else [cpes]) if isinstance(c, str)]
    if own and (version or listed):
        yield Part(
            name=own,
            version=version,
            line=line,
            cpes=tuple(cpe.replace("{}", version or "*") for cpe in listed),
            license=_text(manifest, "license"),
            titled=True,
            supplier=_text(manifest, "supplier"),
            answered=tuple(found for entry in excluded for found in _answers(entry)),
        )


def _answers(entry: dict[str, Plain]) -> tuple[Answer, ...]:
    by, why = "ESP-IDF cve-exclude-list", entry.get("reason")
    return answers_in(entry.get("cve"), "not-affected", by, why)


def _text(manifest: dict[str, Plain], field: str) -> str | None:
    found = manifest.get(field)
    return found if isinstance(found, str) else None


def _repository(url: str | None) -> str | None:
    match = _REPOSITORY.match(url or "")
    return match.group(1) if match else None
