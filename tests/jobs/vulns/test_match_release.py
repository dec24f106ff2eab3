"""A release as its maker has it: several images, one before encryption, and what its build left."""

import gzip
import hashlib
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.assessment import State
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.verdict import found
from mamoru.evidence.folder import EvidenceFolder
from mamoru.exit_status import Exit, ended
from mamoru.jobs import Wish, examine
from mamoru.jobs.check.placing import names_of
from mamoru.jobs.release.declaring import declared_of
from mamoru.product.model import Image
from mamoru.product.problems import ProductFileErrors
from mamoru.product.workspace import find_workspace
from material import firmware as make
from material.part_lists import GNU_MAP, ZEPHYR, cyclonedx, library

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEAK = make.ROOT | {
    "etc/inittab": make.File(b"::sysinit:/etc/init.d/rcS\n"),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\ntelnetd -l /bin/sh\n", 0o100755),
}
MENDED = WEAK | {
    "etc/shadow": make.File(b"root:*:19000:0:99999:7:::\n", 0o100600),
    "etc/init.d/rcS": make.File(b"#!/bin/sh\nmount -a\n", 0o100755),
}


def flash(tree: dict[str, make.File]) -> bytes:
    """A flash with this root file system."""
    return make.flash((0x10000, make.uimage(gzip.compress(make.cpio(tree), mtime=0))))


def encrypted(size: int = 1 << 20) -> bytes:
    """Bytes as a cipher leaves them."""
    return random.Random(4).randbytes(size)


def looked(folder: Path, release: str, **files: bytes) -> Report:
    """The report on a product with this release and these files."""
    (folder / "maker.yaml").write_text("id: mimamori\nname: {en: Mimamori}\n", encoding="utf-8")
    text = (
        f"id: nc-100\nname: {{en: Camera}}\nreleases:\n  - {{version: '1.0', date: 2026-01-01, {release}}}\n"
    )
    (folder / "product.yaml").write_text(text, encoding="utf-8")
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return examine(folder, Wish(on=date(2026, 11, 23), at=NOW))[0]


def state(report: Report, id: str) -> State:
    """How one requirement stands."""
    return {r.id: r.state for s in report.assessment.standards for r in s.requirements}[id]


def firmware_findings(report: Report) -> set[tuple[str, str]]:
    """Check and path of what was found in the images."""
    return {(f.check, f.location.path) for f in report.findings if f.check.startswith("FW-")}


def of(report: Report, check: str) -> list[str]:
    """The proofs of one check's findings."""
    return [finding.proof for finding in report.findings if finding.check == check]


FOUND = {("FW-ACCT-002", "/etc/shadow"), ("FW-SVC-001", "/etc/init.d/rcS")}
TIED = "images: [{file: shipped.bin, plain: plain.bin}]"
TWO = "images: [{file: soc.bin, name: SoC}, {file: radio.bin}]"


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """An encrypted image with the weak one as its plain form."""
    return looked(tmp_path_factory.mktemp("tied"), TIED, shipped__bin=encrypted(), plain__bin=flash(WEAK))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A release of two weak images, and its workspace."""
    folder = tmp_path_factory.mktemp("two")
    radio = flash(WEAK | {"etc/x": make.File(b"1")})
    return folder, looked(folder, TWO, soc__bin=flash(WEAK), radio__bin=radio)


class TestPlainImage:
    """An encrypted image, tied to the one before encryption."""

    def test_what_the_plain_image_shows_counts_for_the_one_that_ships(self, tied: Report) -> None:
        assert firmware_findings(tied) == FOUND
        assert state(tied, "guide:1A.1") is State.FALLS_SHORT

    def test_the_evidence_speaks_of_the_shipped_digest_and_names_the_plain_one(self, tied: Report) -> None:
        evidence = [item for item in tied.evidence if item.check.startswith("FW-")]
        shipped, plain = (hashlib.sha256(data).hexdigest() for data in (encrypted(), flash(WEAK)))
        assert {item.subject.id for item in evidence} == {shipped}
        assert all(plain in item.source for item in evidence)
        assert {shipped, plain} <= {used.sha256 for used in tied.inputs}

    def test_nothing_is_left_undecided_by_the_closed_bytes(self, tmp_path: Path) -> None:
        report = looked(tmp_path, TIED, shipped__bin=encrypted(), plain__bin=flash(MENDED))

        assert state(report, "guide:1A.1") is not State.INDETERMINATE
        assert not any(gap.serious for image in report.images for gap in image.unopened)
        assert "plain.bin" in report.images[0].unopened[0].why.en
        assert [component.name for component in report.images[0].components] == ["busybox"]

    def test_a_plain_image_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        report = looked(tmp_path, TIED, shipped__bin=encrypted())
        assert state(report, "guide:1A.1") is State.INDETERMINATE
        assert any("plain.bin" in text.en for text in report.not_looked)

    def test_a_plain_image_that_cannot_be_opened_either_proves_nothing(self, tmp_path: Path) -> None:
        other = random.Random(5).randbytes(1 << 20)
        report = looked(tmp_path, TIED, shipped__bin=encrypted(), plain__bin=other)
        assert state(report, "guide:1A.1") is State.INDETERMINATE

    def test_an_open_image_is_judged_by_itself_and_another_plain_one_is_refused(self, tmp_path: Path) -> None:
        report = looked(tmp_path, TIED, shipped__bin=flash(WEAK), plain__bin=flash(MENDED))
        assert ("FW-ACCT-002", "/etc/shadow") in firmware_findings(report)
        assert any("plain.bin" in text.en and "/etc/" in text.en for text in report.not_looked)

    def test_an_open_image_whose_plain_form_holds_the_same_is_not_doubled(self, tmp_path: Path) -> None:
        report = looked(
            tmp_path, TIED, shipped__bin=make.uimage(gzip.compress(make.cpio(WEAK))), plain__bin=flash(WEAK)
        )
        assert not any("plain.bin" in text.en for text in report.not_looked)
        assert len(report.images) == 1

    def test_the_open_part_of_a_half_closed_image_is_looked_at_too(self, tmp_path: Path) -> None:
        shipped = flash(WEAK) + encrypted()
        quiet = flash(MENDED)
        report = looked(tmp_path, TIED, shipped__bin=shipped, plain__bin=quiet)
        assert ("FW-ACCT-002", "/etc/shadow") in firmware_findings(report)


class TestSeveralImages:
    """One release of several images: one command, one result."""

    def test_the_findings_of_both_are_told_apart_by_the_image(self, two: tuple[Path, Report]) -> None:
        report = two[1]
        places = {f.location.container for f in report.findings if f.location.path == "/etc/shadow"}
        assert len(places) == 2
        assert {place.partition(": ")[0] for place in places if place} == {"SoC", "radio"}
        assert len(report.images) == 2

    def test_a_weakness_in_one_of_them_makes_the_release_fall_short(self, tmp_path: Path) -> None:
        report = looked(tmp_path, TWO, soc__bin=flash(MENDED), radio__bin=flash(WEAK))
        assert state(report, "guide:1A.1") is State.FALLS_SHORT
        assert ended("check", found=found(report), looked=report.looked) is Exit.FOUND

    def test_one_that_is_closed_leaves_the_release_undecided(self, tmp_path: Path) -> None:
        report = looked(tmp_path, TWO, soc__bin=flash(MENDED), radio__bin=encrypted())
        assert state(report, "guide:1A.1") is State.INDETERMINATE

    def test_a_single_image_keeps_its_places_as_they_are(self, tmp_path: Path) -> None:
        report = looked(tmp_path, "images: [{file: soc.bin, name: SoC}]", soc__bin=flash(WEAK))
        assert not any("SoC" in (finding.location.container or "") for finding in report.findings)

    def test_the_same_bytes_twice_are_found_once(self, tmp_path: Path) -> None:
        twice = looked(tmp_path, TWO, soc__bin=flash(WEAK), radio__bin=flash(WEAK))
        assert len([f for f in twice.findings if f.check.startswith("FW-")]) == len(FOUND)
        assert len({(item.check, item.subject) for item in twice.evidence}) == len(twice.evidence)

    def test_two_images_of_one_name_are_told_apart_by_their_files(self) -> None:
        images = [
            Image(file="a/soc.bin", name="main"),
            Image(file="a/radio.bin", name="main"),
            Image(file="x/mcu.bin"),
        ]
        assert names_of(images) == ("a/soc.bin", "a/radio.bin", "mcu")

    def test_the_kept_evidence_is_whole(self, two: tuple[Path, Report]) -> None:
        assert EvidenceFolder(two[0] / ".mamoru" / "evidence").faults() == []


class TestDeclared:
    """The SBOM and what the build left, beside what the image shows."""

    def test_an_sbom_that_fits_the_image_is_shown_by_measurement(self, tmp_path: Path) -> None:
        sbom = cyclonedx(library("busybox", "1.30.1"))
        report = looked(
            tmp_path, "images: [{file: a.bin}], sbom: a.cdx.json", a__bin=flash(MENDED), a__cdx__json=sbom
        )
        shown = [s.grade for e in report.evidence if e.check.startswith("SBOM-CMP") for s in e.shows]
        assert shown == ["measured", "measured"]

    def test_a_wrong_version_and_a_missing_part_are_findings(self, tmp_path: Path) -> None:
        release = "images: [{file: a.bin}], sbom: a.cdx.json"
        old = looked(
            tmp_path, release, a__bin=flash(MENDED), a__cdx__json=cyclonedx(library("busybox", "1.36.1"))
        )
        bare = looked(
            tmp_path, release, a__bin=flash(MENDED), a__cdx__json=cyclonedx(library("lwip", "2.1.3"))
        )

        assert of(old, "SBOM-CMP-001") == ["1.36.1 (a.cdx.json:4) ≠ 1.30.1 (/bin/busybox@0x4)"]
        assert of(bare, "SBOM-CMP-002") == ["busybox 1.30.1 (/bin/busybox@0x4)"]
        assert of(bare, "SBOM-CMP-003") == ["lwip 2.1.3 (a.cdx.json:4)"]

    def test_what_the_build_left_is_read_from_files_and_folders(self, tmp_path: Path) -> None:
        (tmp_path / "spdx").mkdir()
        (tmp_path / "spdx" / "modules-deps.spdx").write_bytes(ZEPHYR.data)
        release = "images: [{file: a.bin}], build: [spdx, app.map]"
        report = looked(tmp_path, release, a__bin=flash(MENDED), app__map=GNU_MAP.data)
        assert {proof.partition(" ")[0] for proof in of(report, "SBOM-CMP-003")} == {
            "mbedtls",
            "lvgl",
            "lwip",
            "cjson",
        }

    def test_a_build_file_that_is_missing_or_unreadable_is_never_a_silent_pass(self, tmp_path: Path) -> None:
        release = "images: [{file: a.bin}], sbom: a.cdx.json, build: [gone.map, note.txt]"
        sbom = cyclonedx(library("busybox", "1.30.1"))
        report = looked(tmp_path, release, a__bin=flash(MENDED), a__cdx__json=sbom, note__txt=b"openssl 3\n")
        compared = {c.id: c for c in report.checks if c.id.startswith("SBOM-CMP")}
        assert compared["SBOM-CMP-001"].outcome == "inconclusive"
        assert any("note.txt" in text.en or "gone.map" in text.en for text in report.not_looked)

    def test_a_component_in_one_of_several_images_is_placed_in_it(self, tmp_path: Path) -> None:
        release = "images: [{file: soc.bin, name: SoC}, {file: b.bin, name: Radio}], sbom: a.cdx.json"
        sbom = cyclonedx(library("lwip", "2.1.3"))
        report = looked(tmp_path, release, soc__bin=flash(MENDED), b__bin=encrypted(), a__cdx__json=sbom)
        (finding,) = [f for f in report.findings if f.check == "SBOM-CMP-002"]
        assert (finding.location.container or "").startswith("SoC: ")

    def test_an_address_is_not_fetched_and_a_missing_file_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "maker.yaml").write_text("id: mimamori\nname: {en: M}\n", encoding="utf-8")
        release = "{version: '1.0', sbom: 'https://sbom.example/a.json', build: [gone.map]}"
        (tmp_path / "product.yaml").write_text(
            f"id: a\nname: {{en: A}}\nreleases: [{release}]\n", encoding="utf-8"
        )
        workspace = find_workspace(tmp_path)
        entry = workspace.product()

        declared = declared_of(workspace, entry, entry.product.releases[0], None)

        assert declared.components == ()
        assert [unread.path for unread in declared.unread] == ["gone.map"]

    def test_a_build_path_that_leads_out_of_the_workspace_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ProductFileErrors) as caught:
            looked(tmp_path, "build: [../secret.map]")
        assert "releases[0].build[0]" in caught.value.message.en
