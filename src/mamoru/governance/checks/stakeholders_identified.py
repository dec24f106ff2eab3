"""The people and organisations that product security needs are listed."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import filled_in

CHECK = Check(
    id="DOC-ORG-001",
    title=Text("関係者と組織を洗い出しているか", "Whether people and organisations are identified"),
    why=Text(
        "設計を外注し、工場で書き込み、クラウドで動く製品では、弱点は社外からも入ります。誰が関わるかを知らないと、問題のときに連絡もできません。",
        "Where design is contracted out, firmware is flashed in a factory and the service runs in a cloud, weaknesses also come from outside. Whoever does not know the parties cannot reach them when it matters.",
    ),
    remedy=Text(
        "社内外の関係者を maker.yaml に書きます。例: stakeholders: [{name: 株式会社あおば設計, kind: contractor, contact: 田中}]",
        "List internal and external parties in maker.yaml. Example: stakeholders: [{name: Aoba Design Ltd., kind: contractor, contact: Tanaka}]",
    ),
    severity=Severity.LOW,
    claims=("stakeholders-identified",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
LISTED = Text(
    "関係者が{n}件書かれています（うち社外{outside}件）", "{n} parties are listed ({outside} of them outside)"
)
NONE = Text("関係者（stakeholders）が書かれていません。", "No party is listed (stakeholders).")


def run(documents: Documents) -> Iterator[Observation]:
    """Declared by the list; an entry without a real name does not count."""
    named = [s for s in documents.maker.stakeholders if filled_in(s.name)]
    at = documents.maker_file.at("stakeholders")
    if not named:
        yield CHECK.missing(reason=NONE, at=at)
        return
    outside = sum(s.kind != "internal" for s in named)
    yield CHECK.shown(proof=LISTED.fill(n=len(named), outside=outside), at=at)
