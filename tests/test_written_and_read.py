"""What Mamoru writes, it reads: every form that is written goes through every reader that claims it."""

import importlib
import json
import pkgutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from mamoru.jobs.sbom.check import bill_quality
from mamoru.language import Lang
from mamoru.operation.vulnerabilities.telling import components_in, is_list
from mamoru.operation.vulnerabilities.vex import (
    Part,
    Revision,
    Statement,
    VexDocument,
    forms,
    read_vex,
    write_vex,
)
from mamoru.product.bill import bill_of
from mamoru.product.sbom import declared_in, declared_in_bytes
from mamoru.verification.firmware import writing
from mamoru.verification.firmware.components import components
from mamoru.verification.firmware.image import OpenedImage
from mamoru.verification.mud import read_profile
from material import traffic
from material.trees import image

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ELF = b"\x7fELF" + b"\0" * 64
BILLS = ("cyclonedx", "spdx")  # the forms of `firmware sbom`; the test below finds another
NO_FORM = ("digests", "spdx_shapes")


def reordered(written: bytes) -> bytes:
    """The members of every object in the opposite order."""

    def turned(found: object) -> object:
        if isinstance(found, dict):
            return {key: turned(found[key]) for key in reversed(found)}
        return [turned(each) for each in found] if isinstance(found, list) else found

    return json.dumps(turned(json.loads(written))).encode()


def late(written: bytes) -> bytes:
    """A long member before all others, so that what it is stands beyond any beginning."""
    return json.dumps({"x-note": ["v" * 300] * 400, **json.loads(written)}).encode()


CLOTHES: dict[str, Callable[[bytes], bytes]] = {
    "as written": lambda written: written,
    "other order": reordered,
    "no white space": lambda written: json.dumps(json.loads(written), separators=(",", ":")).encode(),
    "much white space": lambda written: (
        b"\r\n\t " * 3000 + json.dumps(json.loads(written), indent=9).encode()
    ),
    "mark of UTF-8": lambda written: b"\xef\xbb\xbf" + written,
    "UTF-16": lambda written: written.decode().encode("utf-16"),
    "100 KB first": late,
}


@pytest.fixture(scope="module")
def camera() -> OpenedImage:
    opened = image(
        {
            "/bin/busybox": ELF + b"\0BusyBox v1.30.1 (x)\0",
            "/lib/libcrypto.so.1.1": ELF + b"\0OpenSSL 1.1.1k  25 Mar 2021\0",
        }
    )
    opened.index = msgspec.structs.replace(opened.index, components=components(opened))
    return opened


def test_each_form_of_a_bill_that_is_written_is_tried_here() -> None:
    written = {module.name for module in pkgutil.iter_modules(writing.__path__)}
    assert written == {*BILLS, *NO_FORM}


@pytest.mark.parametrize("clothes", CLOTHES)
@pytest.mark.parametrize("form", BILLS)
def test_a_bill_that_is_written_is_read_by_each_reader_of_bills(
    form: str, clothes: str, camera: OpenedImage, tmp_path: Path
) -> None:
    write = getattr(importlib.import_module(f"{writing.__name__}.{form}"), form)
    body = CLOTHES[clothes](write(camera, made_at=AT))
    held = {("busybox", "1.30.1"), ("openssl", "1.1.1k")}

    path = tmp_path / "folder" / "bill.json"
    path.parent.mkdir()
    path.write_bytes(body)
    assert is_list(path)
    listed, unread = components_in(path)
    assert (_parts(listed), unread) == (held, ())
    assert _parts(declared_in_bytes(body, "bill.json").components) == held
    assert _parts(declared_in(path.parent, "folder").components) == held
    assert bill_quality(path, at=AT).looked.whole
    assert {(part.name, part.version) for part in bill_of(body).parts} >= held


def _parts(found: tuple[object, ...]) -> set[tuple[str, str | None]]:
    return {(each.name, each.version) for each in found}  # type: ignore[attr-defined] # components


STATED = VexDocument(
    id="https://mimamori.example/vex/nc-100-1.1",
    title="NC-100 1.1",
    publisher="Mimamori",
    lang=Lang.EN,
    namespace="https://mimamori.example",
    revisions=(Revision(at=AT, summary="first"),),
    statements=(
        Statement(
            vulnerability="CVE-2022-0778",
            status="fixed",
            product=Part(name="NC-100", version="1.1", purl="pkg:generic/mimamori/nc-100@1.1"),
            component=Part(name="openssl", version="1.1.1k", purl="pkg:generic/openssl@1.1.1k"),
        ),
    ),
)


@pytest.mark.parametrize("clothes", CLOTHES)
@pytest.mark.parametrize("form", forms())
def test_a_vex_document_that_is_written_is_read(form: str, clothes: str) -> None:
    read = read_vex(CLOTHES[clothes](write_vex(STATED, form)))
    assert [(each.vulnerability, each.status) for each in read.statements] == [("CVE-2022-0778", "fixed")]


@pytest.mark.parametrize("clothes", CLOTHES)
def test_a_mud_file_is_read(clothes: str) -> None:
    body = traffic.mud([traffic.rule("out", traffic.to_name("api.example.com"))])
    assert read_profile(CLOTHES[clothes](body)).url == read_profile(body).url
