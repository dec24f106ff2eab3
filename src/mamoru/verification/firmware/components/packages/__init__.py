"""Package databases of a root file system, one reader a file, found by discovery.

In: a `FileTree`. Out: `packages(tree)`, a `Sighted` for each installed package. A reader is a module
with `ECOSYSTEM`, `PATHS` (shell patterns of full paths) and `records(text) -> Iterator[PackageRecord]`.
"""

from mamoru.verification.firmware.components.packages.databases import packages, readers, software_of

__all__ = ["packages", "readers", "software_of"]
