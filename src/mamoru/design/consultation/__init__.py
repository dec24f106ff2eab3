"""Advice from outside (専門家への相談): a pack for the adviser, and the answers that come back.

In: maker, product and library. Out: `pack(…)`, one archive with what was chosen taken out, and
`answers(…)`, what the adviser filled in, which becomes evidence.
"""

from mamoru.design.consultation.answers import Answers, answers, evidence_of_answers
from mamoru.design.consultation.pack import pack
from mamoru.design.consultation.redaction import REDACTIONS, redacted_maker, redacted_product

__all__ = [
    "REDACTIONS", "Answers", "answers", "evidence_of_answers", "pack", "redacted_maker", "redacted_product",
]  # fmt: skip
