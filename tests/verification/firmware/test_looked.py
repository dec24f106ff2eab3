"""How much of an image was looked at: a part that stays closed costs its share, compressed or not."""

import lzma

import pytest

from mamoru.verification.firmware.looked import looked_of
from material import firmware as made
from material.disks import mbr
from material.foreign import xfs

DISK = mbr([(0x83, 2048, made.cpio()), (0x83, 4096, xfs())])


@pytest.mark.parametrize("packed", [False, True])
def test_a_closed_partition_costs_its_share_and_the_open_one_was_looked_at(packed: bool, opened) -> None:
    looked = looked_of(opened(lzma.compress(DISK) if packed else DISK).index)

    share = looked.shares[0]
    assert not looked.nothing
    assert not looked.whole
    assert 0 < share.answered < share.asked
    assert any("XFS" in each.en for each in looked.unseen)


def test_what_is_closed_alone_is_nothing_however_it_is_packed(opened) -> None:
    assert looked_of(opened(lzma.compress(xfs())).index).nothing
    assert looked_of(opened(xfs()).index).nothing
