"""Each role has a deputy who is somebody else."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.people import same_person
from mamoru.product.wording import denies, filled_in, listing

CHECK = Check(
    id="DOC-ORG-003",
    title=Text("担当者が自分自身の代理になっている", "A role's holder is their own deputy"),
    why=Text(
        "一人しか知らない仕事は、その人の休暇や退職で止まります。脆弱性の公表期限は待ってくれません。",
        "Work that one person knows stops when that person is away or leaves. The deadline of a disclosure does not wait.",
    ),
    remedy=Text(
        "別の人を代理に決めて maker.yaml に書きます。例: roles: [{role: security, name: 佐藤花子, deputy: 鈴木一郎}]",
        "Name somebody else as deputy in maker.yaml. Example: roles: [{role: security, name: Hanako Sato, deputy: Ichiro Suzuki}]",
    ),
    severity=Severity.LOW,
    claims=("deputies-named",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=3,
)
ALL = Text("書かれている{n}の役割すべてに代理がいます", "All {n} roles that are listed have a deputy")
VACANT = Text("代理のいない役割がある", "A role without a deputy")
NO_ROLES = Text("役割（roles）が書かれていません。", "No role is listed (roles).")
NO_DEPUTY = Text("代理（deputy）のいない役割があります: {names}", "Roles without a deputy: {names}")


def run(documents: Documents) -> Iterator[Observation]:
    """Declared where each listed role has a deputy. A role that is listed without one, or with its own
    holder, is a finding; one that is still to be named (`未定`) is missing."""
    roles, file = documents.maker.roles, documents.maker_file
    if not roles:
        yield CHECK.missing(reason=NO_ROLES, at=file.at("roles"))
        return
    alone = [
        (n, role)
        for n, role in enumerate(roles)
        if filled_in(role.deputy) and same_person(role.deputy, role.name)
    ]
    for n, role in alone:
        at = file.at(f"roles[{n}].deputy")
        yield CHECK.finding(at=at, proof=f"roles[{n}] {role.role}: {role.name} / {role.deputy}")
    none = [(n, role) for n, role in enumerate(roles) if role.deputy is None or denies(role.deputy)]
    for n, role in none:
        at = file.at(f"roles[{n}].deputy")
        yield CHECK.finding(at=at, proof=f"roles[{n}] {role.role}: {role.name} / –", title=VACANT)
    without = [
        role.role for n, role in enumerate(roles) if not filled_in(role.deputy) and (n, role) not in none
    ]
    if without:
        yield CHECK.missing(reason=NO_DEPUTY.fill(names=listing(without)), at=file.at("roles"))
    elif not alone and not none:
        yield CHECK.shown(proof=ALL.fill(n=len(roles)), at=file.at("roles"))
