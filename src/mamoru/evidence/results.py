"""What the checks of a release's images gave, for the checks that judge the verification itself."""

from typing import Literal

import msgspec

from mamoru.evidence.finding import Finding
from mamoru.evidence.record import Evidence
from mamoru.language import Text

Stands = Literal["passed", "failed", "open", "not-applicable"]


class PlannedByHand(msgspec.Struct, frozen=True, kw_only=True):
    """A test by hand of the verification plan, and how it stands on this release."""

    id: str
    title: Text
    standing: Stands


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence of one release's images; `open` are the findings of every kind of check and test
    that nobody accepted, `blind` the checks that could not look, `planned` the tests by hand of the
    plan (None where nothing was planned)."""

    evidence: tuple[Evidence, ...]
    open: tuple[Finding, ...]
    blind: tuple[Evidence, ...]
    planned: tuple[PlannedByHand, ...] | None
