"""What lies where: parts within each other, files, what stayed unopened."""

import gzip
import json

import jsonschema_rs
import msgspec
import pytest

from mamoru.jobs.firmware.tree import Outline, outline
from mamoru.jobs.schema import schemas
from mamoru.language import both
from mamoru.verification.firmware.image import Entry, EntryKind, Gap, Index, Part, Tree
from mamoru.verification.firmware.opening.contained import open_contained
from material import firmware as make


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Outline:
    folder = tmp_path_factory.mktemp("outline")
    path = folder / "camera.bin"
    path.write_bytes(make.flash((0x10000, make.uimage(gzip.compress(make.cpio(make.ROOT), mtime=0)))))
    return outline(open_contained(path, folder / "work", None))


def test_parts_lie_within_each_other(told: Outline) -> None:
    uimage = told.parts[0]
    rootfs = uimage.parts[0].parts[0]

    assert (uimage.name, uimage.offset) == ("uimage", 0x10000)
    assert (uimage.parts[0].name, uimage.parts[0].offset) == ("gzip", 0x40)
    assert (rootfs.name, rootfs.format, rootfs.root) == ("rootfs", "cpio", True)


def test_files_are_told_with_mode_owner_and_target(told: Outline) -> None:
    files = {each.path: each for each in told.parts[0].parts[0].parts[0].files or ()}

    assert (files["/bin/busybox"].mode, files["/bin/busybox"].kind) == ("4755", "file")
    assert files["/bin/sh"].target == "busybox"
    assert files["/dev/console"].kind == "device"


def test_the_json_follows_its_published_schema(told: Outline) -> None:
    schema = json.loads(schemas()["firmware-tree.schema.json"])

    assert list(jsonschema_rs.validator_for(schema).iter_errors(json.loads(msgspec.json.encode(told)))) == []


def test_a_gap_keeps_its_place_and_its_reason() -> None:
    gap = Gap(offset=0x40, bytes=64, why=both("encrypted"), serious=True, container="uimage")
    index = Index(path="a.bin", sha256="0" * 64, bytes=256, gaps=(gap,))

    told = outline(index)

    assert [(g.container, g.offset, g.why.en) for g in told.unopened] == [("uimage", 0x40, "encrypted")]


def test_a_stored_name_that_points_out_is_kept_beside_the_plain_one() -> None:
    entry = Entry(path="/etc/x", kind=EntryKind.FILE, hostile="../../etc/x")
    part = Part(name="rootfs", format="cpio", offset=0, bytes=1)
    tree = Tree(container="rootfs", format="cpio", root=True, entries=(entry,))

    told = outline(Index(path="a", sha256="0" * 64, bytes=1, parts=(part,), trees=(tree,)))

    assert told.parts[0].files is not None
    assert told.parts[0].files[0].stored_as == "../../etc/x"
