"""A document is read by what it is: plain text, an office package, the pages of a PDF."""

import io
import zipfile
import zlib

import pytest

from mamoru.product.document_text import text_in

SAID = "製品セキュリティ方針。責任者は佐藤花子です。脆弱性の連絡を受け付けます。"


def package(name: str, xml: str) -> bytes:
    """An office package with one part."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(name, xml)
    return body.getvalue()


def pdf(content: bytes, cmap: bytes | None = None, *, packed: bool = True) -> bytes:
    """A PDF of one page with one font; with `cmap` the font says which letters it draws."""

    def stream(body: bytes) -> bytes:
        kept = zlib.compress(body) if packed else body
        extra = b"/Filter/FlateDecode" if packed else b""
        return b"<</Length %d%s>>stream\n%s\nendstream" % (len(kept), extra, kept)

    objects = [b"<</Type/Page/Resources<</Font<</F1 3 0 R>>>>/Contents 2 0 R>>", stream(content)]
    objects.append(
        b"<</Type/Font/Subtype/Type0/ToUnicode 4 0 R>>" if cmap else b"<</Type/Font/Subtype/Type1>>"
    )
    objects += [stream(cmap)] if cmap else []
    return b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n + 1, o) for n, o in enumerate(objects))


def drawn(text: str) -> tuple[bytes, bytes]:
    """Page contents that draw `text` by two-byte codes of its own, and the map of these codes."""
    letters = sorted(set(text))
    codes = {letter: number + 1 for number, letter in enumerate(letters)}
    shown = "".join(f"{codes[letter]:04X}" for letter in text)
    entries = "\n".join(f"<{codes[each]:04X}> <{each.encode('utf-16-be').hex()}>" for each in letters)
    return (
        f"BT /F1 12 Tf <{shown}> Tj ET".encode(),
        f"{len(letters)} beginbfchar\n{entries}\nendbfchar".encode(),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_plain_text_is_read_in_the_encodings_that_makers_use(encoding: str) -> None:
    assert text_in(SAID.encode(encoding)) is not None
    assert SAID in (text_in(SAID.encode(encoding)) or "")


def test_a_web_page_is_read_without_its_markup() -> None:
    page = f"<!doctype html><html><script>var policy</script><p>{SAID}&amp;</p></html>"
    text = text_in(page.encode()) or ""
    assert SAID + "&" in text
    assert "policy" not in text


@pytest.mark.parametrize(
    ("name", "xml"),
    [
        ("word/document.xml", "<w:p><w:r><w:t>製品セキュリティ</w:t></w:r><w:r><w:t>方針</w:t></w:r></w:p>"),
        ("xl/sharedStrings.xml", "<sst><si><t>製品セキュリティ方針</t></si></sst>"),
        ("content.xml", "<text:p>製品セキュリティ<text:span>方針</text:span></text:p>"),
    ],
)
def test_an_office_package_is_read_across_its_runs(name: str, xml: str) -> None:
    assert "製品セキュリティ方針" in (text_in(package(name, xml)) or "")


def test_an_archive_that_is_no_document_is_not_read_as_text() -> None:
    assert text_in(package("notes.txt", SAID)) is None


def test_a_package_cut_short_is_not_read_as_text() -> None:
    assert text_in(package("word/document.xml", f"<w:t>{SAID}</w:t>")[:60]) is None


@pytest.mark.parametrize("packed", [True, False])
def test_a_pdf_is_read_by_the_letters_that_its_font_says(packed: bool) -> None:
    assert SAID in (text_in(pdf(*drawn(SAID), packed=packed)) or "")


def test_a_pdf_of_latin_letters_is_read() -> None:
    content = (
        rb"BT /F1 12 Tf (Product security policy \(draft\)) Tj T* [(Responsi) -20 (bility: the PSIRT)] TJ ET"
    )
    text = text_in(pdf(content)) or ""
    assert "Product security policy (draft)" in text
    assert "Responsibility: the PSIRT" in text


def test_a_scanned_pdf_is_not_read_as_text() -> None:
    assert text_in(pdf(b"q 595 0 0 842 0 0 cm /Im0 Do Q")) is None


def test_an_encrypted_pdf_is_not_read_as_text() -> None:
    assert text_in(pdf(*drawn(SAID)) + b"trailer<</Encrypt 9 0 R>>") is None


@pytest.mark.parametrize("body", [b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n\x00\x00", bytes(64)])
def test_a_picture_is_not_read_as_text(body: bytes) -> None:
    assert text_in(body) is None


@pytest.mark.parametrize(
    "body",
    [b"%PDF-", b"%PDF-1.7\n1 0 obj\nstream\nx", b"PK\x03\x04", pdf(b"BT (" + b"(" * 50_000 + b" Tj")],
    ids=["head", "cut", "zip head", "nested to death"],
)
def test_broken_documents_break_nothing(body: bytes) -> None:
    assert text_in(body) in (None, "")
