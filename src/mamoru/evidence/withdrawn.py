"""Evidence that no longer counts, told as undecided so that what rested on it says why."""

import msgspec

from mamoru.evidence.record import Evidence, Outcome
from mamoru.language import Text

EDITED = Text("記録が書き換えられました", "the record was edited")


def withdrawn(evidence: Evidence, why: Text) -> Evidence:
    """The same evidence without what it showed. What it refutes stays: a lost proof clears nobody."""
    if evidence.outcome is Outcome.FAIL:
        return msgspec.structs.replace(evidence, shows=())
    claims = tuple(dict.fromkeys((*(shown.claim for shown in evidence.shows), *evidence.undecided)))
    return msgspec.structs.replace(
        evidence, outcome=Outcome.INCONCLUSIVE, shows=(), undecided=claims, reason=why
    )
