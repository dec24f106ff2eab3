"""The pack for an adviser: product, picture, threats, decisions, open questions, and a form to fill in.

The same input gives the same bytes, whatever the day.
"""

import io
import zipfile

import msgspec
import yaml

from mamoru.design.diagram import diagram, svg
from mamoru.design.telling import DesignTold, ThreatTold
from mamoru.design.words import DECISIONS, RISKS, UNDECIDED
from mamoru.language import Lang, Text
from mamoru.product import Product

FORM = "answers.yaml"
_TIME = (2026, 1, 1, 0, 0, 0)
READ_ME = Text(
    "# {name}：設計についての相談\n\n"
    "- product.yaml: 製品の説明（伏せた所は *** です）\n- diagram.svg: データフロー図\n"
    "- threats.md: 脅威、リスク、対応\n- questions.md: 確かめたい点\n- design.json: 同じ内容のデータ\n\n"
    "答えは answers.yaml に書いて、このファイルだけを返してください。\n",
    "# {name}: asking for advice on the design\n\n"
    "- product.yaml: the product (*** stands for what was taken out)\n- diagram.svg: data-flow diagram\n"
    "- threats.md: threats, risks, decisions\n- questions.md: open questions\n- design.json: the same as data\n\n"
    "Please answer in answers.yaml and return that file alone.\n",
)
THREATS = Text("脅威", "Threats")
QUESTIONS = Text("確かめたい点", "Open questions")
ROW = Text(
    "## {n}. [{level}] {title} (`{id}`)\n\n{text}\n\n- 当てはまる理由: {why}\n- リスク: {risk}\n- 守るもの: {assets}\n- 対策: {claims}\n- 対応: {decision}\n\n",
    "## {n}. [{level}] {title} (`{id}`)\n\n{text}\n\n- Why it is here: {why}\n- Risk: {risk}\n- At stake: {assets}\n- Countered by: {claims}\n- Decision: {decision}\n\n",
)
HOW = Text(
    "# adviser: お名前、on: 日付（2026-11-23）。opinion は agree（妥当）、disagree（異なる）、unsure（分からない）。\n"
    "# missing には、ここにない脅威を書いてください。\n",
    "# adviser: your name, on: the day (2026-11-23). opinion: agree, disagree or unsure.\n"
    "# missing: threats that are not listed here.\n",
)


def pack(product: Product, told: DesignTold, lang: Lang) -> bytes:
    """The archive (zip) on `product`, from which everything secret was taken out before."""
    files = {
        "README.md": READ_ME[lang].format(name=told.name[lang]),
        "product.yaml": _yaml(msgspec.to_builtins(product)),
        "diagram.svg": svg(diagram(product), lang),
        "threats.md": _threats(told, lang),
        "questions.md": f"# {QUESTIONS[lang]}\n\n" + "".join(f"- {q.text[lang]}\n" for q in told.questions),
        "design.json": msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n",
        FORM: HOW[lang] + _yaml(_form(told)),
    }
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return body.getvalue()


def _form(told: DesignTold) -> dict[str, object]:
    """The form to fill in: an entry for each threat."""
    return {
        "product": told.product,
        "adviser": "",
        "on": "",
        "answers": [{"about": threat.id, "opinion": "unsure", "comment": ""} for threat in told.threats],
        "missing": [],
    }


def _threats(told: DesignTold, lang: Lang) -> str:
    assets = {asset.id: asset.title for asset in told.assets}
    claims = {claim.id: claim.title for claim in told.claims}
    rows = (
        ROW[lang].format(
            n=threat.rank,
            level=RISKS[threat.risk.level][lang],
            title=threat.title[lang],
            id=threat.id,
            text=threat.text[lang],
            why=threat.why[lang],
            risk=threat.risk.why[lang],
            assets=", ".join(assets[id][lang] for id in threat.assets),
            claims=", ".join(claims[id][lang] for id in threat.countered_by),
            decision=_decision(threat, lang),
        )
        for threat in told.threats
    )
    return f"# {THREATS[lang]}\n\n" + "".join(rows)


def _decision(threat: ThreatTold, lang: Lang) -> str:
    if threat.decision is None:
        return UNDECIDED[lang]
    rest = threat.decision.how or threat.decision.why or ", ".join(threat.decision.measures)
    return f"{DECISIONS[threat.decision.decision][lang]}: {rest}"


def _yaml(value: object) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
