"""The pages of the checks: an index, and one page for each family (FW-CRED, DOC-POL …)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tables import GENERATED, table

from mamoru.assessment.report.signs import SEVERITIES
from mamoru.catalog import Catalog, catalog
from mamoru.evidence import Check, Silence, SubjectKind
from mamoru.evidence.registry import Registered, registry
from mamoru.language import Lang, Text

SUBJECTS = {
    SubjectKind.MAKER: Text("会社の文書（maker.yaml）", "the maker's documents (maker.yaml)"),
    SubjectKind.PRODUCT: Text("製品の文書（product.yaml）", "the product's documents (product.yaml)"),
    SubjectKind.RELEASE: Text(
        "版の文書（product.yaml の releases）", "a release's documents (releases in product.yaml)"
    ),
    SubjectKind.FIRMWARE: Text("ファームウェアイメージ", "a firmware image"),
    SubjectKind.COMPONENTS: Text(
        "宣言した部品と、イメージに見える部品", "the components declared beside those that an image shows"
    ),
    SubjectKind.VULNERABILITIES: Text(
        "部品に当てはまる、公表された脆弱性", "the published vulnerabilities of the components"
    ),
    SubjectKind.RESULTS: Text("ほかの検査の結果", "the results of the other checks"),
}
LOOKS_AT = Text("調べるもの", "looks at")
SEVERITY = Text("深刻度", "severity")
CLAIMS = Text("関わる主張", "claims")
ASKED_BY = Text("求めている項目", "asked by")
WHY = Text("なぜ大切か", "Why it matters")
REMEDY = Text("どう直すか", "What to do")
LIMITS = Text("見えないもの", "What it cannot see")
REFERENCES = Text("参考", "References")
SAYS_NOTHING = Text(
    "見つからなくても、主張が示されたことにはなりません。", "Finding nothing does not show its claims."
)
MOST_ASKING = 8


def check_pages() -> dict[str, str]:
    """Markdown by file name: `README.md` and one page a family. Raises `ValueError` for a broken check."""
    found = registry()
    if found.broken:
        raise ValueError("\n".join(f"{broken.module}: {broken.why}" for broken in found.broken))
    families: dict[str, list[Registered]] = defaultdict(list)
    for entry in found.checks:
        families[entry.check.id.rpartition("-")[0]].append(entry)
    pages = {"README.md": _index(families)}
    for family, members in families.items():
        pages[f"{family.lower()}.md"] = _page(family, members)
    return pages


def _index(families: dict[str, list[Registered]]) -> str:
    rows = [
        (
            f"[{entry.check.id}]({family.lower()}.md#{entry.check.id.lower()})",
            entry.check.title.ja,
            entry.check.title.en,
        )
        for family, members in sorted(families.items())
        for entry in members
    ]
    head = f"# 検査の一覧 / Checks\n\n{GENERATED}\n\n{len(rows)} 件 / {len(rows)} checks\n\n"
    return head + table(("ID", "日本語", "English"), rows)


def _page(family: str, members: Iterable[Registered]) -> str:
    parts = [f"# {family}\n\n{GENERATED}\n"]
    asked = catalog()
    for entry in members:
        parts.append(f"## {entry.check.id}\n")
        for lang in Lang:
            parts.append("\n".join(_section(entry, asked, lang)))
    return "\n".join(parts)


def _section(entry: Registered, asked: Catalog, lang: Lang) -> Iterator[str]:
    check = entry.check
    yield f"### {check.title[lang]}\n"
    yield f"**{WHY[lang]}** {check.why[lang]}\n"
    yield f"**{REMEDY[lang]}** {check.remedy[lang]}\n"
    if check.limits is not None:
        yield f"**{LIMITS[lang]}** {check.limits[lang]}\n"
    if check.silence is Silence.SAYS_NOTHING and check.subject is SubjectKind.FIRMWARE:
        yield f"{SAYS_NOTHING[lang]}\n"
    yield table(("", ""), list(_facts(check, asked, lang)))
    if lang is Lang.EN:
        yield f"`{entry.module}` v{check.version}\n"


def _facts(check: Check, asked: Catalog, lang: Lang) -> Iterator[tuple[str, ...]]:
    yield LOOKS_AT[lang], SUBJECTS[check.subject][lang]
    yield (
        SEVERITY[lang],
        SEVERITIES[check.severity][lang] + (f" ({', '.join(check.cwe)})" if check.cwe else ""),
    )
    titles = [f"{asked.claim(claim).title[lang]} (`{claim}`)" for claim in check.claims]
    yield CLAIMS[lang], "<br>".join(titles)
    asking = [
        f"{standard.id}:{point.id}"
        for standard in asked.standards
        for point in standard.requirements
        if set(point.needs.claims) & set(check.claims)
    ]
    more = f" +{len(asking) - MOST_ASKING}" if len(asking) > MOST_ASKING else ""
    yield ASKED_BY[lang], ", ".join(asking[:MOST_ASKING]) + more
    if check.references:
        yield REFERENCES[lang], "<br>".join(check.references)
