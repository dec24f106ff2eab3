"""Opening an image and naming its components, beside the physical limit and beside other scanners.

    python benchmarks/firmware.py [IMAGE] [ROOT]

IMAGE is a firmware image (without one, the demo's), ROOT an unpacked root file system for the
scanners that do not open images. A scanner that is not on the path is left out, and that is said.
Nothing is recalled from earlier runs but where a line says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from decompressing import Recorded
from timing import command, compare, peak_bytes

DEMO = Path("demo/products/nc-100/images/netcam-1.0.bin")
RUNS = 3
_SCAN = """
import sys
from cve_bin_tool.version_scanner import BUILTIN_CHECKERS, VersionScanner

checkers = {}
for point in BUILTIN_CHECKERS.values():
    try:
        checkers[point.name] = point.load()
    except Exception:  # one of them asks a web page for its versions
        continue
scanner = VersionScanner(should_extract=False, checkers=checkers)
found = {(i.product_info.product, i.product_info.version) for i in scanner.recursive_scan(sys.argv[1])}
print(len(found))
"""


def main() -> None:
    """Print ratios ours/peer, what each finds, and the peak of memory."""
    os.environ |= {"MAMORU_CACHE": "off", "SYFT_CHECK_FOR_APP_UPDATE": "false"}
    image = Path(sys.argv[1]) if len(sys.argv) > 1 else DEMO
    if not image.exists():
        print(f"{image} is not there: run `make run` first, or name an image")
        return
    _image(image.resolve())
    if len(sys.argv) > 2:
        _root(Path(sys.argv[2]).resolve())


def _words(path: Path) -> tuple[str, ...]:
    return sys.executable, "-m", "mamoru", "firmware", "sbom", str(path)


def _image(image: Path) -> None:
    """Against reading and decompressing its bytes once, against itself in the next release."""
    ours = command(*_words(image))
    limit = Recorded(image)
    compare("image: open and name / read and decompress once", ours, limit.again, RUNS)
    print(f"image: peak of all processes {peak_bytes(*_words(image)) >> 20} MB")
    with tempfile.TemporaryDirectory() as folder:
        recalled = command("env", "MAMORU_CACHE=on", f"MAMORU_DATA_DIR={folder}", *_words(image))
        compare("image: files known from the last release / from none", recalled, ours, RUNS)


def _root(root: Path) -> None:
    """Against scanners of an unpacked root file system."""
    ours = command(*_words(root))
    bill = json.loads(subprocess.run(_words(root), capture_output=True, check=False).stdout)
    print(f"root: ours finds {len(bill['components'])}, peak {peak_bytes(*_words(root)) >> 20} MB")
    if shutil.which("syft"):
        words = ("syft", "scan", f"dir:{root}", "-q", "-o", "json")
        told = json.loads(subprocess.run(words, capture_output=True, check=False).stdout)
        print(f"root: syft finds {len(told['artifacts'])}, peak {peak_bytes(*words) >> 20} MB")
        compare("root: name / syft", ours, command(*words), RUNS)
    else:
        print("syft: not installed, left out")
    if (python := _python_of("cve-bin-tool")) is None:
        print("cve-bin-tool: not installed, left out")
        return
    words = (python, "-c", _SCAN, str(root))  # its naming alone: no database, no matching
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout.splitlines()
    print(f"root: cve-bin-tool finds {told[-1]}, peak {peak_bytes(*words) >> 20} MB")
    compare("root: name / cve-bin-tool", ours, command(*words), RUNS)


def _python_of(script: str) -> str | None:
    """The interpreter that an installed Python program runs with."""
    path = shutil.which(script)
    first = Path(path).read_text("utf-8", "replace").splitlines()[0] if path else ""
    return first[2:].strip() if first.startswith("#!") else None


if __name__ == "__main__":
    main()
