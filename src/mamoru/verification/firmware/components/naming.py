"""Walk an opened image once and merge all sightings into its components."""

import re
from collections.abc import Iterator

from mamoru.product import Component
from mamoru.progress import Counted
from mamoru.verification.firmware.components.files import LARGEST_FILE, sightings
from mamoru.verification.firmware.components.kernel_facts import (
    Facts,
    of_configuration,
    of_tree,
    with_kernels,
)
from mamoru.verification.firmware.components.known_files import KnownFiles
from mamoru.verification.firmware.components.memory import Memory
from mamoru.verification.firmware.components.merging import merged
from mamoru.verification.firmware.components.packages import packages
from mamoru.verification.firmware.components.scanner import is_binary, named_by_path
from mamoru.verification.firmware.components.sighting import Sighted
from mamoru.verification.firmware.image import FileTree, OpenedImage

_SMALLEST_KERNEL = 64
_DISTRIBUTION = re.compile(r"^ID=\"?([a-z0-9._-]+)\"?$", re.M)


def components(
    image: OpenedImage,
    progress: Counted | None = None,
    *,
    memory: Memory | None = None,
    share: bool = False,
) -> tuple[Component, ...]:
    """The components of `image`, by name and version; each file and kept part is read once.

    `progress` is called with the bytes read so far and the bytes in all. What `memory` holds of a file is
    not looked for again; what is new goes into it. `share` where this process, which has no threads, may be forked to look at
    files on a second core.
    """
    distributions = {tree.container: distribution(tree) for tree in image.trees}
    walk = _Walk(_Meter(image, progress), KnownFiles(memory), share=share)
    seen = [*walk.sighted(image)]
    return with_kernels(merged(seen, distributions), walk.facts)


def distribution(tree: FileTree) -> str | None:
    """The distribution's id that `/etc/os-release` tells."""
    text = tree.text("/etc/os-release") or tree.text("/usr/lib/os-release") or ""
    found = _DISTRIBUTION.search(text)
    return found.group(1) if found else None


class _Meter:
    def __init__(self, image: OpenedImage, progress: Counted | None) -> None:
        self._progress, self._done = progress, 0
        self._total = sum(entry.size for tree in image.trees for entry in tree.files)

    def add(self, size: int) -> None:
        self._done += size
        if self._progress is not None:
            self._progress(self._done, self._total)


class _Walk:
    """One walk over an image; what is learnt of kernels beside the sightings lies in `facts`."""

    def __init__(self, meter: _Meter, known: KnownFiles, *, share: bool) -> None:
        self._meter, self._known, self._share = meter, known, share
        self.facts: list[Facts] = []

    def sighted(self, image: OpenedImage) -> Iterator[Sighted]:
        """Every sighting in `image`."""
        for tree in image.trees:
            yield from packages(tree)
            yield from self._of_files(tree)
            self.facts += of_tree(tree)
        opened = {part.parent for part in image.index.parts}
        trees = {tree.container for tree in image.trees}
        for number, part in enumerate(image.index.parts):
            if part.blob is None or part.name in trees:
                continue
            data = image.read(part, most=LARGEST_FILE)
            yield from self._known.scanned(data, part.name, None)
            if part.name.startswith("kernel-config"):
                self.facts += [told for told in [of_configuration(data)] if told]
            elif number not in opened:
                yield from self._of_kernel(data, part.name, None)

    def _of_files(self, tree: FileTree) -> Iterator[Sighted]:
        for entry, inside in sightings(tree, self._known, self._meter.add, share=self._share):
            yield from named_by_path(entry.path, tree.container)
            yield from inside
            if entry.path.startswith("/boot/") and entry.size >= _SMALLEST_KERNEL:
                data = tree.read(entry, most=LARGEST_FILE)
                if is_binary(data):
                    yield from self._of_kernel(data, entry.path, tree.container)

    def _of_kernel(self, data: bytes, path: str, container: str | None) -> tuple[Sighted, ...]:
        kernel = self._known.kernel(data, path, container)
        if kernel.facts is not None:
            self.facts.append(kernel.facts)
        return kernel.seen
