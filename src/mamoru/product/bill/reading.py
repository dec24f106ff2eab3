"""Read a bill of materials, whichever of the known forms it is in."""

from pathlib import Path

from mamoru.errors import FormatError, InputError
from mamoru.language import Text
from mamoru.product.bill.cyclonedx import cyclonedx_bill
from mamoru.product.bill.document import Bill
from mamoru.product.bill.spdx import spdx_bill
from mamoru.product.bill.spdx_tag_value import spdx_document
from mamoru.product.component import Component
from mamoru.product.sbom.outermost import in_utf8
from mamoru.product.sbom.part import Part, component
from mamoru.product.sbom.texts import value

MOST_BYTES = 64 << 20
HEAD_BYTES = 4096
_BLANK = b"\xef\xbb\xbf \t\r\n"

UNREADABLE = Text("{path} を読めません（{why}）。", "{path} cannot be read ({why}).")
TOO_LARGE = Text("{path} は大きすぎます（{most} MiB まで）。", "{path} is too large ({most} MiB at most).")
NO_BILL = Text(
    "{path} は部品表として読めません（位置 {at:#x}: {why}）。",
    "{path} cannot be read as a bill of materials (at {at:#x}: {why}).",
)
GIVE = Text(
    "CycloneDX（JSON）か SPDX 2.2・2.3（JSON、tag-value）の文書を指定してください。",
    "Give a CycloneDX document (JSON) or one of SPDX 2.2 or 2.3 (JSON, tag-value).",
)


def is_bill(head: bytes) -> bool:
    """Whether a file that begins with `head` is text of such a form, whole or broken, and no image."""
    text = in_utf8(head).lstrip(_BLANK)
    return text[:1] in (b"{", b"[", b"<") or b"SPDXVersion:" in text


def read_bill(path: Path) -> Bill:
    """The bill in the file at `path`. Raises `InputError` that says what is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(TOO_LARGE.fill(path=path, most=MOST_BYTES >> 20), GIVE)
        return bill_of(path.read_bytes())
    except OSError as error:
        raise InputError(UNREADABLE.fill(path=path, why=error.strerror), GIVE) from error
    except FormatError as error:
        raise InputError(NO_BILL.fill(path=path, at=error.offset, why=error.why), GIVE) from error


def bill_of(data: bytes) -> Bill:
    """The bill that `data` is. Raises `FormatError` where it is none that we read."""
    data = in_utf8(data)
    text = data.lstrip(_BLANK)
    if not text.startswith(b"{"):
        if b"SPDXVersion:" in data[:HEAD_BYTES] or b"\nSPDXVersion:" in data:
            return _two(spdx_bill(spdx_document(data)))
        raise FormatError(0, "neither JSON nor SPDX tag-value")
    document = value(text)
    if not isinstance(document, dict):
        raise FormatError(0, "no JSON object")
    if "spdxVersion" in document:
        return _two(spdx_bill(document))
    if "@graph" in document or "@context" in document:
        raise FormatError(0, "SPDX 3: hand in the document as SPDX 2.3")
    if document.get("bomFormat") == "CycloneDX" or "specVersion" in document:
        return cyclonedx_bill(document)
    raise FormatError(0, "neither bomFormat nor spdxVersion")


def _two(bill: Bill) -> Bill:
    if not bill.edition.startswith("2."):
        raise FormatError(0, f"SPDX {bill.edition[:20]}: hand in the document as SPDX 2.3")
    return bill


def components(bill: Bill, shown: str) -> tuple[Component, ...]:
    """The parts of a bill as components with the identity of known software; `shown` names its file."""
    return tuple(
        component(
            Part(
                name=part.name,
                version=part.version,
                purl=part.purl,
                cpes=part.cpes,
                license=part.license,
                supplier=part.supplier,
            ),
            shown,
        )
        for part in bill.parts
        if part.name is not None
    )
