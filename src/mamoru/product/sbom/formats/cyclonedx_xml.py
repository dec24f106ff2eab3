"""CycloneDX in XML. Source: CycloneDX 1.2 to 1.7, "components"."""

from collections.abc import Iterator

from mamoru.product.sbom.part import Part, spoken
from mamoru.product.sbom.texts import Element, xml_elements

FORMAT = "cyclonedx"
KIND = "sbom"
_OWN = ("name", "version", "purl", "cpe", "group", "publisher")
_KINDS = ("file", "data", "cryptographic-asset", "machine-learning-model")


def recognises(name: str, head: bytes) -> bool:
    """By the namespace of its root."""
    return b"http://cyclonedx.org/schema/bom" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Every component of the list, those inside others too; not the product that it is a list of."""
    told: dict[Element, dict[str, str]] = {}
    for element in xml_elements(data):
        above = element.above
        if above is not None and above.name == "component" and element.name in _OWN:
            told.setdefault(above, {})[element.name] = element.text
        elif element.name == "component" and (said := told.pop(element, None)) is not None:
            written = spoken(said.get("name"))
            if written is None or not _listed(element) or element.attributes.get("type") in _KINDS:
                continue
            group, cpe = spoken(said.get("group")), spoken(said.get("cpe"))
            yield Part(
                name=f"{group}/{written}" if group else written,
                version=spoken(said.get("version")),
                line=element.line,
                purl=spoken(said.get("purl")),
                cpes=(cpe,) if cpe else (),
                supplier=spoken(said.get("publisher")),
            )


def _listed(element: Element) -> bool:
    """Whether a component stands in the list, at the top or inside one that does; an ancestor in a
    pedigree, a tool or a step of a workflow does not."""
    here: Element | None = element
    while here is not None and here.name == "component":
        here = here.above
        if here is None or here.name != "components":
            return False
        here = here.above
    return here is not None and here.name == "bom"
