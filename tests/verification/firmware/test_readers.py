"""What holds for every reader in the registry."""

import random
from pathlib import Path

import pytest

from mamoru.errors import FormatError, LimitReached
from mamoru.verification.firmware.opening.limits import Budget, Limits
from mamoru.verification.firmware.opening.spooling import SpoolWriter
from mamoru.verification.firmware.readers import readers
from material.accounting import untold
from material.firmware import flash
from material.samples import GOOD

NAMES = sorted(GOOD)
RAW = [name for name in NAMES if readers()[name].raw]


def _read(name: str, image: bytes, spool: SpoolWriter) -> bool:
    """Claim and open; True where the reader took it."""
    reader, view = readers()[name], memoryview(image)
    try:
        if reader.start is not None and reader.start(view, min(4, len(image))) is None:
            return False
        if reader.claim(view) is None:
            return False
        if reader.open is not None:
            for _ in reader.open(view, spool):
                pass
    except (FormatError, LimitReached):
        return True
    return True


@pytest.fixture
def spool(tmp_path: Path) -> SpoolWriter:
    limits = Limits(output_bytes=64 << 20, seconds=100)
    return SpoolWriter(tmp_path / "spool", Budget(limits, 1 << 20))


def test_every_reader_has_a_good_sample() -> None:
    assert set(GOOD) == set(readers())


@pytest.mark.parametrize("name", sorted(readers()))
def test_a_reader_that_cannot_open_says_what_to_hand_in(name: str) -> None:
    reader = readers()[name]
    assert reader.open is not None or (reader.instead and reader.instead.ja and reader.instead.en)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_sample_is_recognised(name: str, opened) -> None:
    formats = {part.format for part in opened(GOOD[name]()).index.parts if part.parent is None}
    assert formats & ({name, "esp32-image"} if name == "esp32-app" else {name})


@pytest.mark.parametrize("name", RAW)
def test_a_good_sample_is_found_at_any_offset(name: str, opened) -> None:
    image = flash((0x5300, GOOD[name]()), size=0x40000)
    index = opened(image).index
    assert [part.offset for part in index.parts if part.parent is None and part.offset == 0x5300]
    assert untold(index, image) == b""


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_cut_anywhere_is_reported_not_crashed(name: str, opened) -> None:
    whole = GOOD[name]()
    for size in sorted({len(whole) * step // 12 for step in range(12)}):
        index = opened(whole[:size]).index
        assert index.bytes == size
        assert untold(index, whole[:size]) == b""


def _mutated(image: bytes, chance: random.Random) -> bytes:
    out = bytearray(image)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        match chance.randrange(4):
            case 0:
                out[chance.randrange(len(out))] = chance.randrange(256)
            case 1:
                at = chance.randrange(len(out))
                out[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80")
                )
            case 2:
                out = out[: chance.randrange(1, len(out) + 1)]
            case _:
                at, other = chance.randrange(len(out)), chance.randrange(len(out))
                out[at : at + 16] = out[other : other + 16]
    return bytes(out)


def _survives(name: str, spool: SpoolWriter, rounds: int) -> None:
    whole, chance = GOOD[name](), random.Random(name)
    for _ in range(rounds):
        _read(name, _mutated(whole, chance), spool)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_its_own_errors_leaves_a_reader(name: str, spool: SpoolWriter) -> None:
    _survives(name, spool, 50)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_its_own_errors_leaves_a_reader_in_the_long_run(name: str, tmp_path: Path) -> None:
    for number in range(100):
        spool = SpoolWriter(tmp_path / "spool", Budget(Limits(), 1 << 20))
        whole, chance = GOOD[name](), random.Random(f"{name}{number}")
        for _ in range(100):
            _read(name, _mutated(whole, chance), spool)
        spool.close()
