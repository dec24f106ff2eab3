"""Opening an image and naming its components, beside the plain way and beside other scanners.

    python benchmarks/firmware.py [IMAGE] [ROOT]

IMAGE is a firmware image (without one, the demo's), ROOT an unpacked root file system for the
scanners that do not open images. A scanner that is not on the path is left out, and that is said.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from timing import command, compare

DEMO = Path("demo/products/nc-100/images/netcam-1.0.bin")


def main() -> None:
    """Print ratios ours/peer."""
    image = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    if not image.exists():
        print(f"{image} is not there: run `make run` first, or name an image")
        return
    _image(image.resolve())
    if len(sys.argv) > 2:
        _root(Path(sys.argv[2]).resolve())


def _ours(path: Path) -> Callable[[], object]:
    return command(sys.executable, "-m", "mamoru", "firmware", "sbom", str(path))


def _image(image: Path) -> None:
    """Against unpacking by the standard tool and listing what looks like a version."""
    offset = image.read_bytes().find(b"hsqs")
    if shutil.which("unsquashfs") is None or offset < 0:
        print("no SquashFS in the image, or no unsquashfs: the plain way is left out")
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = (
            f"unsquashfs -q -n -f -o {offset} -d {folder}/root '{image}' && "
            f"find {folder}/root -type f -exec strings -n 6 {{}} + | grep -cE '[0-9]+\\.[0-9]+'"
        )
        compare("image: open and name / unsquashfs + strings", _ours(image), command("sh", "-c", plain))


def _root(root: Path) -> None:
    """Against scanners of an unpacked root file system."""
    os.environ["SYFT_CHECK_FOR_APP_UPDATE"] = "false"
    for name, words in {"syft": ("scan", f"dir:{root}"), "cve-bin-tool": ("--offline", str(root))}.items():
        if shutil.which(name) is None:
            print(f"{name}: not installed, left out")
        elif _fails(name, *words):
            print(f"{name}: does not run here (no database?), left out")
        else:
            compare(f"root: name / {name}", _ours(root), command(name, *words))


def _fails(*words: str) -> bool:
    """Whether a peer gives up at once; its time would then compare with nothing."""
    ended = subprocess.run(words, capture_output=True, check=False)
    return ended.returncode not in (0, 1) or b"Database does not exist" in ended.stdout + ended.stderr


if __name__ == "__main__":
    main()
