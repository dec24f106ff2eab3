"""What a maker declares of a product's parts: lists (SBOM) and what a build leaves behind.

In: a file or folder (CycloneDX, SPDX, Yocto, Zephyr, ESP-IDF, Buildroot, CMSIS, linker map, ELF).
Out: `Declared`: components with the identity of known software, each with the file and line that
names it. `Inventories` sets them beside what the images show.
"""

from mamoru.product.sbom.comparing import Comparison, Conflict, Inventories, compared
from mamoru.product.sbom.identity import known_as, same_version
from mamoru.product.sbom.reading import Declared, Source, Unread, declared_in, declared_in_bytes, together

__all__ = [
    "Comparison",
    "Conflict",
    "Declared",
    "Inventories",
    "Source",
    "Unread",
    "compared",
    "declared_in",
    "declared_in_bytes",
    "known_as",
    "same_version",
    "together",
]
