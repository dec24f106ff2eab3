"""How a claim is shown: by a word, by a person, by a measurement."""

from enum import StrEnum


class Grade(StrEnum):
    """How strong a showing is. Order: declared < attested < measured."""

    DECLARED = "declared"
    ATTESTED = "attested"
    MEASURED = "measured"

    @property
    def rank(self) -> int:
        """0, 1 or 2, for comparison."""
        return _RANKS[self]

    def suffices(self, least: "Grade") -> bool:
        """Whether this grade is at least `least`."""
        return self.rank >= least.rank


_RANKS = {Grade.DECLARED: 0, Grade.ATTESTED: 1, Grade.MEASURED: 2}
