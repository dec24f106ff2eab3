"""What a maker declares: each form is read, with file and line, and no file can do harm."""

import json
import lzma
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.errors import FormatError
from mamoru.product.sbom import Declared, declared_in, declared_in_bytes
from mamoru.product.sbom.packed import packed_files
from mamoru.product.sbom.reading import known_formats
from material.part_lists import (
    BUILDROOT_INFO,
    ELF,
    ESP_IDF,
    ESP_IDF_MANIFEST,
    SAMPLES,
    SPDX3,
    STATEMENTS,
    ZEPHYR,
    Sample,
    tar,
    yocto_recipe,
)

IDS = [sample.name for sample in SAMPLES]
EVERY = (*SAMPLES, *STATEMENTS)
EVERY_ID = [sample.name for sample in EVERY]


def read(declared: Declared) -> list[tuple[str, str | None, int | None, bool]]:
    """What was read, as samples tell it."""
    return [(c.name, c.version, c.occurrences[0].line, c.tool) for c in declared.components]


@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_each_form_gives_its_parts_with_version_and_line(sample: Sample) -> None:
    declared = declared_in_bytes(sample.data, sample.name)
    assert sorted(map(str, read(declared))) == sorted(map(str, sample.parts))
    assert declared.unread == ()
    assert all(
        c.occurrences[0].method == "declared" and c.occurrences[0].path.startswith(sample.name)
        for c in declared.components
    )


def test_every_form_has_a_sample() -> None:
    read_by = {
        form
        for sample in (*SAMPLES, *STATEMENTS)
        for form in known_formats()
        if form.recognises(sample.name, sample.data[:8192])
    }
    assert read_by == set(known_formats())


def test_no_sample_is_taken_for_two_forms() -> None:
    for sample in (*SAMPLES, *STATEMENTS):
        forms = {form.id for form in known_formats() if form.recognises(sample.name, sample.data[:8192])}
        assert len(forms) <= 1, sample.name


@pytest.mark.parametrize("sample", EVERY, ids=EVERY_ID)
def test_a_list_cut_anywhere_is_told_not_crashed(sample: Sample) -> None:
    for end in range(0, len(sample.data), max(1, len(sample.data) // 120)):
        assert isinstance(declared_in_bytes(sample.data[:end], sample.name), Declared)


@pytest.mark.parametrize("sample", EVERY, ids=EVERY_ID)
@settings(max_examples=60)
@given(data=st.data())
def test_a_list_changed_anywhere_is_read_or_told(sample: Sample, data: st.DataObject) -> None:
    body = bytearray(sample.data)
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(declared_in_bytes(bytes(body), sample.name), Declared)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.cdx.json", b'{"bomFormat": 1, "components": ' + b"[" * 100_000),
        (
            "a.cdx.json",
            b'{"bomFormat": 1, "components": [{"name": "a", "components": 7, "licenses": [1, {}]}, 3, null]}',
        ),
        ("a.spdx.json", b'{"spdxVersion": 2, "packages": {"name": "x"}}'),
        (
            "a.pdsc",
            b'<!DOCTYPE package [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><package><name>&b;</name></package>',
        ),
        ("a.pdsc", b"<package>" + b"<a>" * 5000),
        ("manifest.csv", b'"PACKAGE","VERSION","LICENSE"\n"a\0","1"\n' + b'"' * 200_000),
        ("dependencies.lock", b"dependencies: &a [*a]\n"),
        ("a.elf", b"\x7fELF\x02\x01" + b"\xff" * 200),
        ("a.spdx", b"SPDXVersion: SPDX-2.3\n" + b"PackageName: " + b"a" * 100_000),
    ],
)
def test_hostile_lists_give_nothing_and_say_why(name: str, data: bytes) -> None:
    declared = declared_in_bytes(data, name)
    assert all(len(component.name) <= 500 for component in declared.components)
    assert declared.unread or len(declared.components) <= 1


def test_an_entity_is_never_expanded() -> None:
    data = b'<!DOCTYPE package [<!ENTITY a "boom">]><package><name>&a;</name></package>'
    declared = declared_in_bytes(data, "x.pdsc")
    assert declared.components == ()
    assert "document type" in declared.unread[0].why.en


def test_an_archive_that_grows_without_end_is_refused() -> None:
    from backports import zstd

    bomb = zstd.compress(bytes(600 << 20))
    with pytest.raises(FormatError):
        list(packed_files(bomb))


def test_vulnerabilities_that_a_build_has_answered_come_along() -> None:
    answered = {
        tuple((a.vulnerability, a.state, a.by) for a in component.answered)
        for sample in (SPDX3, ESP_IDF, BUILDROOT_INFO, ESP_IDF_MANIFEST)
        for component in declared_in_bytes(sample.data, sample.name).components
        if component.answered
    }
    yocto = declared_in_bytes(
        yocto_recipe("zlib", "1.2.11", "CVE-2018-25032 CVE-2022-37434"), "zlib.spdx.json"
    )
    assert answered == {
        (("CVE-2023-5678", "fixed", "SPDX 3 fixedIn"),),
        (("CVE-2020-22283", "fixed", "SPDX PackageSourceInfo"),),
        (("CVE-2022-28391", "not-affected", "Buildroot IGNORE_CVES"),),
        (("CVE-2020-22284", "not-affected", "ESP-IDF cve-exclude-list"),),
    }
    assert [a.vulnerability for a in yocto.components[0].answered] == ["CVE-2018-25032", "CVE-2022-37434"]


def test_a_commit_is_no_version() -> None:
    lvgl = declared_in_bytes(ZEPHYR.data, ZEPHYR.name).components[1]
    assert lvgl.version is None
    assert lvgl.raw_version == "2b498e6f36d6b82ae1da12c8b7742e318624ecf5"


def test_a_folder_gives_all_lists_in_it_and_passes_over_the_rest(tmp_path: Path) -> None:
    for sample in (ZEPHYR, ELF):
        (tmp_path / sample.name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / sample.name).write_bytes(sample.data)
    (tmp_path / "main.c").write_text("int main(void) { return 0; }\n")

    declared = declared_in(tmp_path, "build")

    assert [source.path for source in declared.sources] == [
        "build/build/sensor.elf",
        "build/spdx/modules-deps.spdx",
    ]
    assert declared.unread == ()


def test_a_file_in_no_known_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "parts.xlsx.txt").write_text("openssl 3.0.2\n")
    declared = declared_in(tmp_path / "parts.xlsx.txt", "parts.xlsx.txt")
    assert declared.components == ()
    assert "form" in declared.unread[0].why.en


def test_a_tar_member_that_points_out_is_only_a_name() -> None:
    declared = declared_in_bytes(tar({"../../etc/x.spdx.json": yocto_recipe("zlib", "1.3")}), "y.tar")
    assert [component.name for component in declared.components] == ["zlib"]


def test_an_object_is_no_program(tmp_path: Path) -> None:
    data = ELF.data[:16] + b"\x01\x00" + ELF.data[18:]
    assert declared_in_bytes(data, "tcp.o").sources == ()


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no compiler")
def test_what_a_real_compiler_and_linker_leave_is_read(tmp_path: Path) -> None:
    (tmp_path / "third_party/mbedtls/library").mkdir(parents=True)
    (tmp_path / "third_party/mbedtls/library/aes.c").write_text("int aes(void) { return 1; }\n")
    (tmp_path / "main.c").write_text("int aes(void);\nint main(void) { return aes(); }\n")
    for command in (
        "gcc -g -c third_party/mbedtls/library/aes.c -o aes.o",
        "ar rcs libmbedcrypto.a aes.o",
        "gcc -g main.c libmbedcrypto.a -Wl,-Map=app.map -o app.elf",
    ):
        subprocess.run(command.split(), cwd=tmp_path, check=True)

    of_map = declared_in(tmp_path / "app.map", "app.map")
    of_elf = declared_in(tmp_path / "app.elf", "app.elf")

    assert [component.name for component in of_map.components] == ["mbedtls"]
    assert {(component.name, component.tool) for component in of_elf.components} == {
        ("gcc", True),
        ("mbedtls", False),
    }


@pytest.mark.shared
def test_every_real_document_is_read_in_its_form(shared_data: Path) -> None:
    documents = sorted((shared_data / "cyclonedx" / "tests" / "1.6").glob("valid-*.[jx]*"))
    documents += [p for p in sorted((shared_data / "spdx").rglob("*.*")) if p.suffix in (".json", ".spdx")]
    unread = {path.name: u.why.en for path in documents for u in declared_in(path, path.name).unread}
    assert len(documents) > 100
    assert set(unread.values()) <= {"It names no part."}


@pytest.mark.shared
def test_a_document_in_xml_names_the_same_components_as_in_json(shared_data: Path) -> None:
    folder = shared_data / "cyclonedx" / "tests" / "1.6"
    for path in sorted(folder.glob("valid-*.xml")):
        twin = path.with_suffix(".json")
        if not twin.exists():
            continue
        one, other = (
            sorted((c.name, c.version or "") for c in declared_in(p, "x").components) for p in (path, twin)
        )
        assert one == other, path.name


@pytest.mark.shared
def test_the_manifests_of_each_esp_idf_release_name_its_known_parts(shared_data: Path) -> None:
    with lzma.open(shared_data / "advisories" / "esp-idf.jsonl.xz") as file:
        releases = [json.loads(line) for line in file]
    for release in releases:
        declared = declared_in_bytes(release["yaml"].encode(), release["file"])
        known = {component.software for component in declared.components if component.version}
        assert declared.unread == ()
        assert {"freertos", "lwip", "mbedtls"} <= known, release["file"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf\n "], ids=["plain", "mark"])
def test_a_folder_knows_a_list_by_its_structure_however_late_it_says_what_it_is(
    mark: bytes, tmp_path: Path
) -> None:
    part = {"type": "library", "name": "zlib", "version": "1.3.1"}
    more = {"properties": [{"name": "n", "value": "v" * 20_000}]}
    bill = {"metadata": more, "components": [part], "bomFormat": "CycloneDX", "specVersion": "1.6"}
    (tmp_path / "bill.json").write_bytes(mark + json.dumps(bill).encode())
    (tmp_path / "other.json").write_text(json.dumps({"about": "v" * 20_000, "components": [part]}), "utf-8")
    declared = declared_in(tmp_path, "build")
    assert [(c.name, c.version) for c in declared.components] == [("zlib", "1.3.1")]
    assert [source.path for source in declared.sources] == ["build/bill.json"]
    assert declared.unread == ()
