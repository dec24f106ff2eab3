"""Package databases and manifests, one reader a file, found by discovery.

In: a `FileTree`, or the bytes of a program. Out: a `Sighted` for each package. A reader is a module with
`ECOSYSTEM` and one of these pairs: `PATHS` (shell patterns of full paths) with `records(text)` or
`records_in(data, path)`; or `ANCHOR` (bytes that the scanner looks for) with `records_at(data, at)`.
Each gives an iterator of `PackageRecord`.
"""

from mamoru.verification.firmware.components.packages.databases import (
    inside,
    packages,
    readers,
    software_of,
)

__all__ = ["inside", "packages", "readers", "software_of"]
