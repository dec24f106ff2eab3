"""Ask an adviser: the pack on one product, and the answers kept as evidence in the workspace."""

from collections.abc import Collection
from pathlib import Path

import msgspec

from mamoru.design.consultation import answers, evidence_of_answers, pack, redacted_maker, redacted_product
from mamoru.errors import InputError
from mamoru.evidence import Evidence
from mamoru.evidence.folder import EvidenceFolder
from mamoru.jobs.design.designing import Designed
from mamoru.jobs.design.standing import standing_design
from mamoru.jobs.tool import TOOL
from mamoru.jobs.wish import Wish
from mamoru.language import Lang, Text
from mamoru.product.files import contents
from mamoru.product.places import evidence_place

SEVERAL = Text("相談は製品一つずつです。", "Advice is asked on one product.")
CHOOSE = Text("製品のフォルダーを指定してください。", "Give one product's folder.")


def only(found: list[Designed]) -> Designed:
    """The one product asked about; raises `InputError` where there are several."""
    if len(found) != 1:
        raise InputError(SEVERAL, CHOOSE)
    return found[0]


def consultation_pack(designed: Designed, redact: Collection[str], lang: Lang) -> bytes:
    """The archive for an adviser, without what `redact` names. What is shown stays at home: the pack
    tells the design, not how far it is."""
    papers = designed.papers
    product = redacted_product(papers.product, redact, papers.maker)
    release = next(
        (r for r in product.releases if papers.release and r.version == papers.release.version), None
    )
    left = msgspec.structs.replace(
        papers, product=product, maker=redacted_maker(papers.maker, redact), release=release, files={}
    )
    _, told = standing_design(msgspec.structs.replace(designed.hand, papers=left), {})
    return pack(product, told, lang)


def keep_answers(path: Path, designed: Designed, file: Path, wish: Wish) -> Evidence:
    """Keep the answers in `file` as evidence of the product; gives it. Raises `InputError`."""
    found = answers(contents(file), file.name, designed.design, wish.on)
    evidence = evidence_of_answers(found, designed.design, name=file.name, at=wish.at, source=TOOL)
    EvidenceFolder(evidence_place(path)).keep([evidence], at=wish.at, tool=TOOL)
    return evidence
