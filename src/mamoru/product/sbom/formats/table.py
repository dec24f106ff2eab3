"""A plain table of parts in CSV, as a spreadsheet saves it: columns found by their headings or contents."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.product.purl import read_purl
from mamoru.product.sbom.formats import buildroot_csv
from mamoru.product.sbom.part import NO_NAME, Missed, Part, spoken

FORMAT = "csv"
KIND = "list"
_HEADINGS = {
    "name": (
        "componentname", "packagename", "softwarename", "libraryname", "modulename", "component", "package",
        "library", "software", "module", "name", "ossname", "oss", "コンポーネント名", "コンポーネント名称",
        "コンポーネント", "パッケージ名", "パッケージ", "ライブラリ名", "ライブラリ", "ソフトウェア名", "ソフトウェア名称",
        "ソフトウェア", "ソフト名", "oss名", "oss名称", "モジュール名", "部品名", "部品名称", "部品", "品名", "名称", "名前",
        "productname", "product", "製品名",
    ),
    "version": (
        "version", "ver", "componentversion", "packageversion", "softwareversion", "versionnumber", "release",
        "revision", "バージョン", "バージョン番号", "バージョン情報", "版数", "版", "リビジョン",
    ),
    "purl": ("purl", "packageurl", "パッケージurl"),
    "cpe": ("cpe", "cpe23", "cpename", "cpeid", "cpe名"),
    "license": (
        "license", "licence", "licenses", "licensename", "spdxlicense", "ライセンス", "ライセンス名", "使用許諾",
        "適用ライセンス",
    ),
    "supplier": (
        "supplier", "suppliername", "vendor", "manufacturer", "author", "供給者", "供給者名", "サプライヤー",
        "サプライヤー名", "サプライヤ名", "サプライヤ", "ベンダー", "ベンダ", "ベンダー名", "提供元", "開発元", "メーカー",
        "作成者",
    ),
}  # fmt: skip
_NOT_HEADING = re.compile(r"[\s_.\-()/:*#]+")
_VERSION = re.compile(r"^[vV]?\d[\w.+:~-]{0,60}$")
_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9 +._/@-]{0,100}$")
_HEADING_ROWS = 10
csv.field_size_limit(1 << 17)
Columns = dict[str, int]


def recognises(name: str, head: bytes) -> bool:
    """By headings of a name and a version; without headings, by a file's name and what stands in it."""
    lower = name.lower()
    if not lower.endswith((".csv", ".tsv")) or buildroot_csv.recognises(name, head) or b"\0" in head[2:4]:
        return False
    try:
        rows = [row for _, row in _rows(head)][:_HEADING_ROWS]
    except FormatError:
        return False
    return _columns(rows) is not None


def parts(name: str, data: bytes) -> Iterator[Part | Missed]:
    """Each row below the headings."""
    rows = _rows(data)
    first = [row for _, row in zip(range(_HEADING_ROWS), rows, strict=False)]
    found = _columns([row for _, row in first])
    if found is None:
        return
    columns, skipped = found
    for line, row in (*first[skipped:], *rows):
        told = {key: spoken(row[at]) for key, at in columns.items() if at < len(row)}
        label = told.get("name") or _name_of(told.get("purl"))
        if label is None:
            if any(cell.strip() for cell in row):
                yield Missed(line=line, why=NO_NAME)
            continue
        purl, cpe = told.get("purl"), told.get("cpe")
        yield Part(
            name=label,
            version=told.get("version"),
            line=line,
            purl=purl if purl and purl.startswith("pkg:") else None,
            cpes=tuple(c for c in re.split(r"[\s;,]+(?=cpe:)", cpe) if c.startswith("cpe:")) if cpe else (),
            license=told.get("license"),
            supplier=told.get("supplier"),
        )


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _text(data)
    first = text.lstrip("\r\n ").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in rows:
            if any(cell.strip() for cell in row):
                yield rows.line_num, row
    except csv.Error as error:
        raise FormatError(0, f"line {rows.line_num}: {error}") from error


def _text(data: bytes) -> str:
    """UTF-8 or UTF-16 with a mark, UTF-8 without, else what a Japanese spreadsheet writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # cut in the middle of a letter
            return data.decode("utf-8-sig", "replace")
        return data.decode("cp932", "replace")


def _columns(rows: list[list[str]]) -> tuple[Columns, int] | None:
    """Which column holds what, and how many rows to pass over; None where that cannot be told."""
    for number, row in enumerate(rows):
        headings = [_NOT_HEADING.sub("", unicodedata.normalize("NFKC", cell).lower()) for cell in row[:200]]
        found = {
            key: headings.index(name)
            for key, names in _HEADINGS.items()
            for name in names[::-1]
            if name in headings
        }
        if ("name" in found and found.keys() & {"version", "purl", "cpe"}) or {"purl"} == found.keys():
            return found, number + 1
    return (columns, 0) if (columns := _by_contents(rows)) else None


def _by_contents(rows: list[list[str]]) -> Columns | None:
    told = [[cell.strip() for cell in row] for row in rows if len(row) >= 2]
    if not told or not all(_NAME.match(row[0]) and _VERSION.match(row[1]) for row in told):
        return None
    columns = {"name": 0, "version": 1}
    for at, cell in enumerate(told[0][2:50], 2):
        if cell.startswith(("pkg:", "cpe:")):
            columns.setdefault("purl" if cell.startswith("pkg:") else "cpe", at)
    return columns


def _name_of(purl: str | None) -> str | None:
    """The name that a package URL ends with."""
    read = read_purl(purl) if purl else None
    return spoken(read.name) if read is not None else None
