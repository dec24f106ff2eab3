"""`mamoru firmware sbom IMAGE`: the components of an image or folder."""

import argparse
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_keys
from mamoru.language import Lang, Text

NAME = ("firmware", "sbom")
HELP = Text(
    "イメージかフォルダーの部品表（SBOM）を出す。CycloneDX 1.6 か SPDX 2.3",
    "tell the components of an image or folder (CycloneDX 1.6, or SPDX 2.3)",
)
FORMATS = ("json", "spdx", "table")
IMAGE = Text("イメージ、または展開済みのフォルダー", "an image, or an unpacked folder")
PRODUCT = Text("製品の名前（既定はファイル名）", "name of the product (default: the file's)")
RELEASE = Text("製品の版", "version of the product")
MAKER = Text(
    "製品の供給元、部品表の作成者となる会社", "the company that supplies the product and answers for the bill"
)
HEAD = (
    Text("部品", "component"),
    Text("版", "version"),
    Text("ライセンス", "licence"),
    Text("根拠", "seen in"),
)
UNREAD = Text("不明", "unknown")
UNKNOWN = Text("何であるか分かるものが見つかりません。", "Nothing in it was recognised.")
LOOKED = Text("調べられた範囲: {share}", "Looked at: {share}")
UNOPENED = Text("開けなかった領域: {n}か所", "Regions that could not be opened: {n}")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("image", type=Path, metavar="IMAGE", help=IMAGE[lang])
    parser.add_argument("--product", metavar="NAME", help=PRODUCT[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    parser.add_argument("--maker", metavar="NAME", help=MAKER[lang])
    add_keys(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Tell what was seen, with the gaps in what is told."""
    from mamoru.exit_status import ended
    from mamoru.verification.firmware.image import load
    from mamoru.verification.firmware.looked import looked_of
    from mamoru.verification.firmware.opening.contained import open_contained
    from mamoru.verification.firmware.writing.cyclonedx import cyclonedx
    from mamoru.verification.firmware.writing.spdx import spdx

    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        index = open_contained(options.image, Path(folder), progress(options.lang), keys=tuple(options.keys))
        looked = looked_of(index)
        if options.format != "table":
            now = datetime.now(UTC).replace(microsecond=0)
            written, image = spdx if options.format == "spdx" else cyclonedx, load(Path(folder))
            body = written(
                image, made_at=now, name=options.product, version=options.release, maker=options.maker
            )
            emit(body.decode(), options.output)
            image.close()
            return ended("firmware sbom", found=False, looked=looked)
    lang = options.lang
    rows = [tuple(head[lang] for head in HEAD)]
    for component in sorted(index.components, key=lambda c: (c.name, c.version or "")):
        place = component.occurrences[0].path if component.occurrences else ""
        rows.append((component.name, component.version or UNREAD[lang], component.license or "", place))
    lines = [_row(row) for row in rows]
    if gaps := sum(gap.serious for gap in index.gaps):
        lines.append(UNOPENED.fill(n=gaps)[lang])
    lines.append((UNKNOWN if looked.nothing else LOOKED.fill(share=looked.text))[lang])
    emit("\n".join(lines), options.output)
    return ended("firmware sbom", found=False, looked=looked)


def _row(row: tuple[str, ...]) -> str:
    from mamoru.assessment.report.plain_text import padded

    return f"{padded(row[0], 20)} {padded(row[1], 16)} {padded(row[2][:22], 22)} {row[3]}".rstrip()
