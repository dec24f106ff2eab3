"""The shapes of what is asked: claims, standards, requirements, mapping, cases.

A key that no shape knows is an error: a misspelt `applies` would else make a requirement hold for all.
"""

from typing import Literal

import msgspec

from mamoru.evidence.grade import Grade
from mamoru.language import Text

Confidence = Literal["high", "medium", "low"]


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plain statement about a maker, product or release, which evidence shows or refutes.

    `how` says what to do so that it is shown; `weight` (1 to 5) how much is at risk when it does
    not hold; `effort` what that usually costs; `who` (a role of the guide's readers) does it. `rests_on` are claims
    without which it cannot be true: what refutes one of them refutes it too, and shows nothing of it.
    """

    id: str
    about: Literal["maker", "product", "release"]
    title: Text
    how: Text
    effort: Literal["hours", "days", "weeks"]
    who: Literal["executive", "security", "developer", "quality"]
    weight: int
    rests_on: tuple[str, ...] = ()


class Condition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When a requirement applies: exactly one member is given.

    `fact` names a fact of facts.yaml that must be true; `all`, `any` and `not_` combine.
    """

    fact: str | None = None
    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    not_: "Condition | None" = msgspec.field(default=None, name="not")


class Need(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The claims that make a requirement stand: each of `all`, and one of `any` where given;
    `grade` is the least grade that counts; those of `all` that `measured` names count only measured."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    grade: Grade = Grade.ATTESTED
    measured: tuple[str, ...] = ()

    def grade_of(self, claim: str) -> Grade:
        """The least grade at which `claim` counts."""
        return Grade.MEASURED if claim in self.measured else self.grade

    @property
    def claims(self) -> tuple[str, ...]:
        """Every claim named."""
        return self.all + self.any


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A yes-or-no statement about the product that decides what applies. `yes` and `no` are the
    reasons that a reader sees; a finding of a check in `proved_by` makes it true, whatever the
    product file says."""

    id: str
    yes: Text
    no: Text
    proved_by: tuple[str, ...] = ()


class Requirement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One point that a standard asks. `id` has no prefix; `text` is in our own words.

    `applies` is None where it always applies; it repeats what its group says, so that a requirement
    can be judged alone. `confidence` is below high where no one could read the point in its source;
    the note says what.
    """

    id: str
    group: str
    title: Text
    text: Text
    needs: Need
    applies: Condition | None = None
    status: Literal["mandatory", "recommended", "optional"] = "mandatory"
    ref: str | None = None
    confidence: Confidence = "high"
    note: Text | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A chapter, phase or measure; `parent` names the group above, which stands before it.

    `label` is the printed number, `text` what is asked, `applies` when any of it is asked.
    """

    id: str
    title: Text
    parent: str | None = None
    label: Text | None = None
    kind: Literal["phase", "measure", "technical-measure", "chapter"] = "chapter"
    text: Text | None = None
    applies: Condition | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where the facts of a standard come from, and how far that was read."""

    title: str
    kind: Literal["primary", "secondary"]
    read: str
    url: str | None = None


class Standard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One standard, law or guide. `notice` is shown in every report that uses it."""

    id: str
    title: Text
    short: Text
    issuer: Text
    edition: str
    force: Text
    checked: str
    groups: tuple[Group, ...]
    requirements: tuple[Requirement, ...]
    sources: tuple[Source, ...]
    notice: Text | None = None
    unconfirmed: tuple[Text, ...] = ()
    claimable: bool = True  # False: a scheme that forbids any word of conformity
    acceptable: bool = True  # False: a law, of which a maker cannot accept to fall short


class MappingEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """That evidence for `from_` is, wholly or in part, evidence for `to`. Never carries a state."""

    from_: str = msgspec.field(name="from")
    to: str
    relation: Literal["equal", "subset", "superset", "intersects"]
    basis: Literal["stated", "judged"]
    source: str | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What another maker did (事例): situation, measure, gain, told where `measures` are worked on."""

    id: str
    measures: tuple[str, ...]
    maker: Text
    situation: Text
    measure: Text
    gain: Text
    source: Text


class Catalog(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is asked, and the hinge to what is shown."""

    digest: str
    claims: tuple[Claim, ...]
    facts: tuple[Fact, ...]
    standards: tuple[Standard, ...]
    mapping: tuple[MappingEntry, ...]
    cases: tuple[Case, ...]

    def standard(self, id: str) -> Standard | None:
        """The standard with this id, None if there is none."""
        return next((s for s in self.standards if s.id == id), None)

    def claim(self, id: str) -> Claim:
        """The claim with this id; KeyError if there is none."""
        for claim in self.claims:
            if claim.id == id:
                return claim
        raise KeyError(id)

    def requirement(self, id: str) -> tuple[Standard, Requirement] | None:
        """The requirement `PREFIX:ITEM`; without a prefix the guide's. None if there is none."""
        prefix, _, item = id.rpartition(":")
        standard = self.standard(prefix or "guide")
        if standard is None:
            return None
        found = next((r for r in standard.requirements if r.id == item), None)
        return (standard, found) if found else None
