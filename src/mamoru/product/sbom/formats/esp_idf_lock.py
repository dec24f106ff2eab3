"""ESP-IDF's `dependencies.lock`: the components that the component manager chose.

Source: IDF Component Manager, "dependencies.lock file". The name is `NAMESPACE/NAME`; `idf` is ESP-IDF.
"""

import re
from collections.abc import Iterator

from mamoru.product.sbom.part import Part
from mamoru.product.sbom.texts import yaml_fields

FORMAT = "esp-idf-lock"
KIND = "trace"
_MARKS = re.compile(rb"^dependencies:", re.MULTILINE)


def recognises(name: str, head: bytes) -> bool:
    """By its name, and the field that all of them have."""
    base = name.rpartition("/")[2].lower()
    return base.startswith("dependencies.lock") and _MARKS.search(head) is not None


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each dependency with the version that was chosen."""
    fields, lines = yaml_fields(data)
    chosen = fields.get("dependencies")
    for written, entry in chosen.items() if isinstance(chosen, dict) else ():
        version = entry.get("version") if isinstance(entry, dict) else None
        supplier, _, base = written.rpartition("/")
        told = version if isinstance(version, str) else None
        yield Part(
            name="esp-idf" if written == "idf" else base,
            version=told.partition("~")[0] if told else None,  # `~1` is the packaging's own revision
            supplier=supplier or None,
            line=lines.get(f"dependencies.{written}"),
            titled=True,
            said=f"{written} {told or ''}".strip(),
        )
