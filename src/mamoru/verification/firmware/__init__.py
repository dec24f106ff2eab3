"""Open a firmware image or a folder of its files, walk it, name its components.

In: a file as a maker ships it, or a folder. Out: an `Index` (parts, file trees, gaps, boot
environments) and a spool with all contents, which `load` turns into an `OpenedImage` for the checks.
`open_image` lies in `firmware.opening`, apart from here: only the process that opens pays for its
imports.
"""

from mamoru.verification.firmware.image import (
    Blob,
    Entry,
    EntryKind,
    Environment,
    FileTree,
    Gap,
    Index,
    OpenedImage,
    Part,
    Spool,
    Tree,
    load,
)
from mamoru.verification.firmware.opening.limits import Limits

__all__ = [
    "Blob",
    "Entry",
    "EntryKind",
    "Environment",
    "FileTree",
    "Gap",
    "Index",
    "Limits",
    "OpenedImage",
    "Part",
    "Spool",
    "Tree",
    "load",
]
