"""Open an image and name its components: what the child process runs."""

from pathlib import Path

import msgspec

from mamoru.data_folder import memory_folder
from mamoru.progress import Counted, Progress
from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.components.memory import Memory
from mamoru.verification.firmware.components.sharing import can_share
from mamoru.verification.firmware.facts.running import runs
from mamoru.verification.firmware.image import Index, OpenedImage, Spool
from mamoru.verification.firmware.opening.limits import Limits
from mamoru.verification.firmware.opening.opening import open_image, write_index
from mamoru.verification.firmware.readers import readers


def inspect_image(
    path: Path,
    work: Path,
    limits: Limits,
    progress: Counted | None = None,
    *,
    keys: tuple[bytes, ...] = (),
    memory: Memory | None = None,
    share: bool = False,
) -> Index:
    """Open the image or folder at `path` into folder `work`, name its components, and write the index
    anew with them, whole or not at all. `memory` recalls what files show; `share` where this process may
    be forked. Raises `InputError` where `path` cannot be read."""
    index = open_image(path, work, limits, progress, keys=keys)
    opened = OpenedImage(index, Spool(work / "spool"))
    named = components(opened, progress, memory=memory, share=share)
    index = msgspec.structs.replace(index, components=named, inert=not (named or runs(opened)))
    write_index(index, work)
    return index


def prepare() -> None:
    """Import every reader."""
    readers()


def inspect_here(path: str, work: str, limits: str, keys: str, *, progress: Progress) -> bytes:
    """`inspect_image` as a contained child runs it (`limits` and `keys` as JSON); the index stays in `work`."""
    bounds = msgspec.json.decode(limits, type=Limits)

    def tell(done: int, of: int) -> None:
        progress(Path(path).name, done / of if of else None)

    given = msgspec.json.decode(keys, type=tuple[bytes, ...])
    memory = kept_memory()
    inspect_image(Path(path), Path(work), bounds, tell, keys=given, memory=memory, share=can_share())
    if memory is not None:
        memory.close()
    return b"done"


def kept_memory() -> Memory | None:
    """What earlier runs learnt of files, in the data folder; None where `MAMORU_CACHE=off` says so."""
    folder = memory_folder()
    return None if folder is None else Memory(folder / "firmware-files.sqlite")
