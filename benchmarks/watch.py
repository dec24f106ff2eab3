"""Watching a portfolio after a day's delta, beside matching all of it: 1,000 releases of 300 components.

The data and the portfolio are made from `product/software`, by a seed: every known software has vulnerabilities
with ranges around its versions, every release a choice of them in one of a dozen versions each. All of the delta
is about known software, which is worse than any real day. `--releases N` for a smaller portfolio.
"""

import random
import resource
import sys
import tempfile
from datetime import date
from pathlib import Path

import msgspec
from timing import cost

from mamoru.operation.vulnerabilities.store.building import build
from mamoru.operation.vulnerabilities.store.excerpt import Excerpt
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling import Circumstances
from mamoru.operation.vulnerabilities.watching import (
    Matcher,
    Parts,
    Portfolio,
    matches_by_release,
    news,
)
from mamoru.operation.vulnerabilities.watching.memory import Memory, opened
from mamoru.operation.vulnerabilities.watching.standing import standing_of
from mamoru.product.component import Component
from mamoru.product.software import Software, known_software

SEED = 20261128
RELEASES, COMPONENTS, RECORDS, DELTA = 1_000, 300, 40_000, 2_000
VERSIONS = 12  # of one software that are in use among all releases
SAMPLE = 60  # releases that are matched whole, to tell the ratio
AT, LATER = "2026-11-27T00:00:00+00:00", "2026-11-28T00:00:00+00:00"
DAY = date(2026, 11, 28)


def main() -> None:
    """Print the times and the ratio."""
    releases = int(sys.argv[sys.argv.index("--releases") + 1]) if "--releases" in sys.argv else RELEASES
    chance = random.Random(SEED)
    known = [each for each in known_software() if each.cpes]
    versions = {each.id: [_version(chance) for _ in range(VERSIONS)] for each in known}
    portfolio = [_release(chance, known, versions) for _ in range(releases)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = folder / "store.db"
        build([_feed(folder, "nvdcve-2.0-2024.json", chance, known, RECORDS, 2024)], store, at=AT)
        with opened(folder / "standing.db") as memory, Store(store) as said:
            numbers = [memory.enter(f"p{n}", "1.0", "") for n in range(releases)]
            whole = cost(lambda: _first(memory, numbers, portfolio[:SAMPLE], said)).wall_s / SAMPLE * releases
            memory.keep()
        build([_feed(folder, "nvdcve-2.0-modified.json", chance, known, DELTA, 2026)], store, at=LATER)
        told: list[int] = []
        kept = [
            msgspec.json.encode(parts.components) for parts in portfolio
        ]  # as the inventories lie on disk
        portfolio.clear()
        with opened(folder / "standing.db") as memory, Store(store) as said:
            spent = cost(lambda: told.append(_watch(memory, numbers, kept, said))).wall_s
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"watch, {releases:,} releases x {COMPONENTS} components, {DELTA:,} records changed: {spent:.1f} s, "
        f"{told[0]:,} matches of them are news; matching all would take {whole:.0f} s (by {SAMPLE} releases): "
        f"1 to {whole / spent:.0f}; peak {peak:.0f} MB"
    )


def _release(chance: random.Random, known: list[Software], versions: dict[str, list[str]]) -> Parts:
    chosen = [chance.choice(known) for _ in range(COMPONENTS)]
    components = tuple(
        Component(name=each.id, version=version, software=each.id, cpes=each.cpe_names(version))
        for each in chosen
        for version in (chance.choice(versions[each.id]),)
    )
    return Parts(components=components, around=Circumstances(release="1.0"))


def _version(chance: random.Random) -> str:
    return f"{chance.randint(0, 5)}.{chance.randint(0, 20)}.{chance.randint(0, 9)}"


def _feed(
    folder: Path, name: str, chance: random.Random, known: list[Software], count: int, year: int
) -> Path:
    records = [_record(chance, chance.choice(known), f"CVE-{year}-{n + 1:05}") for n in range(count)]
    body = {"format": "NVD_CVE", "version": "2.0", "timestamp": "2026-11-27T00:00:00.000"}
    (folder / name).write_bytes(msgspec.json.encode({**body, "vulnerabilities": records}))
    return folder / name


def _record(chance: random.Random, software: Software, id: str) -> dict[str, object]:
    low, high = sorted((_version(chance), _version(chance)))
    match = {
        "vulnerable": True,
        "criteria": software.cpe_names("*")[0],
        "versionStartIncluding": low,
        "versionEndExcluding": high,
    }
    nodes = [{"operator": "OR", "negate": False, "cpeMatch": [match]}]
    return {
        "cve": {
            "id": id,
            "published": "2026-11-27T00:00:00.000",
            "lastModified": "2026-11-27T00:00:00.000",
            "vulnStatus": "Analyzed",
            "descriptions": [{"lang": "en", "value": f"What {id} is."}],
            "configurations": [{"operator": "OR", "nodes": nodes}],
        }
    }


def _first(memory: Memory, numbers: list[int], portfolio: list[Parts], said: Store) -> None:
    matcher = Matcher(said, DAY)
    for number, parts in zip(numbers, portfolio, strict=False):
        told = matcher.told(parts, parts.components)
        memory.replace(number, (), (standing_of(match) for match in told.values()))


def _watch(memory: Memory, numbers: list[int], kept: list[bytes], said: Store) -> int:
    around = Circumstances(release="1.0")
    portfolio = [
        Parts(components=msgspec.json.decode(body, type=tuple[Component, ...]), around=around)
        for body in kept
    ]
    changed = said.changed_since(AT)
    stood, count = memory.of_numbers(changed), 0
    for r, now in matches_by_release(Portfolio(portfolio), Excerpt(said, changed), DAY):
        old = stood.get(numbers[r], {})
        memory.replace(numbers[r], old, (standing_of(match) for match in now.values()))
        count += len(news(f"p{r}", "1.0", old, now))
    memory.keep()
    return count


if __name__ == "__main__":
    main()
