"""`CVE_STATUS` and `CVE_CHECK_IGNORE` in a Yocto recipe, append or include file.

Source: the Yocto Project reference manual. A recipe lists no part of a product; what it says counts for
the part of its name and version where another list names that.
"""

import re
from collections.abc import Iterator

from mamoru.language import Text
from mamoru.product.sbom.answering import named_in, of_patches, yocto_lines
from mamoru.product.sbom.judging import Judged
from mamoru.product.sbom.part import Missed

FORMAT = "yocto-recipe"
KIND = "trace"
NO_PART = Text(
    "どの部品についての記載か、ファイル名から分かりません",
    "the file's name does not tell of which part it speaks",
)
_MARK = re.compile(rb"CVE_(?:STATUS|CHECK_IGNORE|CHECK_WHITELIST)\b|CVE-\d{4}-\d{4,}[\w.-]*\.patch")
_RECIPE = re.compile(r"^([a-z0-9][a-z0-9+.-]*?)(?:_([^_/]+))?\.(?:bb|bbappend|inc)$")


def recognises(name: str, head: bytes) -> bool:
    """By the end of its name and one of the variables."""
    return name.lower().endswith((".bb", ".bbappend", ".inc", ".conf")) and _MARK.search(head) is not None


def parts(name: str, data: bytes) -> Iterator[Judged | Missed]:
    """What the file says of the part that it is named after."""
    text = data.decode("utf-8", "replace")
    said = list(yocto_lines(text))
    patches = of_patches(re.findall(r"[\w.+-]{1,200}\.patch\b", text)) if named_in(text) else ()
    match = _RECIPE.match(name.rpartition("/")[2].lower())
    part = match[1] if match else ""
    if part.startswith("cve-exclusion"):
        part = "linux"
    if not match or part.startswith("cve-"):
        yield from (Missed(line=line, why=NO_PART) for line, _ in said)
        return
    written = match[2] if part != "linux" or match[1] == "linux" else None
    version = None if written is None or "%" in written or written in ("git", "svn") else written
    yield Judged(name=part, version=version, answers=(*patches, *(found for _, found in said)))
