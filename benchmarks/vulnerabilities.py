"""Building the store of vulnerabilities and matching with it, beside decoding the same records once.

    python benchmarks/vulnerabilities.py [IMAGE]

IMAGE is a firmware image whose components are matched (without one, the shared data's). The data lie in
$MAMORU_SHARED/data, else in shared/data beside the checkout. Where cve-bin-tool 3.4 is installed, name
its Python in $CVE_BIN_TOOL_PYTHON to have its load and scan beside ours.
"""

import json
import lzma
import os
import sys
import tempfile
import time
from pathlib import Path

from processes import Measured, measured, median

from mamoru.operation.vulnerabilities.feeds import nvd
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.store.layout import product_number
from mamoru.operation.vulnerabilities.telling import components_in
from mamoru.product.software import known_software

DATA = Path(os.environ.get("MAMORU_SHARED", Path(__file__).parents[2] / "shared")) / "data"
MAMORU = (sys.executable, "-m", "mamoru")
STORE = Path("vulnerabilities") / "store.db"
DELTA = 2000
LOAD = Path(__file__).parent / "peers" / "cve_bin_tool_load.py"
ROWS = Path(__file__).parent / "peers" / "read_rows.py"
SCAN = (
    "--offline", "--disable-version-check", "--disable-validation-check", "-l", "error", "--sbom", "cyclonedx",
)  # fmt: skip


def main() -> None:
    """Print what building and matching take."""
    if not DATA.is_dir():
        print(f"{DATA} is not there: left out")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        boms = _boms(folder, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
        built = _build(folder / "nvd")
        _match(folder / "nvd", "NVD only", boms)
        _beside(folder, built, boms[80])
        _delta(folder)
        measured((*MAMORU, "vulns", "sync", "--from", str(DATA)), _env(folder / "all"), 3)
        _match(folder / "all", "all of the data", boms)


def _env(place: Path) -> dict[str, str]:
    return {"MAMORU_DATA_DIR": str(place)}


def _build(place: Path) -> Measured:
    wall, cpu = _decoded()
    print(f"decode every record once: {wall:.2f} s wall, {cpu:.2f} s user+sys")
    built = measured((*MAMORU, "vulns", "sync", "--from", str(DATA / "nvd")), _env(place), 3)
    size = (place / STORE).stat().st_size
    print(
        f"build: {built}, {size / 1e6:.0f} MB on disk; build/decode {built.wall / wall:.2f} wall,"
        f" {built.cpu / cpu:.2f} user+sys"
    )
    return built


def _decoded() -> tuple[float, float]:
    """Decompress and decode all records into typed values, in this process."""
    start, used = time.perf_counter(), time.process_time()
    for path in sorted((DATA / "nvd").glob("*.json.xz")):
        for item in nvd._WHOLE.decode(lzma.decompress(path.read_bytes())).vulnerabilities:
            nvd._ITEM.decode(item)
    return time.perf_counter() - start, time.process_time() - used


def _delta(folder: Path) -> None:
    """A day's changes: the bounds of 2,000 records moved."""
    path = folder / "nvdcve-2.0-modified.json"
    feed = json.loads(lzma.decompress((DATA / "nvd" / "nvdcve-2.0-2024.json.xz").read_bytes()))
    every = [item for item in feed["vulnerabilities"] if item["cve"].get("configurations")]
    chosen = every[:: max(1, len(every) // DELTA)][:DELTA]
    for item in chosen:
        item["cve"]["lastModified"] = "2026-11-27T00:00:00.000"
        for configuration in item["cve"]["configurations"]:
            for criterion in (c for node in configuration["nodes"] for c in node["cpeMatch"]):
                criterion.setdefault("versionStartIncluding", "0.0.1")
    path.write_text(json.dumps({**feed, "timestamp": "2026-11-28T00:00:00.000", "vulnerabilities": chosen}))
    took = measured((*MAMORU, "vulns", "sync", "--from", str(path)), _env(folder / "nvd"), 3)
    print(f"a day's changes ({len(chosen)} records): {took}")


def _match(place: Path, title: str, boms: dict[int, Path]) -> None:
    for count, bom in boms.items():
        products = place / f"{count}.products.json"
        names = {known.product for part in components_in(bom)[0] for known in names_of(part)}
        products.write_text(json.dumps([product_number(name) for name in sorted(names)]))
        least = median((sys.executable, str(ROWS), str(place / STORE), str(products)), _env(place))
        ours = median(_matching(bom), _env(place))
        print(
            f"match, {title}, {count} components: {ours}; beside reading the rows {_beside_it(ours, least)}"
        )


def _matching(bom: Path) -> tuple[str, ...]:
    return (*MAMORU, "vulns", "match", str(bom), "--format", "json")


def _beside(folder: Path, built: Measured, bom: Path) -> None:
    """The load and the scan of cve-bin-tool on the same files, and ours beside them."""
    python = os.environ.get("CVE_BIN_TOOL_PYTHON")
    if not python:
        print("cve-bin-tool: not named, left out")
        return
    home = {"HOME": str(folder / "peer")}
    cache = folder / "peer" / ".cache" / "cve-bin-tool"
    loaded = measured((python, str(LOAD), str(cache), str(DATA / "nvd")), home)
    print(f"cve-bin-tool, load: {loaded}; {_beside_it(built, loaded)}")
    asked = (python, "-m", "cve_bin_tool.cli", *SCAN, "--sbom-file", str(bom))
    scanned = median((*asked, "-f", "json", "-o", str(folder / "peer.json")), home, runs=3)
    ours = median(_matching(bom), _env(folder / "nvd"), runs=3)
    print(f"cve-bin-tool, scan of 80 components: {scanned}; {_beside_it(ours, scanned)}")


def _beside_it(ours: Measured, peer: Measured) -> str:
    return f"ours/peer {ours.wall / peer.wall:.2f} wall, {ours.cpu / peer.cpu:.2f} user+sys, {ours.peak / peer.peak:.2f} memory"


def _boms(folder: Path, image: Path | None) -> dict[int, Path]:
    """Lists of 80 and of 1,000 parts: the image's, then known software in versions of its test strings."""
    if image is None:
        image = folder / "mini.bin"
        image.write_bytes(lzma.decompress((DATA / "firmware" / "mini.bin.xz").read_bytes()))
    listed = folder / "image.cdx.json"
    measured((*MAMORU, "firmware", "sbom", str(image), "-o", str(listed)), _env(folder / "none"), 3)
    bom = json.loads(listed.read_bytes())
    seen = {part["name"] for part in bom["components"]}
    more = [part for turn in range(4) for part in _catalogue(turn) if turn or part["name"] not in seen]
    boms = {}
    for count in (80, 1000):
        parts = (bom["components"] + more)[:count]
        boms[count] = folder / f"{count}.cdx.json"
        boms[count].write_text(json.dumps({**bom, "dependencies": [], "components": parts}))
    return boms


def _catalogue(turn: int) -> list[dict[str, str]]:
    parts = []
    for known in known_software():
        versions = [str(test.version) for sign in known.signatures for test in sign.test if test.version]
        version = versions[turn % len(versions)] if versions else f"{turn + 1}.{turn}"
        part = {"type": "library", "bom-ref": f"{known.id}-{turn}", "name": known.id, "version": version}
        if names := known.cpe_names(version):
            part["cpe"] = names[0]
        if known.purl:
            part["purl"] = f"{known.purl}@{version}"
        parts.append(part)
    return parts


if __name__ == "__main__":
    main()
