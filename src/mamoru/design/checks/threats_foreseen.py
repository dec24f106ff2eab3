"""Threats to what must be protected are written down."""

from collections.abc import Iterator

from mamoru.design.reviewed import reviewed
from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import filled_in, listing

CHECK = Check(
    id="DOC-DES-003",
    title=Text("守るべきものへの脅威を想定しているか", "Whether threats are foreseen"),
    why=Text(
        "想定していない攻撃には備えられません。設計の前に考えるほど、直す費用は小さくて済みます。",
        "Nobody prepares for an attack that was not foreseen. The earlier it is thought of, the less it costs to answer.",
    ),
    remedy=Text(
        "mamoru design の案を見て、脅威を product.yaml に書きます。例: risks: [{id: spying, threat: 盗んだパスワードで映像を見る, assets: [video]}]",
        "Look at the proposals of mamoru design and enter threats in product.yaml. Example: risks: [{id: spying, threat: watching video with a stolen password, assets: [video]}]",
    ),
    severity=Severity.MEDIUM,
    claims=("threats-foreseen",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    version=2,
)
FORESEEN = Text("脅威が{n}件書かれています", "{n} threats are listed")
SOME_BARE = Text(
    "脅威が{n}件書かれています（脅威のまだない守るべきもの: {bare}）",
    "{n} threats are listed (assets without one yet: {bare})",
)
NONE = Text("脅威（risks）が書かれていません。", "No threat is listed (risks).")
UNLINKED = Text(
    "どの脅威にも、何への脅威か（assets）が書かれていません。", "No threat says what it threatens (assets)."
)


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where at least one threat names an asset, attested where each was reviewed by a person
    with a document; the proof names assets without a threat."""
    product, at = documents.product, documents.product_file.at("risks")
    risks = [risk for risk in product.risks if filled_in(risk.threat)]
    threatened = {asset for risk in risks for asset in risk.assets}
    if not risks or not threatened:
        yield CHECK.missing(reason=UNLINKED if risks else NONE, at=at)
        return
    assets = [item.id for item in product.data] + [function.id for function in product.functions]
    bare = [asset for asset in assets if asset not in threatened]
    what = SOME_BARE.fill(n=str(len(risks)), bare=listing(bare)) if bare else FORESEEN.fill(n=len(risks))
    yield from reviewed(CHECK, documents, what)
