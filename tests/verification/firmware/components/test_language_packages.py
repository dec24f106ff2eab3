"""Packages of languages: what their tools leave in folders, archives and programs is read as they wrote it."""

import io
import json
import struct
import zipfile
import zlib
from importlib import metadata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.components.packages import golang, maven, node, python, readers, rust
from material.trees import image

MODULES = (
    "path\tgithub.com/acme/agent\nmod\tgithub.com/acme/agent\t(devel)\t\n"
    "dep\tgithub.com/BurntSushi/toml\tv1.2.0\th1:x=\n"
    "dep\tgithub.com/old/name\tv1.0.0\n=>\tgithub.com/new/name\tv1.1.0\th1:y=\n"
    "dep\tgopkg.in/yaml.v2\tv2.4.0+incompatible\th1:z=\nbuild\t-compiler=gc\n"
)


def named(files):
    return {c.name: c for c in components(image(files))}


def program(content=b"", sections=()):
    """A 64-bit little-endian program: one segment loaded at 0x400000, then its sections."""
    names = b"\0" + b"".join(name + b"\0" for name, _ in (*sections, (b".shstrtab", b"")))
    body = bytearray(content)
    heads = [struct.pack("<IIQQQQIIQQ", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]
    for name, data in (*sections, (b".shstrtab", names)):
        at = names.index(b"\0" + name + b"\0") + 1
        heads.append(struct.pack("<IIQQQQIIQQ", at, 1, 0, 0, 128 + len(body), len(data), 0, 0, 1, 0))
        body += data
    size = 128 + len(body)
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    head = struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, size, 0, 64, 56, 1, 64, len(heads), len(heads) - 1)
    load = struct.pack("<IIQQQQQQ", 1, 5, 0, 0x400000, 0x400000, size, size, 4096)
    return (ident + head + load).ljust(128, b"\0") + bytes(body) + b"".join(heads)


def counted(text):
    size, out = len(text), b""
    while size >= 0x80:
        out, size = out + bytes([size & 0x7F | 0x80]), size >> 7
    return out + bytes([size]) + text


def go_program(*, inline):
    wrapped = b"a" * 16 + MODULES.encode() + b"b" * 16
    if inline:
        return program(b"\xff Go buildinf:\x08\x02" + bytes(16) + counted(b"go1.21.3") + counted(wrapped))
    head = b"\xff Go buildinf:\x08\0" + struct.pack("<QQ", 0x400000 + 160, 0x400000 + 176)
    texts = struct.pack("<QQQQ", 0x400000 + 192, 6, 0x400000 + 198, len(wrapped))
    return program(head + texts + b"go1.15" + wrapped)


def jar(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def auditable(crates):
    return program(sections=[(b".dep-v0", zlib.compress(json.dumps({"packages": crates}).encode()))])


def test_each_language_has_a_reader():
    languages = {reader.ECOSYSTEM for reader in readers()} - {"deb", "opkg", "apk"}

    assert languages == {"pypi", "npm", "luarocks", "maven", "golang", "cargo"}


def test_a_real_python_package_is_read_from_its_metadata():
    text = (metadata.distribution("PyYAML").read_text("METADATA") or "").encode()

    found = named({"/usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA": text})["PyYAML"]

    assert found.version == metadata.version("PyYAML")
    assert found.purl == f"pkg:pypi/pyyaml@{found.version}"
    assert found.occurrences[0].method == "manifest"


def test_a_python_name_is_normalised_in_its_purl():
    text = "Metadata-Version: 2.1\nName: Flask_SQLAlchemy.Ext\nVersion: 3.0\n\nName: other\n"

    found = named({"/usr/lib/python3/site-packages/x.egg-info/PKG-INFO": text})

    assert [c.purl for c in found.values()] == ["pkg:pypi/flask-sqlalchemy-ext@3.0"]


def test_a_python_package_called_like_a_server_is_not_the_server():
    text = "Metadata-Version: 2.1\nName: redis\nVersion: 4.5.1\n"

    found = named({"/x/redis-4.5.1.dist-info/METADATA": text})["redis"]

    assert (found.software, found.cpes) == (None, ())


def test_node_packages_are_read_with_their_scope_and_nested_examples_are_not():
    found = named(
        {
            "/srv/node_modules/@acme/mqtt/package.json": '{"name": "@acme/mqtt", "version": "1.2.3"}',
            "/srv/node_modules/ws/package.json": '{"name": "ws", "version": "7.4.0", "license": {"type": "MIT"}}',
            "/srv/node_modules/ws/test/package.json": '{"name": "ws", "version": "0.0.1"}',
            "/srv/package.json": '{"name": "our-own", "version": "9.9.9"}',
        }
    )

    assert {c.purl for c in found.values()} == {"pkg:npm/%40acme/mqtt@1.2.3", "pkg:npm/ws@7.4.0"}


def test_a_rock_is_named_by_its_folders():
    found = named({"/usr/lib/luarocks/rocks-5.1/luasocket/3.0rc1-2/rock_manifest": "rock_manifest = {}"})

    assert (found["luasocket"].version, found["luasocket"].purl) == (
        "3.0rc1",
        "pkg:luarocks/luasocket@3.0rc1-2",
    )


@pytest.mark.parametrize("inline", [True, False])
def test_the_modules_of_a_go_program_are_read_in_both_forms(inline):
    found = named({"/usr/bin/agent": go_program(inline=inline)})

    assert {name: c.version for name, c in found.items()} == {
        "go": "1.21.3" if inline else "1.15",
        "github.com/BurntSushi/toml": "1.2.0",
        "github.com/new/name": "1.1.0",
        "gopkg.in/yaml.v2": "2.4.0",
    }
    assert found["github.com/BurntSushi/toml"].purl == "pkg:golang/github.com/burntsushi/toml@v1.2.0"


def test_the_crates_of_an_auditable_rust_program_are_read_without_those_of_its_build():
    crates = [
        {"name": "rustls", "version": "0.21.7", "source": "crates.io"},
        {"name": "cc", "version": "1.0.0", "source": "crates.io", "kind": "build"},
    ]

    found = named({"/usr/bin/agent": auditable(crates)})

    assert [c.purl for c in found.values()] == ["pkg:cargo/rustls@0.21.7"]


def test_the_packages_of_a_java_archive_are_read_also_from_archives_inside():
    inner = jar({"META-INF/maven/org.acme/codec/pom.properties": "groupId=org.acme\nversion=2.0\n"})
    outer = jar(
        {
            "META-INF/maven/com.fasterxml.jackson.core/jackson-databind/pom.properties": "version=2.9.10.6\n",
            "BOOT-INF/lib/codec-2.0.jar": inner,
        }
    )

    found = named({"/opt/app.jar": outer})

    assert found["jackson-databind"].cpes[0].startswith("cpe:2.3:a:fasterxml:jackson-databind:2.9.10.6:")
    assert found["org.acme:codec"].purl == "pkg:maven/org.acme/codec@2.0"


def test_an_archive_without_maven_is_named_by_its_manifest():
    text = "Manifest-Version: 1.0\r\nBundle-SymbolicName: org.acme.tool;singleton:=true\r\nBundle-Version: 4.1\r\n"

    found = named({"/opt/tool-4.1.jar": jar({"META-INF/MANIFEST.MF": text})})

    assert found["org.acme.tool"].version == "4.1"


def test_a_project_file_without_a_version_has_that_of_its_parent():
    text = (
        b"<project><parent><version>3.1</version></parent><artifactId>a</artifactId><dependencies><version>9"
    )

    (record,) = maven.records_in(text, "/META-INF/maven/g/a/pom.xml")

    assert record.version == "3.1"


@pytest.mark.timeout(20)
def test_an_archive_that_expands_without_end_is_read_to_its_limit():
    bomb = jar({"META-INF/maven/g/a/pom.properties": "version=1\n"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/maven/g/a/pom.xml", bytes(64 << 20))
        archive.writestr("BOOT-INF/lib/b.jar", bomb)

    assert [r.version for r in maven.records_in(out.getvalue(), "/x.jar")] == ["1"]


GO, RUST, JAR = (
    go_program(inline=True),
    auditable([{"name": "a", "version": "1"}]),
    jar({"META-INF/MANIFEST.MF": "x"}),
)


@given(at=st.integers(0, 900), junk=st.binary(max_size=24), cut=st.integers(0, 900))
@example(at=77, junk=b"\x00\x00\x80", cut=0)  # an address beyond any file
def test_damaged_programs_and_archives_are_read_without_an_error(at, junk, cut):
    for whole, read in (
        (GO, lambda data: golang.records_at(data, 128)),
        (go_program(inline=False), lambda data: golang.records_at(data, 128)),
        (RUST, lambda data: rust.records_at(data, 0)),
        (JAR, lambda data: maven.records_in(data, "/x.jar")),
    ):
        bent = whole[:at] + junk + whole[at + len(junk) :]
        assert len(list(read(bent))) + len(list(read(whole[:cut]))) >= 0


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_without_an_error(data):
    assert list(node.records_in(data, "/node_modules/a/package.json")) == []
    assert list(python.records_in(data, "/a.dist-info/METADATA")) == []


def test_json_nested_without_end_is_no_package():
    deep = b'{"name": "a", "version": "1", "x": ' + b"[" * 100_000

    assert list(node.records_in(deep, "/node_modules/a/package.json")) == []
