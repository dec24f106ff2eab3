"""What a document says, as plain text: read by what it is, never by what it is called.

Plain text in the encodings that makers use, the XML inside office packages, and the pages of a PDF whose
fonts say which letters they draw. All of it is hostile: sizes are bounded and nothing is executed.
"""

import html
import io
import re
import zipfile
import zlib

from mamoru.product.pdf_text import text_of_pdf

MOST_READ = 16 << 20
MOST_TEXT = 400_000
_ENCODINGS = ("utf-8-sig", "cp932", "euc_jp")
_PARTS = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes)\.xml|xl/sharedStrings\.xml|ppt/slides/slide\d+\.xml|content\.xml"
)
_TAG = re.compile(rb"<[^>]{0,20000}>")
_END = re.compile(rb"</(w:p|a:p|text:p|text:h|si)>")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"(?is)<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[a-z/!][^>]{0,2000}>")


_BEGINNINGS = (
    b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF", b"PK\x03\x04", b"{\\rtf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x0a\x0d\x0d\x0a", b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1",
    b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"BZh", b"(\xb5/\xfd", b"OggS", b"ID3", b"\x1aE\xdf\xa3", b"fLaC",
)  # fmt: skip


def is_known_form(body: bytes) -> bool:
    """Whether bytes begin as a document, a picture, a recording or an archive of such does: what a person keeps
    as a record. A program or random bytes do not."""
    return body.startswith(_BEGINNINGS) or body[4:8] == b"ftyp"


def text_in(body: bytes) -> str | None:
    """The text of a document's bytes (its first `MOST_READ`); None where it cannot be read as text: a
    photograph, a scan, what is encrypted."""
    if body.startswith(b"%PDF-"):
        found = text_of_pdf(body)
    elif body.startswith(b"PK\x03\x04"):
        found = _packed(body)
    else:
        found = _plain(body)
    return None if found is None else found[:MOST_TEXT]


def _plain(body: bytes) -> str | None:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    if _BINARY.search(body):
        return None
    for encoding in _ENCODINGS:
        try:
            return _without_markup(body.decode(encoding))
        except UnicodeDecodeError:
            continue
    return None


def _without_markup(text: str) -> str:
    if "<html" not in text[:2000].casefold() and "<!doctype" not in text[:2000].casefold():
        return text
    return html.unescape(_MARKUP.sub(" ", text))


def _packed(body: bytes) -> str | None:
    """The text of an office package (docx, xlsx, pptx, odt, ods), None for another archive."""
    pieces: list[str] = []
    left = MOST_READ
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            for entry in package.infolist():
                if not _PARTS.fullmatch(entry.filename) or left <= 0:
                    continue
                with package.open(entry) as stream:
                    xml = stream.read(left)
                left -= len(xml)
                parted = _TAG.sub(b"", _END.sub(b"\n", xml))
                pieces.append(html.unescape(parted.decode("utf-8", "replace")))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError, zlib.error):
        return None  # damaged, or encrypted
    return "\n".join(pieces) if pieces else None
