"""CycloneDX in JSON. Source: CycloneDX 1.2 to 1.7, "components"."""

from collections.abc import Iterable, Iterator

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import each_once
from mamoru.product.sbom.bill import (
    NO_SOFTWARE,
    Home,
    Judgements,
    cpes_of,
    home_of,
    of_patch,
    source_of,
)
from mamoru.product.sbom.part import NO_ENTRY, NO_NAME, Missed, Part, spoken
from mamoru.product.sbom.texts import (
    MOST_DEPTH,
    Lines,
    count_of_others,
    inside,
    items,
    members,
    objects,
    value,
)

FORMAT = "cyclonedx"
KIND = "sbom"


def recognises(name: str, head: bytes) -> bool:
    """By the mark that its form demands, or the name that is usual."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    marked = b'"bomFormat"' in head or b'"$schema": "http://cyclonedx.org' in head
    return text.startswith(b"{") and (marked or name.lower().endswith(".cdx.json"))


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Every component that is software, those inside others too, each with what the document says of
    vulnerabilities in it."""
    text, lines = data.removeprefix(b"\xef\xbb\xbf"), Lines(data)
    whole = members(text)
    said, judgements = whole.get("vulnerabilities"), Judgements()
    for offset, item in items(text, said) if said is not None else ():
        _judge(item, lines.at(offset), judgements)
    listed = whole.get("components")
    found = list(items(text, listed)) if listed is not None else []
    home = _distribution(item for _, item in found)
    for offset, item in found:
        line = lines.at(offset)
        open_items = [(item, 0)]
        while open_items:
            entry, depth = open_items.pop()
            if _is_software(entry):
                yield _part(entry, line, judgements, home) or Missed(line=line, why=NO_NAME)
            within = entry.get("components")
            if depth < MOST_DEPTH:
                open_items += [(inner, depth + 1) for inner in objects(within)]
            lost = len(within) - len(objects(within)) if isinstance(within, list) else within is not None
            yield from (Missed(line=line, why=NO_ENTRY) for _ in range(lost))
    if listed is not None and (strange := count_of_others(listed)):
        yield from (Missed(line=lines.at(max(text.find(listed), 0)), why=NO_ENTRY) for _ in range(strange))
    product = inside(inside(value(whole["metadata"])).get("component")) if "metadata" in whole else {}
    if product.get("purl") or product.get("cpe"):  # a product that sources may know by name
        whole_part = _part(product, 1, judgements, home)
        yield from () if whole_part is None else (whole_part,)
    yield from judgements.left(str(product.get("bom-ref")))


def _is_software(entry: dict[str, object]) -> bool:
    named = entry.get("type") == "file" and bool(entry.get("purl") or entry.get("cpe"))
    return (named or str(entry.get("type")) not in NO_SOFTWARE) and entry.get("scope") != "excluded"


def _part(entry: dict[str, object], line: int, judgements: Judgements, home: Home) -> Part | None:
    name = spoken(entry.get("name"))
    if name is None:
        return None
    group, cpe, purl = spoken(entry.get("group")), spoken(entry.get("cpe")), spoken(entry.get("purl"))
    told = [(p.get("name"), p.get("value")) for p in objects(entry.get("properties"))]
    distribution, release = home_of(purl, home)
    source, source_version = source_of(told)
    return Part(
        name=f"{group}/{name}" if group else name,
        version=spoken(entry.get("version")),
        line=line,
        purl=purl,
        cpes=tuple(dict.fromkeys((*([cpe] if cpe else []), *cpes_of(told)))),
        license=_license(entry),
        supplier=spoken(inside(entry.get("supplier")).get("name")) or spoken(entry.get("publisher")),
        distribution=distribution,
        distribution_release=release,
        source=source,
        source_version=source_version,
        answered=each_once((*_patched(entry), *judgements.of(entry.get("bom-ref")))),
    )


def _patched(entry: dict[str, object]) -> Iterator[Answer]:
    for patch in objects(inside(entry.get("pedigree")).get("patches")):
        issues = [(i.get("id"), i.get("type")) for i in objects(patch.get("resolves"))]
        yield from of_patch(patch.get("type"), issues, inside(patch.get("diff")).get("url"))


def _judge(item: dict[str, object], line: int, judgements: Judgements) -> None:
    analysis = inside(item.get("analysis"))
    ids = [item.get("id"), *(reference.get("id") for reference in objects(item.get("references")))]
    why = (analysis.get("justification"), analysis.get("detail"))
    refs = [target.get("ref") for target in objects(item.get("affects"))]
    judgements.add(ids, analysis.get("state"), why, refs, line)


def _distribution(entries: Iterable[dict[str, object]]) -> Home:
    found = {
        (spoken(e.get("name")), spoken(e.get("version")))
        for e in entries
        if e.get("type") == "operating-system"
    }
    return found.pop() if len(found) == 1 else (None, None)


def _license(entry: dict[str, object]) -> str | None:
    for choice in objects(entry.get("licenses")):
        named = inside(choice.get("license"))
        if found := spoken(choice.get("expression")) or spoken(named.get("id")) or spoken(named.get("name")):
            return found
    return None
