"""Each of the guide's five roles is held by a named person."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.people import same_person
from mamoru.product.wording import filled_in, listing

CHECK = Check(
    id="DOC-ORG-002",
    title=Text("役割と責任を人に割り当てているか", "Whether roles are assigned to people"),
    why=Text(
        "脆弱性の連絡は突然来ます。誰が受け、誰が直し、誰が公表を決めるかが決まっていないと、対応が止まります。兼任で構いません。",
        "A report of a vulnerability comes without warning. Where nobody is set to receive it, mend it and decide its publication, work stops. One person may hold several roles.",
    ),
    remedy=Text(
        "五つの役割の担当者を maker.yaml に書きます（兼任可。五つすべてを一人では担えません）。例: roles: [{role: security, name: 佐藤花子, deputy: 鈴木一郎}]",
        "Name who holds the five roles in maker.yaml (one person may hold several, not all). Example: roles: [{role: security, name: Hanako Sato, deputy: Ichiro Suzuki}]",
    ),
    severity=Severity.MEDIUM,
    claims=("roles-assigned",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
)
ROLES = {
    "executive": Text("経営者", "executive"),
    "security": Text("セキュリティ担当者", "security lead"),
    "developer": Text("開発担当者", "developer"),
    "quality": Text("品質管理者", "quality"),
    "contact": Text("連絡窓口", "contact"),
}
ALL = Text("五つの役割すべてに担当者がいます（{names}）", "All five roles are held ({names})")
VACANT = Text("担当者のいない役割があります: {names}（roles）", "Roles without a person: {names} (roles)")

ALONE = Text(
    "五つの役割をすべて {name} が担っているので、つくった人のほかに確かめる人がいません（quality か executive を、社外の人でもよいので別の人にしてください）。",
    "{name} holds all five roles, so nobody but the one who makes it checks it (give quality or executive to another person, also from outside).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where every role is held; a placeholder such as `未定` is no person, and
    one person in all of them leaves nobody to check."""
    held = [role for role in documents.maker.roles if filled_in(role.name)]
    vacant = [text for id, text in ROLES.items() if id not in {role.role for role in held}]
    at = documents.maker_file.at("roles")
    if vacant:
        names = Text(listing(t.ja for t in vacant).ja, listing(t.en for t in vacant).en)
        yield CHECK.missing(reason=VACANT.fill(names=names), at=at)
        return
    if all(same_person(role.name, held[0].name) for role in held):
        yield CHECK.missing(reason=ALONE.fill(name=held[0].name), at=at)
        return
    yield CHECK.shown(proof=ALL.fill(names=listing(role.name for role in held)), at=at)
