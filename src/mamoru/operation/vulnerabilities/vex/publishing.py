"""A VEX document of a maker's release, named after its files."""

from datetime import datetime
from urllib.parse import quote

from mamoru.errors import InputError
from mamoru.language import Lang, Text
from mamoru.operation.vulnerabilities.vex.document import Part, Revision, Statement, VexDocument
from mamoru.product.maker import Maker
from mamoru.product.model import Product

TITLE = Text(
    "{product} {release} の脆弱性と影響（VEX）",
    "Vulnerabilities in {product} {release} and how they affect it (VEX)",
)
FIRST = Text("初版", "First publication")
UPDATED = Text("更新", "Brought up to date")
NO_WEBSITE = Text(
    "maker.yaml に会社のWebサイト（website）がありません。VEXの発行者を示すために要ります。",
    "maker.yaml has no website, which a VEX document needs to name its publisher.",
)
GIVE_WEBSITE = Text("例: website: https://www.example.co.jp", "Example: website: https://www.example.com")


def part_of(maker: Maker, product: Product, release: str, lang: Lang) -> Part:
    """The release as a document names it."""
    return Part(
        name=product.name.text[lang] or product.id,
        version=release,
        purl=f"pkg:generic/{maker.id}/{product.id}@{quote(release, safe='')}",
    )


def document_of(
    maker: Maker,
    product: Product,
    release: str,
    statements: tuple[Statement, ...],
    *,
    at: datetime,
    lang: Lang,
    earlier: tuple[Revision, ...] = (),
) -> VexDocument:
    """`statements` on the release as a document of the maker; `earlier` are its publications until now.

    Raises `InputError` where the maker's file names no website.
    """
    if not maker.website:
        raise InputError(NO_WEBSITE, GIVE_WEBSITE)
    part = part_of(maker, product, release, lang)
    return VexDocument(
        id=f"{maker.id}-vex-{product.id}-{release}",
        title=TITLE[lang].format(product=part.name, release=release),
        publisher=maker.name.text[lang] or maker.id,
        namespace=maker.website,
        lang=lang,
        revisions=(*earlier, Revision(at=at, summary=(UPDATED if earlier else FIRST)[lang])),
        statements=statements,
    )
