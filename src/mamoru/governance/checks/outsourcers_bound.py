"""Contractors are bound by security clauses."""

from collections.abc import Iterator

from mamoru.evidence import (
    Check,
    Effort,
    Grade,
    Missing,
    NotApplicable,
    Observation,
    Severity,
    Shown,
    Silence,
    SubjectKind,
)
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.maker import Stakeholder
from mamoru.product.testimony import testimony, weakest

CHECK = Check(
    id="DOC-ORG-004",
    title=Text(
        "契約にセキュリティの取り決めがない外注先がある",
        "A contractor whose contract has no security clauses",
    ),
    why=Text(
        "外注先のつくった弱点も、利用者にとっては自社製品の弱点です。修正の義務と連絡の期限を契約で決めておかないと、頼めません。",
        "To the user, a weakness made by a contractor is a weakness of your product. Without an agreed duty to mend and to tell, you cannot ask for it.",
    ),
    remedy=Text(
        "契約か覚書にセキュリティ条項（脆弱性の連絡、修正、秘密の扱い）を入れ、maker.yaml に書きます。例: stakeholders: [{name: 株式会社あおば設計, kind: contractor, contract: {security_clauses: true, document: docs/aoba-contract.pdf, by: 山田太郎, on: 2026-02-01}}]",
        "Put security clauses (report of vulnerabilities, mending, secrets) into the contract or a memorandum, and enter it in maker.yaml. Example: stakeholders: [{name: Aoba Design Ltd., kind: contractor, contract: {security_clauses: true, document: docs/aoba-contract.pdf, by: Taro Yamada, on: 2026-02-01}}]",
    ),
    severity=Severity.MEDIUM,
    claims=("outsourcers-bound",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.WEEKS,
    needs=(),
    limits=Text("条項の中身は読みません。", "It does not read the clauses."),
)
BOUND = Text("{name} との契約にセキュリティ条項があります", "The contract with {name} has security clauses")
UNKNOWN = Text("関係者（stakeholders）が書かれていません。", "No party is listed (stakeholders).")
NO_CONTRACT = Text(
    "{name} との取り決め（contract）が書かれていません。", "No agreement with {name} is entered (contract)."
)
NOBODY = Text("stakeholders に外注先がありません。", "No contractor is listed under stakeholders.")


def run(documents: Documents) -> Iterator[Observation]:
    """Every party that works under a contract must be bound; the least proven one gives the grade."""
    listed, file = documents.maker.stakeholders, documents.maker_file
    if not listed:
        yield CHECK.missing(reason=UNKNOWN, at=file.at("stakeholders"))
        return
    outside = [(n, party) for n, party in enumerate(listed) if party.outside]
    if not outside:
        yield NotApplicable(reason=NOBODY)
        return
    for n, party in outside:
        if party.contract and not party.contract.security_clauses:
            at = file.at(f"stakeholders[{n}].contract.security_clauses")
            yield CHECK.finding(at=at, proof=f"{party.name}: security_clauses: false")
    yield from weakest(seen for n, party in outside if (seen := _bound(documents, n, party)) is not None)


def _bound(documents: Documents, n: int, party: Stakeholder) -> Shown | Missing | None:
    """None where a finding already says that it is not bound."""
    contract = party.contract
    at = documents.maker_file.at(f"stakeholders[{n}].contract")
    if contract is None:
        return CHECK.missing(reason=NO_CONTRACT.fill(name=party.name), at=at)
    if not contract.security_clauses:
        return None
    return testimony(
        CHECK, documents, what=BOUND.fill(name=party.name), at=at,
        by=contract.by, on=contract.on, document=contract.document,
    )  # fmt: skip
