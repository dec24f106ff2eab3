"""What the checks say that judge our own values of the release at hand, such as its documents."""

from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.fold import broken
from mamoru.evidence.registry import registry
from mamoru.evidence.runner import run_here
from mamoru.jobs.release.at_hand import AtHand


def judged(hand: AtHand, kind: SubjectKind, what: object, subject: Subject) -> list[Evidence]:
    """The evidence of every check of `kind`, each handed `what`; it speaks of `subject`."""
    checks = [each for each in registry().checks if each.check.subject is kind]
    return run_here(checks, what, hand.occasion(subject))


def evidence_of_documents(hand: AtHand) -> list[Evidence]:
    """What the document checks say of maker, product and release."""
    evidence: list[Evidence] = []
    for kind, subject in hand.named.items():
        if subject is None:
            continue
        evidence += judged(hand, kind, hand.papers, subject)
        if kind is SubjectKind.MAKER:
            evidence += [broken(each.module, each.why, hand.occasion(subject)) for each in registry().broken]
    return evidence
