"""Fuzz what reads foreign bytes, guided by coverage (atheris): `make fuzz TARGETS="images lists" RUNS=100000`.

One target a door through which bytes of others come in: firmware readers, feeds, lists of parts, VEX, MUD files,
captures. A target takes bytes and may raise what it is known to raise; anything else is a crash, and the bytes that
brought it about are kept. The seeds are the samples of the tests, and a run with the same number of rounds is the same.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[1]
RUNS = 2000
LONGEST = 1 << 16
_ROUND = re.compile(r"#\d+\s")  # how libFuzzer begins a line on what it has done so far
SECONDS_EACH = 20  # for one input: longer is a finding


class Target(NamedTuple):
    """What takes the bytes, and samples to begin with."""

    take: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]


def targets() -> dict[str, Target]:
    """Every door."""
    return {
        "images": Target(_image, _images),
        "feeds": Target(_feed, lambda: [b'{"format": "NVD_CVE"}', b"<VULDEF-Document/>", b"{}\n{}\n"]),
        "lists": Target(_list, _lists),
        "vex": Target(_vex, _statements),
        "mud": Target(_mud, _profiles),
        "captures": Target(_capture, _captures),
    }


def main() -> int:
    """Fuzz one target here where `--here` names it, else each in a process of its own, one after the other."""
    if "--here" in sys.argv:
        at = sys.argv.index("--here")
        return _fuzzed(sys.argv[at + 1], int(sys.argv[at + 2]))
    runs, names = os.environ.get("RUNS") or str(RUNS), os.environ.get("TARGETS", "").split()
    failed = []
    for name in names or targets():
        words = [sys.executable, __file__, "--here", name, runs]
        ended = subprocess.run(words, capture_output=True, text=True, check=False)
        print(f"{name}: {'ok' if ended.returncode == 0 else 'crash'}, {_last(ended.stderr)}")
        if ended.returncode != 0:
            print(ended.stderr[-3000:])
            failed.append(name)
    return int(bool(failed))


def _last(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if _ROUND.match(line)), "nothing ran")


def _fuzzed(name: str, runs: int) -> int:
    import atheris  # of the environment of `make fuzz` alone

    with atheris.instrument_imports(include=["mamoru"]):
        target = targets()[name]
        _taken(target, b"")  # what is imported late is imported here
    with tempfile.TemporaryDirectory(prefix="mamoru-fuzz-") as folder:
        for number, seed in enumerate(target.seeds()):
            (Path(folder) / str(number)).write_bytes(seed[:LONGEST])
        limits = [
            f"-runs={runs}",
            "-seed=1",
            f"-max_len={LONGEST}",
            f"-timeout={SECONDS_EACH}",
            "-rss_limit_mb=2048",
        ]
        atheris.Setup([sys.argv[0], folder, *limits], lambda data: _taken(target, data))
        atheris.Fuzz()
    return 0


def _taken(target: Target, data: bytes) -> None:
    from mamoru.errors import FormatError, MamoruError

    with contextlib.suppress(MamoruError, FormatError):
        target.take(data)


def _image(data: bytes) -> None:
    """The first byte chooses the reader."""
    from mamoru.verification.firmware.opening.limits import Budget, Limits
    from mamoru.verification.firmware.opening.spooling import SpoolWriter
    from mamoru.verification.firmware.readers import readers

    known = sorted(readers())
    reader, view = readers()[known[data[0] % len(known)] if data else known[0]], memoryview(data[1:])
    with tempfile.TemporaryDirectory(prefix="mamoru-fuzz-") as folder:
        spool = SpoolWriter(
            Path(folder) / "spool", Budget(Limits(output_bytes=64 << 20, seconds=15), 1 << 20)
        )
        try:
            begins = reader.start is None or reader.start(view, min(4, len(view))) is not None
            if begins and reader.claim(view) is not None and reader.open is not None:
                for _ in reader.open(view, spool):
                    pass
        finally:
            spool.close()


def _images() -> Iterator[bytes]:
    from mamoru.verification.firmware.readers import readers
    from material.samples import GOOD

    for number, name in enumerate(sorted(readers())):
        yield bytes([number]) + GOOD[name]()


def _feed(data: bytes) -> None:
    from mamoru.operation.vulnerabilities.feeds import feeds
    from mamoru.operation.vulnerabilities.feeds.opening import opened

    with tempfile.TemporaryDirectory(prefix="mamoru-fuzz-") as folder:
        path = Path(folder) / "feed"
        path.write_bytes(data)
        for feed in feeds():
            file = opened(path)
            if feed.mine(file):
                feed.as_of(file)
                for _ in feed.read(file):
                    pass


def _list(data: bytes) -> None:
    from mamoru.product.sbom.reading import declared_in_bytes

    declared_in_bytes(data, "list")


def _lists() -> Iterator[bytes]:
    from material.part_lists import SAMPLES

    return (sample.data for sample in SAMPLES)


def _vex(data: bytes) -> None:
    from datetime import date

    from mamoru.operation.vulnerabilities.vex import decisions_of, read_vex

    decisions_of(read_vex(data), "vex", date(2026, 11, 23))


def _statements() -> Iterator[bytes]:
    said = b'{"vulnerability": {"name": "CVE-2022-0778"}, "status": "fixed", "products": [{"@id": "pkg:generic/x@1"}]}'
    yield b'{"@context": "https://openvex.dev/ns/v0.2.0", "author": "x", "statements": [' + said + b"]}"
    yield (
        b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "vulnerabilities": [{"id": "CVE-2022-0778", '
        b'"analysis": {"state": "not_affected", "justification": "code_not_present"}, "affects": [{"ref": "a"}]}], '
        b'"components": [{"type": "library", "name": "x", "version": "1", "bom-ref": "a"}]}'
    )
    yield (
        b'{"document": {"category": "csaf_vex", "csaf_version": "2.0", "title": "x", "publisher": {"name": "x"}}, '
        b'"product_tree": {"full_product_names": [{"name": "x 1", "product_id": "P"}]}, '
        b'"vulnerabilities": [{"cve": "CVE-2022-0778", "product_status": {"fixed": ["P"]}}]}'
    )


def _mud(data: bytes) -> None:
    from mamoru.verification.mud.reading import read_profile

    read_profile(data)


def _profiles() -> Iterator[bytes]:
    from material import traffic

    yield traffic.mud([traffic.rule("out", traffic.to_name("api.example.com"))])


def _capture(data: bytes) -> None:
    from mamoru.verification.mud.capture import Capture
    from mamoru.verification.mud.packets import packet

    with tempfile.TemporaryDirectory(prefix="mamoru-fuzz-") as folder:
        path = Path(folder) / "capture"
        path.write_bytes(data)
        with path.open("rb") as file:
            for frame in Capture(file):
                packet(frame)


def _captures() -> Iterator[bytes]:
    from material import traffic

    frames = [traffic.out("203.0.113.5", 443), traffic.looked_up("api.example.com", "203.0.113.5")]
    yield traffic.pcap(*frames)
    yield traffic.pcapng(*frames)


if __name__ == "__main__":
    sys.path[:0] = [str(REPOSITORY / "src"), str(REPOSITORY / "tests")]
    sys.exit(main())
