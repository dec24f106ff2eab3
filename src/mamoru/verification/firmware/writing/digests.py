"""The digest of the file that is the whole of a component, where there is exactly one."""

from mamoru.product import Component
from mamoru.verification.firmware.image import OpenedImage

_LARGEST_HASHED = 64 << 20


class FileDigests:
    """Looks up the files of one image."""

    def __init__(self, image: OpenedImage) -> None:
        self._trees = {tree.container: tree for tree in image.trees}

    def of(self, component: Component) -> str | None:
        """SHA-256 of the component's file; None where it is in none, in several, or in one too large."""
        files = {
            (place.container, place.path)
            for place in component.occurrences
            if place.method != "package-database" and place.container in self._trees
        }
        if len(files) != 1:
            return None
        ((container, path),) = files
        tree = self._trees[container or ""]
        entry = tree.entry(path)
        return tree.sha256(entry) if entry is not None and 0 < entry.size <= _LARGEST_HASHED else None
