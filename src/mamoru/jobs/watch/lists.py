"""What releases declare, read once and remembered from watch to watch until a file changes."""

from hashlib import sha256

import msgspec

from mamoru.jobs.release.declaring import declared_of
from mamoru.jobs.tool import TOOL
from mamoru.operation.vulnerabilities.store.rows import file_digest
from mamoru.operation.vulnerabilities.watching.memory import Memory
from mamoru.product import Release
from mamoru.product.named import is_address
from mamoru.product.sbom import Declared
from mamoru.product.workspace import DeclaredProduct, Workspace


class Lists:
    """What the SBOMs and build inputs of releases name, as it was remembered where no file has changed."""

    def __init__(self, workspace: Workspace, memory: Memory) -> None:
        self._workspace, self._memory = workspace, memory
        self.read: dict[str, bytes] = {}

    def of(self, entry: DeclaredProduct, release: Release) -> Declared:
        """What `release` declares; a child process reads it where it is not remembered."""
        names = [name for name in (release.sbom, *release.build) if name and not is_address(name)]
        if not names:
            return Declared()
        key = self._key(entry, names)
        if key is None:  # a folder: what lies in it is not looked through twice
            return declared_of(self._workspace, entry, release, None)
        body = self.read.get(key) or self._memory.declared(key)
        if body is None:
            body = msgspec.msgpack.encode(declared_of(self._workspace, entry, release, None))
        self.read[key] = body
        return msgspec.msgpack.decode(body, type=Declared)

    def _key(self, entry: DeclaredProduct, names: list[str]) -> str | None:
        paths = [entry.folder / name for name in names]
        if any(path.is_dir() for path in paths):
            return None
        files = [(path.as_posix(), file_digest(path) if path.is_file() else None) for path in paths]
        return sha256(msgspec.json.encode([TOOL, files])).hexdigest()
