"""Lists of parts as the tools of a build write them, small, from the formats' documents.

Each sample: the name of its file, its contents, and what must be read: name, version, line (or None
where the form has no lines), and whether it is a tool of the build.
"""

import io
import json
import struct
import tarfile
from dataclasses import dataclass

from backports import zstd

Read = tuple[str, str | None, int | None, bool]


@dataclass(frozen=True)
class Sample:
    """A file and the parts that it names."""

    name: str
    data: bytes
    parts: tuple[Read, ...]


def cyclonedx(*components: dict[str, object]) -> bytes:
    """A CycloneDX list, one component a line from line 4 on."""
    rows = ",\n".join(json.dumps(component) for component in components)
    head = (
        '{"bomFormat": "CycloneDX", "specVersion": "1.6",\n"metadata": {"component": {"name": "camera"}},\n'
    )
    return f'{head}"components": [\n{rows}\n]}}\n'.encode()


def library(name: str, version: str | None = None, **more: object) -> dict[str, object]:
    """A component of a CycloneDX list."""
    return {"type": "library", "name": name} | ({"version": version} if version else {}) | more


def yocto_recipe(name: str, version: str, mended: str = "", cpe: str | None = None) -> bytes:
    """The SPDX 2.2 document of one Yocto recipe."""
    package: dict[str, object] = {"SPDXID": "SPDXRef-Recipe", "name": name, "versionInfo": version}
    if mended:
        package["sourceInfo"] = f"CVEs fixed: {mended}"
    if cpe:
        kind = "http://spdx.org/rdf/references/cpe23Type"
        package["externalRefs"] = [
            {"referenceCategory": "SECURITY", "referenceType": kind, "referenceLocator": cpe}
        ]
    return json.dumps(
        {"SPDXID": "SPDXRef-DOCUMENT", "spdxVersion": "SPDX-2.2", "packages": [package]}
    ).encode()


def tar(files: dict[str, bytes]) -> bytes:
    """A tar of these files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return made.getvalue()


def elf(sections: dict[str, bytes], *, wide: bool = False, order: str = "<") -> bytes:
    """An ELF program with these sections and nothing else."""
    names = b"\0" + b"".join(name.encode() + b"\0" for name in (*sections, ".shstrtab"))
    header = 64 if wide else 52
    bodies, table, at = b"", b"", header
    for name, content in (*sections.items(), (".shstrtab", names)):
        label = names.index(name.encode() + b"\0")
        if wide:
            table += struct.pack(order + "IIQQQQIIQQ", label, 1, 0, 0, at, len(content), 0, 0, 1, 0)
        else:
            table += struct.pack(order + "IIIIIIIIII", label, 1, 0, 0, at, len(content), 0, 0, 1, 0)
        bodies += content
        at += len(content)
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    count = len(sections) + 1
    layout = "HHIQQQIHHHHHH" if wide else "HHIIIIIHHHHHH"
    size = 64 if wide else 40
    head = struct.pack(order + layout, 2, 40, 1, 0, 0, at, 0, header, 0, 0, size, count, count - 1)
    return ident + head + bodies + table


CYCLONEDX = Sample(
    "sbom/1.0.cdx.json",
    cyclonedx(
        library("openssl", "1.1.1k"),
        library(
            "wpa",
            "2:2.10-12",
            purl="pkg:deb/debian/wpa@2:2.10-12?arch=armhf",
            components=[library("inner", "1")],
        ),
        {"type": "file", "name": "/etc/passwd"},
    ),
    (("openssl", "1.1.1k", 4, False), ("wpa-supplicant", "2.10", 5, False), ("inner", "1", 5, False)),
)
CYCLONEDX_XML = Sample(
    "bom.xml",
    b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6">
<metadata><component type="firmware"><name>camera</name></component></metadata>
<components>
<component type="library"><name>zlib</name><version>1.3.1</version></component>
</components></bom>""",
    (("zlib", "1.3.1", 5, False),),
)
YOCTO = Sample("busybox.spdx.json", yocto_recipe("busybox", "1.36.1"), (("busybox", "1.36.1", 1, False),))
YOCTO_TOOL = Sample(
    "cmake.spdx.json", yocto_recipe("cmake-native", "3.28"), (("cmake-native", "3.28", 1, True),)
)
SPDX3 = Sample(
    "image.rootfs.spdx.json",
    json.dumps(
        {
            "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
            "@graph": [
                {"type": "SpdxDocument", "spdxId": "urn:d", "rootElement": ["urn:image"]},
                {"type": "software_Package", "spdxId": "urn:image", "name": "core-image"},
                {
                    "type": "software_Package",
                    "spdxId": "urn:ssl",
                    "name": "openssl",
                    "software_packageVersion": "3.0.12",
                    "externalIdentifier": [
                        {
                            "externalIdentifierType": "cpe23",
                            "identifier": "cpe:2.3:a:openssl:openssl:3.0.12:*:*:*:*:*:*:*",
                        }
                    ],
                },
                {
                    "type": "security_Vulnerability",
                    "spdxId": "urn:v",
                    "externalIdentifier": [{"externalIdentifierType": "cve", "identifier": "CVE-2023-5678"}],
                },
                {
                    "type": "security_VexFixedVulnAssessmentRelationship",
                    "spdxId": "urn:r",
                    "from": "urn:v",
                    "relationshipType": "fixedIn",
                    "to": ["urn:ssl"],
                },
            ],
        },
        indent=0,
    ).encode(),
    (("openssl", "3.0.12", 16, False),),
)
ZEPHYR = Sample(
    "spdx/modules-deps.spdx",
    b"""SPDXVersion: SPDX-2.3
DocumentName: modules-deps
Creator: Tool: Zephyr SPDX builder

##### Package: mbedtls-deps

PackageName: mbedtls-deps
SPDXID: SPDXRef-mbedtls-deps
PackageVersion: 3.5.1
ExternalRef: SECURITY cpe23Type cpe:2.3:a:arm:mbed_tls:3.5.1:*:*:*:*:*:*:*
PackageCopyrightText: <text>
PackageName: not-a-package
</text>

##### Package: zephyr_final

PackageName: zephyr_final
SPDXID: SPDXRef-zephyr-final
PackageVersion: NOASSERTION

##### Package: lvgl-deps

PackageName: lvgl-deps
SPDXID: SPDXRef-lvgl-deps
PackageVersion: 2b498e6f36d6b82ae1da12c8b7742e318624ecf5
ExternalRef: PACKAGE-MANAGER purl pkg:github/zephyrproject-rtos/lvgl@2b498e6f36d6b82ae1da12c8b7742e318624ecf5
""",
    (("mbedtls", "3.5.1", 7, False), ("lvgl", None, 23, False)),
)
ESP_IDF = Sample(
    "sensor.spdx",
    b"""SPDXVersion: SPDX-2.2
Creator: Tool: ESP-IDF SBOM builder
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-PROJECT-sensor

PackageName: project-sensor
SPDXID: SPDXRef-PROJECT-sensor
PackageVersion: 1.0

PackageName: component-lwip
SPDXID: SPDXRef-COMPONENT-lwip
PackageSupplier: Organization: lwIP (lwip@example.org)
PackageVersion: 2.1.3
PackageSourceInfo: patched for CVE-2020-22283

PackageName: toolchain-xtensa-esp32-elf
SPDXID: SPDXRef-TOOLCHAIN-xtensa
PackageVersion: esp-12.2.0
""",
    (("lwip", "2.1.3", 9, False), ("xtensa-esp32-elf", "esp-12.2.0", 15, True)),
)
ESP_IDF_LOCK = Sample(
    "dependencies.lock",
    b"""dependencies:
  espressif/mdns:
    component_hash: 46ee81d3
    source: {type: service}
    version: 1.2.3~1
  idf:
    source:
      type: idf
    version: 5.1.2
manifest_hash: 00
target: esp32
version: 1.0.0
""",
    (("mdns", "1.2.3", 2, False), ("esp-idf", "5.1.2", 6, False)),
)
ESP_IDF_MANIFEST = Sample(
    "components/lwip/sbom.yml",
    b"""name: lwip
version: 2.2.0
cpe: cpe:2.3:a:lwip_project:lwip:{}:*:*:*:*:*:*:*
supplier: 'Organization: lwIP'
cve-exclude-list:
  - cve: CVE-2020-22284
    reason: not built
""",
    (("lwip", "2.2.0", 1, False),),
)
BUILDROOT = Sample(
    "legal-info/manifest.csv",
    b'"PACKAGE","VERSION","LICENSE","LICENSE FILES"\n"busybox","1.36.1","GPL-2.0, bzip2-1.0.4","LICENSE"\n'
    b'"linux","6.1.44","GPL-2.0","COPYING"\n"skeleton","custom","unknown","not saved"\n',
    (("busybox", "1.36.1", 2, False), ("linux", "6.1.44", 3, False), ("skeleton", None, 4, False)),
)
BUILDROOT_HOST = Sample(
    "legal-info/host-manifest.csv",
    b'"PACKAGE","VERSION","LICENSE"\n"cmake","3.28.1","BSD-3-Clause"\n',
    (("cmake", "3.28.1", 2, True),),
)
BUILDROOT_INFO = Sample(
    "show-info.json",
    b"""{"busybox": {"type": "target", "name": "busybox", "virtual": false, "version": "1.36.1",
  "licenses": "GPL-2.0", "cpe-id": "cpe:2.3:a:busybox:busybox:1.36.1:*:*:*:*:*:*:*", "ignore_cves": ["CVE-2022-28391"]},
"host-cmake": {"type": "host", "name": "cmake", "virtual": false, "version": "3.28.1"},
"toolchain": {"type": "target", "name": "toolchain", "virtual": true},
"rootfs-tar": {"type": "rootfs", "name": "tar"}}
""",
    (("busybox", "1.36.1", 1, False), ("cmake", "3.28.1", 3, True)),
)
CMSIS_PACK = Sample(
    "ARM.CMSIS-FreeRTOS.pdsc",
    b"""<?xml version="1.0" encoding="utf-8"?>
<package schemaVersion="1.7.7">
  <vendor>ARM</vendor>
  <name>CMSIS-FreeRTOS</name>
  <releases>
    <release version="11.1.0" date="2024-05-01">new</release>
    <release version="10.5.1">old</release>
  </releases>
  <requirements><packages><package vendor="ARM" name="CMSIS" version="6.0.0:6.1.0"/></packages></requirements>
</package>
""",
    (("CMSIS", "6.0.0", 9, False), ("CMSIS-FreeRTOS", "11.1.0", 6, False)),
)
CMSIS_BUILD = Sample(
    "sensor.cbuild-pack.yml",
    b"""cbuild-pack:
  resolved-packs:
    - resolved-pack: ARM::CMSIS@6.0.0
      selected-by-pack:
        - ARM::CMSIS
    - resolved-pack: ARM::mbedTLS@3.6.0
""",
    (("CMSIS", "6.0.0", 3, False), ("mbedtls", "3.6.0", 6, False)),
)
GNU_MAP = Sample(
    "build/sensor.map",
    b"""Archive member included to satisfy reference by file (symbol)

esp-idf/lwip/liblwip.a(tcp_in.c.obj)
                              esp-idf/main/libmain.a(main.c.obj) (tcp_input)

Discarded input sections

 .text.x        0x0        0x10 esp-idf/freertos/libfreertos.a(queue.c.obj)

Memory Configuration

Name             Origin             Length

Linker script and memory map

LOAD esp-idf/mbedtls/mbedtls/library/libmbedcrypto.a
 .text.aes      0x42000000  0x20 esp-idf/mbedtls/mbedtls/library/libmbedcrypto.a(aes.c.obj)
 .text.own      0x42000020  0x20 esp-idf/main/libmain.a(main.c.obj)
 .text.cjson    0x42000040  0x20 third_party/cjson/cJSON.c.obj
""",
    (("lwip", None, 3, False), ("mbedtls", None, 17, False), ("cjson", None, 19, False)),
)
ELF = Sample(
    "build/sensor.elf",
    elf(
        {
            ".comment": b"GCC: (crosstool-NG esp-12.2.0) 12.2.0\0",
            ".debug_str": b"\0/home/dev/esp-idf/components/lwip/lwip/src/core/tcp.c\0/home/dev/app/main.c\0",
        }
    ),
    (("gcc", "12.2.0", None, True), ("lwip", None, None, False)),
)
ELF_WIDE = Sample(
    "build/app.axf",
    elf(
        {".debug_line_str": b"\0C:\\app\\Middlewares\\Third_Party\\mbedtls\\library\\aes.c\0"},
        wide=True,
        order=">",
    ),
    (("mbedtls", None, None, False),),
)
YOCTO_IMAGE = Sample(
    "image.spdx.tar.zst",
    zstd.compress(
        tar(
            {
                "recipe-busybox.spdx.json": YOCTO.data,
                "recipe-cmake-native.spdx.json": YOCTO_TOOL.data,
                "x.txt": b"?",
            }
        )
    ),
    (("busybox", "1.36.1", 1, False), ("cmake-native", "3.28", 1, True)),
)

DPKG = Sample(
    "var/lib/dpkg/status",
    b"""Package: libssl3
Status: install ok installed
Maintainer: Debian OpenSSL Team
Architecture: armhf
Source: openssl
Version: 3.0.11-1~deb12u2
Description: Secure Sockets Layer toolkit
 - a long text: with a colon

Package: oldlib
Status: deinstall ok config-files
Version: 1.0

Package: zlib1g
Status: install ok installed
Architecture: armhf
Source: zlib (1:1.2.13.dfsg-1)
Version: 1:1.2.13.dfsg-1+b1
""",
    (("openssl", "3.0.11", 1, False), ("zlib", "1.2.13", 14, False)),
)
OPKG = Sample(
    "usr/lib/opkg/status",
    b"""Package: busybox
Version: 1.36.1-1
Status: install user installed
Architecture: mips_24kc
Installed-Time: 1700000000
""",
    (("busybox", "1.36.1", 1, False),),
)
APK = Sample(
    "lib/apk/db/installed",
    b"""C:Q1abc=
P:libcrypto3
V:3.1.4-r5
A:armv7
L:Apache-2.0
o:openssl
m:Someone <a@b.example>

P:busybox
V:1.36.1-r5
o:busybox
""",
    (("openssl", "3.1.4", 1, False), ("busybox", "1.36.1", 9, False)),
)
OPKG_LINES = Sample(
    "list-installed.txt",
    b"base-files - 1534-r23497-6637af95aa\nbusybox - 1.36.1-1\ndropbear - 2022.82-6 - Small SSH server\n",
    (
        ("base-files", "1534-r23497", 1, False),
        ("busybox", "1.36.1", 2, False),
        ("dropbear", "2022.82", 3, False),
    ),
)
APK_LINES = Sample(
    "apk.txt",
    b"""WARNING: opening from cache
busybox-1.36.1-r5 armv7 {busybox} (GPL-2.0-only) [installed]
libcrypto3-3.1.4-r5 armv7 {openssl} (Apache-2.0) [upgradable from: libcrypto3-3.1.4-r4]
zlib-1.3.1-r0 armv7 {zlib} (Zlib) [installed]
""",
    (("busybox", "1.36.1", 2, False), ("zlib", "1.3.1", 4, False)),
)
DPKG_LINES = Sample(
    "dpkg-l.txt",
    b"""Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked
|/ Err?=(none)/Reinst-required
||/ Name           Version          Architecture Description
+++-==============-================-============-=====
ii  zlib1g:armhf   1:1.2.13.dfsg-1  armhf        compression library
rc  oldlib         1.0-1            armhf        gone
""",
    (("zlib", "1.2.13", 6, False),),
)
YOCTO_MANIFEST = Sample(
    "core-image-minimal.manifest",
    b"busybox armv7at2hf-neon 1.36.1-r0\nlibz1 armv7at2hf-neon 1.3.1-r0\n",
    (("busybox", "1.36.1", 1, False), ("libz1", "1.3.1", 2, False)),
)
TABLE = Sample(
    "parts.csv",
    "当社製品 部品一覧,,,\r\n部品名,バージョン,ライセンス,供給者\r\nopenssl,1.1.1k,OpenSSL,OpenSSL財団\r\n"
    "自社通信ライブラリ,2.0,社内,当社\r\n".encode("cp932"),
    (("openssl", "1.1.1k", 3, False), ("自社通信ライブラリ", "2.0", 4, False)),
)
TABLE_ENGLISH = Sample(
    "oss.csv",
    b"\xef\xbb\xbfComponent Name;Version;PURL;CPE\nzlib;1.3.1;pkg:generic/zlib@1.3.1;\n"
    b"curl;8.4.0;;cpe:2.3:a:haxx:curl:8.4.0:*:*:*:*:*:*:*\n",
    (("zlib", "1.3.1", 2, False), ("curl", "8.4.0", 3, False)),
)
TABLE_BARE = Sample(
    "bare.csv",
    b"openssl,1.1.1k\nzlib,v1.3.1\n",
    (("openssl", "1.1.1k", 1, False), ("zlib", "1.3.1", 2, False)),
)
SPDX_YAML = Sample(
    "sensor.spdx.yaml",
    b"""SPDXID: SPDXRef-DOCUMENT
spdxVersion: SPDX-2.3
packages:
  - SPDXID: SPDXRef-mbedtls
    name: mbedtls
    versionInfo: 3.5.1
    externalRefs:
      - referenceCategory: SECURITY
        referenceType: cpe23Type
        referenceLocator: cpe:2.3:a:arm:mbed_tls:3.5.1:*:*:*:*:*:*:*
""",
    (("mbedtls", "3.5.1", 4, False),),
)
CVE_CHECK = Sample(
    "cve-summary.json",
    b"""{"version": "1",
"package": [
{"name": "zlib", "layer": "meta", "version": "1.2.11", "products": [{"product": "zlib", "cvesInRecord": "Yes"}],
 "issue": [{"id": "CVE-2018-25032", "status": "Patched", "detail": "backported-patch"},
  {"id": "CVE-2022-37434", "status": "Unpatched"},
  {"id": "CVE-2023-45853", "status": "Ignored", "detail": "not-applicable-config", "description": "minizip is not built"}]},
{"name": "cmake-native", "version": "3.28.1", "issue": []}
]}
""",
    (("zlib", "1.2.11", 3, False), ("cmake-native", "3.28.1", 7, True)),
)
BUILDROOT_STATS = Sample(
    "pkg-stats.json",
    b"""{"packages": {
"busybox": {"name": "busybox", "current_version": "1.36.1", "infras": [["target", "kconfig"]],
  "cpeid": "cpe:2.3:a:busybox:busybox:1.36.1:*:*:*:*:*:*:*", "ignored_cves": ["CVE-2022-28391"],
  "patch_files": ["package/busybox/0001-x.patch", "package/busybox/0002-CVE-2023-42364.patch"]}
}, "date": "2026-01-01"}
""",
    (("busybox", "1.36.1", 2, False),),
)
YOCTO_RECIPE = Sample(
    "meta/recipes-core/zlib/zlib_1.2.11.bb",
    b"""SRC_URI = "https://zlib.example/zlib-${PV}.tar.xz \\
           file://CVE-2018-25032.patch \\
           "
CVE_STATUS[CVE-2023-45853] = "not-applicable-config: we don't build minizip"
CVE_STATUS_GROUPS += "CVE_STATUS_OLD"
CVE_STATUS_OLD = "CVE-2016-9840 \\
    CVE-2016-9841"
CVE_STATUS_OLD[status] = "fixed-version: in 1.2.9"
CVE_CHECK_IGNORE += "CVE-2022-37434"
""",
    (),
)

YOCTO_LICENSES = Sample(
    "license.manifest",
    b"""PACKAGE NAME: busybox
PACKAGE VERSION: 1.36.1
RECIPE NAME: busybox
LICENSE: GPL-2.0-only & bzip2-1.0.4

PACKAGE NAME: busybox-syslog
PACKAGE VERSION: 1.36.1
RECIPE NAME: busybox
LICENSE: GPL-2.0-only & bzip2-1.0.4

PACKAGE NAME: libz1
PACKAGE VERSION: 1.3.1
RECIPE NAME: zlib
LICENSE: Zlib

PACKAGE NAME: camera-app
PACKAGE VERSION: 2.0
RECIPE NAME: camera-app
LICENSE: CLOSED
""",
    (
        ("busybox", "1.36.1", 1, False),
        ("zlib", "1.3.1", 11, False),
        ("camera-app", "2.0", 16, False),
    ),
)

SAMPLES = (
    YOCTO_LICENSES,
    DPKG, OPKG, APK, OPKG_LINES, APK_LINES, DPKG_LINES, YOCTO_MANIFEST, TABLE, TABLE_ENGLISH, TABLE_BARE, SPDX_YAML,
    CVE_CHECK, BUILDROOT_STATS,
    CYCLONEDX, CYCLONEDX_XML, YOCTO, YOCTO_TOOL, SPDX3, ZEPHYR, ESP_IDF, ESP_IDF_LOCK, ESP_IDF_MANIFEST, BUILDROOT,
    BUILDROOT_HOST, BUILDROOT_INFO, CMSIS_PACK, CMSIS_BUILD, GNU_MAP, ELF, ELF_WIDE, YOCTO_IMAGE,
)  # fmt: skip
STATEMENTS = (YOCTO_RECIPE,)  # which judge parts that another list names
