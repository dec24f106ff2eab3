"""What makes a hit, and its sentence: made only where somebody reads it."""

from typing import NamedTuple

from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Certainty, Word
from mamoru.operation.vulnerabilities.matching.names import Known
from mamoru.operation.vulnerabilities.matching.verdict import Verdict, ranges
from mamoru.operation.vulnerabilities.reasons import told as told_reason
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.reading import Said
from mamoru.product.software import EndOfLife

BY = Text("{name}（{field}）: {why}", "{name} ({field}): {why}")
BY_NAME = Text(
    "{name}（CPEの供給元名・製品名と一致）: {why}",
    "{name} (the vendor's and product's names of the CPE): {why}",
)
SILENT = Text(
    "{why}。ディストリビューション（{name}）はこの脆弱性について何も述べていません。修正が移植されている可能性があります",
    "{why}. The distribution ({name}) says nothing of it, and may have brought the fix back",
)
NOT_ASSESSED = Text(
    "系列 {branch} は{on}に開発元の保守が終わっており、開発元はこの系列を評価していません（対象は {ranges}）",
    "The branch {branch} was past its end of life ({on}) and is not assessed by upstream (it names {ranges})",
)
UPPER = Text("{why}（上限だけが分かっています: {bound}）", "{why} (a bound from above only: {bound})")
UPPER_ALONE = Text("{why}（上限だけが分かっています）", "{why} (a bound from above only)")
BESIDE = Text("{why}（{more}）", "{why} ({more})")
AND = Text("{why}。{more}", "{why}. {more}")


class Found(NamedTuple):
    """What makes a hit: the row, how the version stands to it, and what its sentence is made of."""

    source: str
    known: Known
    judged: Verdict
    certainty: Certainty
    more: Text | None = None
    silent: str | None = None
    ended: EndOfLife | None = None

    @property
    def kept(self) -> Kept:
        """What the source says."""
        return self.judged.kept

    @property
    def fixed(self) -> tuple[str, ...]:
        """The versions in which it is mended."""
        return self.judged.fixed

    @property
    def files(self) -> tuple[str, ...]:
        """The source files that hold the weakness."""
        return () if self.ended else self.judged.kept.files

    @property
    def word(self) -> Word:
        """The same in words."""
        return Word(
            source=self.source,
            certainty=self.certainty,
            why=_sentence(self),
            fixed=self.fixed,
            files=self.files,
        )


Rows = dict[int, dict[str, list[Said]]]
"""Rows by vulnerability and by the name of the product."""


class Hits(NamedTuple):
    """What makes hits, and the rows that deny something of the version or may, both by vulnerability."""

    found: dict[int, list[Found]]
    denials: Rows


def _sentence(found: Found) -> Text:
    kept, known = found.judged.kept, found.known
    if (ended := found.ended) is not None:
        on = ended.on.isoformat()
        return by_name(known, NOT_ASSESSED.fill(branch=ended.branch, on=on, ranges=ranges(kept)))
    why = found.judged.why
    if found.more is not None:
        why = AND.fill(why=why, more=found.more)
    if kept.upper:
        why = UPPER.fill(why=why, bound=told_reason(kept.why)) if kept.why else UPPER_ALONE.fill(why=why)
    elif kept.why:
        why = BESIDE.fill(why=why, more=told_reason(kept.why))
    why = by_name(known, why)
    return why if found.silent is None else SILENT.fill(why=why, name=found.silent)


def by_name(known: Known, why: Text) -> Text:
    """`why` with the name of the component that it speaks of."""
    if known.field == "cpe" and known.product.startswith("cna:"):
        return BY_NAME.fill(name=known.product.removeprefix("cna:"), why=why)
    return BY.fill(name=known.product, field=known.field, why=why)
