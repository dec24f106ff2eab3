"""What must be protected is written down: data, and functions that matter."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents

CHECK = Check(
    id="DOC-DES-002",
    title=Text("守るべきものを決めているか", "Whether what must be protected is identified"),
    why=Text(
        "すべてを同じ強さで守る予算はありません。守るものを決めると、費用をかける場所が決まります。",
        "There is no budget to protect everything alike. Deciding what to protect decides where the money goes.",
    ),
    remedy=Text(
        "扱うデータと、止まると困る機能を product.yaml に書きます。例: data: [{id: video, kind: privacy, description: 映像}] と functions: [{id: alarm, description: 侵入の通知, must_stay_available: true}]",
        "Enter data handled and functions that matter in product.yaml. Example: data: [{id: video, kind: privacy, description: video}] and functions: [{id: alarm, description: intrusion alarm, must_stay_available: true}]",
    ),
    severity=Severity.MEDIUM,
    claims=("assets-identified",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
LISTED = Text(
    "データ{data}件、機能{functions}件が書かれています", "{data} data and {functions} functions are listed"
)
NONE = Text(
    "守るべきデータ（data）も機能（functions）も書かれていません。",
    "Neither data (data) nor functions (functions) to protect are listed.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where data or functions are listed."""
    product, file = documents.product, documents.product_file
    if not product.data and not product.functions:
        yield CHECK.missing(reason=NONE, at=file.at("data"))
        return
    proof = LISTED.fill(data=len(product.data), functions=len(product.functions))
    yield CHECK.shown(proof=proof, at=file.at("data" if product.data else "functions"))
