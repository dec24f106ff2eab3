"""What the checks of a release's images gave, for the checks that judge the verification itself."""

import msgspec

from mamoru.evidence.finding import Finding
from mamoru.evidence.record import Evidence


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence of one release's images; `open` are the findings that nobody accepted."""

    evidence: tuple[Evidence, ...]
    open: tuple[Finding, ...]
