"""The published JSON Schema of a file of threats, for those who write new ones."""

from mamoru.design.library import Family
from mamoru.design.own import OwnThreats
from mamoru.json_schema import published


def schemas() -> dict[str, bytes]:
    """The schemas of a family of the library and of a maker's own `threats.yaml`, by file name."""
    return {
        "threat-family.schema.json": published(Family, "Mamoru: one file of the threat library"),
        "threats.schema.json": published(OwnThreats, "threats.yaml: 自社で加える脅威 / threats of one's own"),
    }
