"""Expected users and use cases are written down."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.wording import filled_in

CHECK = Check(
    id="DOC-DES-001",
    title=Text("想定する利用者と使い方を定めているか", "Whether users and use cases are defined"),
    why=Text(
        "誰がどこでどう使うかで、守るものも攻撃のされ方も変わります。最初に決めておくと、後の対策が的を外しません。",
        "Who uses the product where and how decides what to protect and how it is attacked. Settle it first, and later measures hit their mark.",
    ),
    remedy=Text(
        "product.yaml に書きます。例: users: [{id: owner, description: 店舗の責任者}] と use_cases: [{id: view, description: 店の様子を外から見る, users: [owner]}]",
        "Enter them in product.yaml. Example: users: [{id: owner, description: shop manager}] and use_cases: [{id: view, description: watch the shop from outside, users: [owner]}]",
    ),
    severity=Severity.LOW,
    claims=("users-and-uses-defined",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
DEFINED = Text(
    "利用者{users}件、使い方{uses}件が書かれています", "{users} users and {uses} use cases are listed"
)
NO_USERS = Text("想定する利用者（users）が書かれていません。", "No expected user is listed (users).")
NO_USES = Text("想定する使い方（use_cases）が書かれていません。", "No use case is listed (use_cases).")


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where both lists have an entry that says something."""
    product, file = documents.product, documents.product_file
    users = [user for user in product.users if filled_in(user.description)]
    uses = [use for use in product.use_cases if filled_in(use.description)]
    if not users:
        yield CHECK.missing(reason=NO_USERS, at=file.at("users"))
    if not uses:
        yield CHECK.missing(reason=NO_USES, at=file.at("use_cases"))
    if users and uses:
        yield CHECK.shown(proof=DEFINED.fill(users=len(users), uses=len(uses)), at=file.at("users"))
