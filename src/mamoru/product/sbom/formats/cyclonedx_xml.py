"""CycloneDX in XML. Source: CycloneDX 1.2 to 1.7, "components" and "vulnerabilities"."""

from collections import defaultdict
from collections.abc import Iterator

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import each_once
from mamoru.product.sbom.bill import NO_SOFTWARE, Home, Judgements, cpes_of, home_of, of_patch, source_of
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken
from mamoru.product.sbom.texts import Element, xml_elements

FORMAT = "cyclonedx"
KIND = "sbom"
_PATCH = "pedigree/patches/patch"
_COMPONENT = frozenset({
    "name", "version", "purl", "cpe", "group", "publisher", "scope", "supplier/name", "licenses/license/id",
    "licenses/license/name", "licenses/expression", "properties/property", f"{_PATCH}/resolves/issue/id",
    f"{_PATCH}/diff/url", _PATCH,
})  # fmt: skip
_VULNERABILITY = frozenset({
    "id", "references/reference/id", "analysis/state", "analysis/justification", "analysis/detail",
    "affects/target/ref",
})  # fmt: skip
_MOST_STEPS = 8
Told = dict[str, list[Element]]


def recognises(name: str, head: bytes) -> bool:
    """By the namespace of its root."""
    return b"http://cyclonedx.org/schema/bom" in head and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Every component of the list, those inside others too, each with what the document says of
    vulnerabilities in it; not the product that it is a list of."""
    told: dict[Element, Told] = defaultdict(lambda: defaultdict(list))
    judgements = Judgements()
    found: list[tuple[Element, Told]] = []
    product = ""
    for element in xml_elements(data):
        owner, path = _owner(element)
        if owner is not None and path in (_COMPONENT if owner.name == "component" else _VULNERABILITY):
            told[owner][path].append(element)
        if element.name == "component":
            said = told.pop(element, {})
            if _listed(element):
                found.append((element, said))
            elif element.within("bom", "metadata"):
                product = element.attributes.get("bom-ref", "")
        elif element.name == "vulnerability":
            _judge(element, told.pop(element, {}), judgements)
    home = _distribution(found)
    for element, said in found:
        if element.attributes.get("type") in NO_SOFTWARE or _first(said, "scope") == "excluded":
            continue
        yield _part(element, said, judgements, home) or Missed(line=element.line, why=NO_NAME)
    yield from judgements.left(product)


def _owner(element: Element) -> tuple[Element | None, str]:
    """The component or vulnerability that an element tells of, and the way from there."""
    steps: list[str] = [element.name]
    here = element.above
    while here is not None and len(steps) <= _MOST_STEPS:
        if here.name in ("component", "vulnerability"):
            return here, "/".join(reversed(steps))
        steps.append(here.name)
        here = here.above
    return None, ""


def _first(said: Told, *paths: str) -> str | None:
    return next((text for path in paths for e in said.get(path, ()) if (text := spoken(e.text))), None)


def _part(element: Element, said: Told, judgements: Judgements, home: Home) -> Part | None:
    written = _first(said, "name")
    if written is None:
        return None
    group, cpe, purl = _first(said, "group"), _first(said, "cpe"), _first(said, "purl")
    properties = [(e.attributes.get("name"), e.text) for e in said.get("properties/property", ())]
    distribution, release = home_of(purl, home)
    source, source_version = source_of(properties)
    return Part(
        name=f"{group}/{written}" if group else written,
        version=_first(said, "version"),
        line=element.line,
        purl=purl,
        cpes=tuple(dict.fromkeys((*([cpe] if cpe else []), *cpes_of(properties)))),
        license=_first(said, "licenses/expression", "licenses/license/id", "licenses/license/name"),
        supplier=_first(said, "supplier/name", "publisher"),
        distribution=distribution,
        distribution_release=release,
        source=source,
        source_version=source_version,
        answered=each_once((*_patched(said), *judgements.of(element.attributes.get("bom-ref")))),
    )


def _patched(said: Told) -> Iterator[Answer]:
    issues: dict[Element | None, list[tuple[object, object]]] = defaultdict(list)
    for each in said.get(f"{_PATCH}/resolves/issue/id", ()):
        kind = each.above.attributes.get("type") if each.above else None
        issues[_above(each, 3)].append((each.text, kind))
    urls = {_above(each, 2): each.text.strip() for each in said.get(f"{_PATCH}/diff/url", ())}
    for patch in said.get(_PATCH, ()):
        yield from of_patch(patch.attributes.get("type"), issues.get(patch, ()), urls.get(patch))


def _above(element: Element, steps: int) -> Element | None:
    here: Element | None = element
    for _ in range(steps):
        here = here.above if here is not None else None
    return here


def _judge(element: Element, said: Told, judgements: Judgements) -> None:
    ids = [e.text for path in ("id", "references/reference/id") for e in said.get(path, ())]
    why = (_first(said, "analysis/justification"), _first(said, "analysis/detail"))
    refs = [e.text.strip() for e in said.get("affects/target/ref", ())]
    judgements.add(ids, _first(said, "analysis/state"), why, refs, element.line)


def _distribution(found: list[tuple[Element, Told]]) -> Home:
    systems = {
        (_first(said, "name"), _first(said, "version"))
        for element, said in found
        if element.attributes.get("type") == "operating-system"
    }
    return systems.pop() if len(systems) == 1 else (None, None)


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
