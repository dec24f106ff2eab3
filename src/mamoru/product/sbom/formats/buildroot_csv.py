"""Buildroot's `make legal-info`: manifest.csv. Source: the Buildroot manual, "Legal notice and licensing"."""

import csv
import io
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.product.sbom.part import Part, spoken

FORMAT = "buildroot"
KIND = "list"


def recognises(name: str, head: bytes) -> bool:
    """By the columns that it begins with."""
    columns = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].replace(b'"', b"").strip().upper()
    return columns.startswith(b"PACKAGE,VERSION,LICENSE")


def parts(name: str, data: bytes) -> Iterator[Part]:
    """Each row; those of host-manifest.csv served the build alone."""
    host = name.rpartition("/")[2].lower().startswith("host-")
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline=""))
    try:
        next(rows, None)
        for row in rows:
            if len(row) >= 2 and (package := spoken(row[0])) is not None:
                yield Part(
                    name=package,
                    version=_version(row[1]),
                    line=rows.line_num,
                    license=spoken(row[2]) if len(row) > 2 else None,
                    tool=host,
                )
    except csv.Error as error:
        raise FormatError(0, f"line {rows.line_num}: {error}") from error


def _version(written: str) -> str | None:
    return (
        None
        if written.strip().lower() in ("custom", "buildroot", "virtual", "not applicable")
        else spoken(written)
    )
