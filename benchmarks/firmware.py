"""Opening an image and naming its components, beside the plain way and beside other scanners."""

import shutil
import sys
import tempfile
from pathlib import Path

from timing import command, compare


def main() -> None:
    """Print ratios for the image named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/firmware.py IMAGE")
    image = str(Path(sys.argv[1]).resolve())
    ours = command(sys.executable, "-m", "mamoru", "firmware", "sbom", image)
    if shutil.which("unsquashfs") and (offset := _squashfs(Path(image))) is not None:
        with tempfile.TemporaryDirectory() as folder:
            plain = (
                f"unsquashfs -q -n -f -o {offset} -d {folder}/root '{image}' && "
                f"find {folder}/root -type f -exec strings -n 6 {{}} + | grep -cE '[0-9]+\\.[0-9]+'"
            )
            compare("open and name / unsquashfs + strings", ours, command("sh", "-c", plain))
    for name, words in {"syft": ("scan", image), "cve-bin-tool": ("--offline", image)}.items():
        if shutil.which(name):
            compare(f"open and name / {name}", ours, command(name, *words))
        else:
            print(f"{name}: not installed, left out")


def _squashfs(image: Path) -> int | None:
    found = image.read_bytes().find(b"hsqs")
    return found if found >= 0 else None


if __name__ == "__main__":
    main()
