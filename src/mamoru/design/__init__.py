"""Phase 2, design and development (設計・開発): measures 3 and 4.

In: the catalogue, the threat library, maker and product as declared. Out: `Design`, a plain value with
assets, ranked threats, risks, decisions, needed measures and open questions; `standing` says how it
stands by what is shown. Its document checks in `checks/` read `product.yaml`.
"""

from mamoru.design.derive import design_of
from mamoru.design.library import Library, library
from mamoru.design.model import (
    Asset,
    Decision,
    Design,
    Excluded,
    MeasureNeed,
    Question,
    Reason,
    Risk,
    Threat,
)
from mamoru.design.ranking import FIRST_VIEW, first_view
from mamoru.design.standing import ThreatStanding, standing

__all__ = [
    "FIRST_VIEW", "Asset", "Decision", "Design", "Excluded", "Library", "MeasureNeed", "Question", "Reason",
    "Risk", "Threat", "ThreatStanding", "design_of", "first_view", "library", "standing",
]  # fmt: skip
