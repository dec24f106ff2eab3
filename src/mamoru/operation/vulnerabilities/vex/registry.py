"""The forms of VEX, found, never listed; a document read by the one that knows it, or written in one."""

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

import msgspec

from mamoru.errors import FormatError, InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.vex import forms as package
from mamoru.operation.vulnerabilities.vex.document import Form, VexDocument, VexRead
from mamoru.operation.vulnerabilities.vex.lenient import Raw
from mamoru.product.sbom.outermost import in_utf8

MOST_BYTES = 64 << 20
MOST_STATEMENTS = 100_000
NOTHING_STATED = Text(
    "まだ何も決めていないため、VEXに書くことがありません。",
    "Nothing is decided yet, so there is nothing to state in a VEX document.",
)
DECIDE = Text("mamoru vulns decide で決めてください。", "Decide with mamoru vulns decide.")


class FormModule(Protocol):
    """A module of `forms/`."""

    FORM: Form

    def recognises(self, raw: Raw) -> bool:
        """Whether `raw` says that it is of this form."""

    def read(self, raw: Raw) -> VexRead:
        """What it states."""

    def write(self, document: VexDocument) -> bytes:
        """The document in this form, as indented UTF-8 JSON."""


@cache
def forms() -> dict[str, FormModule]:
    """Every form by its id."""
    modules = [
        cast(FormModule, importlib.import_module(f"{package.__name__}.{info.name}"))
        for info in pkgutil.iter_modules(package.__path__)
    ]
    return {module.FORM.id: module for module in modules}


def read_vex(body: bytes) -> VexRead:
    """What the document `body` states. Raises `FormatError` where it is no VEX, and nothing else.

    What it holds beside can be anything: a part that cannot be read is named in `left_out`.
    """
    if len(body) > MOST_BYTES:
        raise FormatError(MOST_BYTES, f"larger than {MOST_BYTES} bytes")
    try:
        raw = msgspec.json.decode(in_utf8(body))
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise FormatError(0, f"no JSON: {str(error)[:200]}") from None
    if not isinstance(raw, dict):
        raise FormatError(0, "no JSON object")
    for module in forms().values():
        if module.recognises(raw):
            found = module.read(raw)
            if len(found.statements) > MOST_STATEMENTS:
                raise FormatError(0, f"more than {MOST_STATEMENTS} statements")
            return found
    raise FormatError(0, "neither OpenVEX nor CycloneDX nor CSAF")


def write_vex(document: VexDocument, form: str) -> bytes:
    """`document` in the form of that id. Raises `KeyError` for another form, `InputError` where nothing is
    stated: no form of VEX may be empty."""
    if not document.statements:
        raise InputError(NOTHING_STATED, DECIDE)
    return forms()[form].write(document)
