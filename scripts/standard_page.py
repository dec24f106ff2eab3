"""The page of the standards: what each asks, in our own words, and how sure we are of it."""

from collections.abc import Iterator

from tables import GENERATED, table

from mamoru.catalog import Requirement, Standard, catalog

GRADES = {"declared": "記載 / declared", "attested": "確認記録 / attested", "measured": "計測 / measured"}
STATUS = {"mandatory": "必須 / mandatory", "recommended": "推奨 / recommended", "optional": "任意 / optional"}


def standard_page() -> str:
    """Markdown of all standards in the catalogue."""
    asked = catalog()
    rows = [
        (f"[`{s.id}`](#{s.id})", s.title.ja, s.title.en, s.edition, str(len(s.requirements)))
        for s in asked.standards
    ]
    head = f"# ガイドと基準 / The guide and the standards\n\n{GENERATED}\n\n"
    heads = ("ID", "日本語", "English", "版 / edition", "項目 / points")
    return head + table(heads, rows) + "".join(f"\n{part}" for s in asked.standards for part in _standard(s))


def _standard(standard: Standard) -> Iterator[str]:
    yield f"## {standard.id}\n\n{standard.title.ja}\n\n{standard.title.en}\n"
    yield f"{standard.issuer.ja} / {standard.issuer.en}, {standard.edition}\n"
    yield f"{standard.force.ja}\n\n{standard.force.en}\n"
    if standard.notice is not None:
        yield f"> {standard.notice.ja}\n>\n> {standard.notice.en}\n"
    for unconfirmed in standard.unconfirmed:
        yield f"- 未確認: {unconfirmed.ja}\n- Unconfirmed: {unconfirmed.en}\n"
    heads = ("ID", "日本語", "English", "", "必要な主張 / claims needed", "少なくとも / at least")
    yield table(heads, (_row(standard, point) for point in standard.requirements))


def _row(standard: Standard, point: Requirement) -> tuple[str, ...]:
    all_of = [
        f"{claim} (計測 / measured)" if claim in point.needs.measured else claim for claim in point.needs.all
    ]
    needs = [*all_of, *([f"({' | '.join(point.needs.any)})"] if point.needs.any else [])]
    mark = "" if point.confidence == "high" else " ※"
    return (
        f"`{standard.id}:{point.id}`{mark}",
        point.title.ja,
        point.title.en,
        STATUS[point.status],
        ", ".join(needs),
        GRADES[point.needs.grade.value],
    )
