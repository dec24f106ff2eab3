"""What Yocto's cve-check and vex classes write: each recipe with the state of its vulnerabilities.

Source: the Yocto Project reference manual, classes cve-check and vex: `package[]` with `name`, `version`,
`issue[]` of `id`, `status` (Patched, Unpatched, Ignored), `detail` and `description`.
"""

from collections.abc import Iterator

from mamoru.product.component import Answer
from mamoru.product.sbom.answering import each_once, of_patches, of_yocto
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken
from mamoru.product.sbom.texts import Lines, items, members, objects, texts
from mamoru.product.sbom.tools import named_by_tool

FORMAT = "yocto-cve-check"
KIND = "list"


def recognises(name: str, head: bytes) -> bool:
    """By its list, and what stands with each package."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return (
        text.startswith(b"{") and b'"package"' in head and (b'"issue"' in head or b'"cvesInRecord"' in head)
    )


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Each recipe of the build."""
    text, lines = data.removeprefix(b"\xef\xbb\xbf"), Lines(data)
    listed = members(text).get("package")
    for offset, item in items(text, listed) if listed is not None else ():
        line, written = lines.at(offset), spoken(item.get("name"))
        if written is None:
            yield Missed(line=line, why=NO_NAME)
            continue
        own, tool = named_by_tool(written)
        yield Part(
            name=own,
            version=spoken(item.get("version")),
            line=line,
            cpes=tuple(c for c in texts(item.get("cpes")) if c.startswith("cpe:")),
            answered=each_once(found for issue in objects(item.get("issue")) for found in _answers(issue)),
            tool=tool,
        )


def _answers(issue: dict[str, object]) -> Iterator[Answer]:
    """A status; the word behind it, where there is one, tells more."""
    id, status, detail = (spoken(issue.get(key)) for key in ("id", "status", "detail"))
    if id is None or status is None:
        return
    files = issue.get("patch-file")
    patches = of_patches(
        texts(files) if isinstance(files, list) else [files] if isinstance(files, str) else []
    )
    found = of_yocto(id[:100], detail or status, "Yocto cve-check", issue.get("description"))
    if detail and found.state == "under-investigation":
        found = of_yocto(id[:100], status, f"Yocto cve-check {detail}", issue.get("description"))
    yield (
        next((each for each in patches if each.vulnerability == id), found) if status == "Patched" else found
    )
