"""What a maker's own file says is not so is a no at its place, under every standard; what is still open is not.

The rows go over every yes-or-no, every choice and every `none` of maker.yaml and product.yaml that a
claim hangs on.
"""

import importlib

import pytest

from mamoru.assessment import Made, State, assess
from mamoru.catalog import catalog
from mamoru.evidence import Subject
from mamoru.evidence.registry import registry
from mamoru.product import facts
from material.documents import documents, heard

NOT_SO = [  # check, what is written, field, the claim that falls
    ("DOC-ORG-003", {"roles__1__deputy": None}, "roles[1].deputy", "deputies-named"),
    ("DOC-ORG-003", {"roles__1__deputy": "なし"}, "roles[1].deputy", "deputies-named"),
    ("DOC-ORG-004", {"stakeholders__1__contract__security_clauses": "false"},
     "stakeholders[1].contract.security_clauses", "outsourcers-bound"),
    ("DOC-POL-002", {"policy__published": "none"}, "policy.published", "policy-spread"),
    ("DOC-POL-003", {"education__1__attendees": "0"}, "education[1].attendees", "staff-trained"),
    ("DOC-OPS-001", {"support__published": None}, "support.published", "support-end-published"),
    ("DOC-OPS-001", {"support__published": "なし"}, "support.published", "support-end-published"),
    ("DOC-OPS-002", {"support__grounds": "なし"}, "support.grounds", "support-period-grounded"),
    ("DOC-OPS-003", {"information__manual": "none"}, "information.manual", "user-guidance-published"),
    ("DOC-OPS-003", {"information__cautions": "none"}, "information.cautions", "cautions-published"),
    ("DOC-OPS-003", {"information__setup": "なし"}, "information.setup", "secure-setup-guided"),
    ("DOC-OPS-003", {"information__disposal": "なし"}, "information.disposal", "disposal-guided"),
    ("DOC-OPS-003", {"information__privacy": "none"}, "information.privacy", "personal-data-explained"),
    ("DOC-OPS-004", {"contacts__0__published": "none"}, "contacts[0].published", "contact-published"),
    ("DOC-OPS-005", {"disclosure_policy__published": "none"}, "disclosure_policy.published",
     "disclosure-policy-published"),
    ("DOC-OPS-007", {"jpcert__deputy": "なし"}, "jpcert.deputy", "jpcert-registered"),
    ("DOC-OPS-009", {"advisories__published": "none"}, "advisories.published", "advisories-published"),
    ("DOC-OPS-010", {"update__automatic": "false"}, "update.automatic", "update-automatic"),
    ("DOC-OPS-010", {"update__notification": "なし"}, "update.notification", "update-notified"),
    ("DOC-OPS-010", {"update": {"method": "none"}}, "update.method", "fixes-provided"),
    ("DOC-OPS-010", {"information__update": "none"}, "information.update", "update-guided"),
    ("DOC-OPS-015", {"update": {"method": "none"}}, "update.method", "software-updatable"),
    ("DOC-OPS-015", {"update__signature": "none"}, "update.signature", "update-is-signed"),
    ("DOC-OPS-012", {"statements__0__how": "なし"}, "statements[0]", "keys-managed"),
    ("DOC-OPS-013", {"statements__1__how": "none"}, "statements[1]", "model-identified"),
    ("DOC-OPS-014", {"statements__2__how": "none"}, "statements[2]", "device-identifiable"),
    ("DOC-DES-007", {"decisions__2__how": "なし"}, "decisions[2].how", "technical-measures-decided"),
    ("DOC-DES-008", {"interfaces__0__authentication": "none"}, "interfaces[0].authentication",
     "users-authenticated"),
    ("DOC-DES-010", {"interfaces__0__encryption": "none"}, "interfaces[0].encryption",
     "sent-data-protected"),
    ("DOC-DES-011", {"interfaces__3__enabled": "true"}, "interfaces[3]", "debug-closed"),
    ("DOC-DES-012", {"interfaces__4__authentication": "none", "interfaces__4__protection": "none"},
     "interfaces[4].authentication", "physical-ports-guarded"),
    ("DOC-DES-013", {"data__0__stored_protection": "none"}, "data[0].stored_protection",
     "stored-data-protected"),
    ("DOC-DES-014", {"data__0__deletion": "なし"}, "data[0].deletion", "reset-erases-data"),
    ("DOC-DES-015", {"functions__0__recovery": "none"}, "functions[0].recovery", "recovers-from-crash"),
    ("DOC-DES-016", {"interfaces__2__authentication": "password"}, "interfaces[2].authentication",
     "machines-without-passwords"),
    ("DOC-DES-017", {"interfaces__2__authentication": "none"}, "interfaces[2].authentication",
     "peers-authenticated"),
    ("DOC-DES-018", {"interfaces__2__encryption": "none"}, "interfaces[2].encryption",
     "update-over-secure-channel"),
    ("DOC-DES-019", {"interfaces__0__encryption": "none"}, "interfaces[0].encryption",
     "secrets-sent-encrypted"),
    ("DOC-VER-002", {"verification__results__0__result": "fail"}, "verification.results[0]",
     "reset-erases-data"),
]  # fmt: skip
IDS = [f"{row[0]} {row[2]}" for row in NOT_SO]
MODULES = {entry.check.id: entry.module for entry in registry().checks}
THE_CATALOG = catalog()


@pytest.mark.parametrize(("check", "written", "field", "claim"), NOT_SO, ids=IDS)
def test_it_is_a_finding_at_the_field_that_says_so(
    check: str, written: dict[str, str | None], field: str, claim: str
) -> None:
    said = heard(importlib.import_module(MODULES[check]), documents(**written))
    assert field in said.fields
    assert claim in said.evidence.refutes
    assert claim not in said.grades
    assert all(finding.location.line for finding in said.findings)


@pytest.mark.parametrize(("check", "written", "field", "claim"), NOT_SO, ids=IDS)
def test_it_falls_short_under_every_standard_that_asks_for_it(
    check: str, written: dict[str, str | None], field: str, claim: str
) -> None:
    papers = documents(**written, markets=["jp", "eu", "uk"], category="other")
    evidence = heard(importlib.import_module(MODULES[check]), papers).evidence
    made = Made(
        subjects=frozenset({Subject(kind=evidence.subject.kind, id=evidence.subject.id)}),
        facts=facts(papers.product, papers.maker) | {"stores-secrets": True},
    )
    stands = assess(THE_CATALOG, THE_CATALOG.standards, made, [evidence], papers.on)
    asking = [
        (r.id, r.state)
        for s in stands.standards
        for r in s.requirements
        if any(c.claim == claim for c in r.claims) and r.state is not State.NOT_APPLICABLE
    ]
    assert asking
    assert {state for _, state in asking} == {State.FALLS_SHORT}


OPEN = [  # what is still to be decided is no no
    ("DOC-ORG-003", {"roles__1__deputy": "未定"}),
    ("DOC-OPS-010", {"update__automatic": None}),
    ("DOC-OPS-010", {"update__notification": "未定"}),
    ("DOC-OPS-015", {"update__signature": "未定"}),
    ("DOC-OPS-003", {"information__setup": "未定"}),
    ("DOC-DES-014", {"data__0__deletion": "未定"}),
    ("DOC-DES-015", {"functions__0__recovery": "TBD"}),
    ("DOC-DES-010", {"interfaces__0__protocol": "独自", "interfaces__0__encryption": "未定"}),
    ("DOC-DES-016", {"interfaces__2__authentication": None}),
    ("DOC-OPS-002", {"support__grounds": "未定"}),
]


@pytest.mark.parametrize(("check", "written"), OPEN)
def test_what_is_still_open_is_neither_yes_nor_no(check: str, written: dict[str, str | None]) -> None:
    said = heard(importlib.import_module(MODULES[check]), documents(**written))
    assert not said.findings
    assert said.missing
