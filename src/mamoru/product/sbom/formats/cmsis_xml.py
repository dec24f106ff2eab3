"""CMSIS packs and projects in XML: `.pdsc`, `.cpdsc`, `.cprj`.

Source: Open-CMSIS-Pack specification, "Pack description (*.PDSC)" and "Project description (*.CPRJ)".
A project names its packs by `package` with vendor, name and version (`LOWEST:HIGHEST`); a pack names
itself, and its newest release first.
"""

from collections.abc import Iterator

from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.texts import Element, xml_elements

FORMAT = "cmsis-pack"
KIND = "trace"


def recognises(name: str, head: bytes) -> bool:
    """By its name and its root."""
    return name.lower().endswith((".pdsc", ".cpdsc", ".cprj")) and (b"<package" in head or b"<cprj" in head)


def parts(name: str, data: bytes) -> Iterator[Part]:
    """The pack that the file describes, the packs it asks for, and those components that give a version."""
    own: dict[str, str] = {}
    line: int | None = None
    for element in xml_elements(data):
        if element.within("package") and element.above is not None and element.above.above is None:
            if element.name in ("vendor", "name"):
                own.setdefault(element.name, element.text)
        elif element.name == "release" and "version" not in own:
            own["version"] = element.attributes.get("version", "")
            line = element.line
        elif element.name in ("package", "component") and (asked := _asked(element)) is not None:
            yield asked
    if (named := spoken(own.get("name"))) and name.lower().endswith(".pdsc"):
        yield Part(
            name=named,
            version=spoken(own.get("version")),
            supplier=spoken(own.get("vendor")),
            line=line,
            titled=True,
        )


def _asked(element: Element) -> Part | None:
    told = element.attributes
    if element.name == "component" and element.within("components") and told.get("Cversion"):
        label = " ".join(told[key] for key in ("Cclass", "Cgroup", "Csub") if told.get(key))
        return Part(
            name=label or "component",
            version=spoken(told["Cversion"]),
            supplier=spoken(told.get("Cvendor")),
            line=element.line,
            titled=True,
        )
    if element.name != "package" or (named := spoken(told.get("name"))) is None:
        return None
    version = told.get("version", "").partition(":")[0]
    return Part(
        name=named,
        version=spoken(version),
        supplier=spoken(told.get("vendor")),
        line=element.line,
        titled=True,
    )
