"""What every form of the report presents: values only, gathered by the job that examined."""

from datetime import date, datetime

import msgspec

from mamoru.assessment.deadlines import Deadline
from mamoru.assessment.report.severity import severity_of_score
from mamoru.assessment.report.weakness_names import weakness_name
from mamoru.assessment.result import Assessment
from mamoru.catalog import Case, Catalog
from mamoru.evidence import Evidence, Finding, Outcome, Severity
from mamoru.language import Text
from mamoru.looked import Looked
from mamoru.product import Component


class Region(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of the flash: `name` as its content says, bytes from `offset`. `opened` is false
    where nobody could look inside; `padding` is erased or zero bytes."""

    name: str
    format: str
    offset: int
    bytes: int
    opened: bool = True
    padding: bool = False
    note: Text | None = None


class Unopened(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What nobody could open, why, and what to hand in instead. `serious` where silence about it
    would be no proof."""

    offset: int
    bytes: int
    why: Text
    serious: bool
    entropy: float | None = None
    container: str | None = None
    instead: Text | None = None


class ImageView(msgspec.Struct, frozen=True, kw_only=True):
    """One image as it was opened, and what of it was looked at."""

    path: str
    sha256: str
    bytes: int
    files: int
    regions: tuple[Region, ...]
    components: tuple[Component, ...]
    unopened: tuple[Unopened, ...]
    looked: Looked


class KnownVulnerability(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A published vulnerability that a component has: which source says so and why. `urgency` is the SSVC
    decision (`immediate`, `out-of-cycle`, `scheduled`, `defer`), `fixed` are the versions in which it is
    mended, `score` the CVSS base score, `weaknesses` are CWE ids, `epss` the probability of attacks in 30 days."""

    id: str
    component: str
    version: str | None
    source: str
    why: Text
    urgency: str
    title: Text | None = None
    fixed: tuple[str, ...] = ()
    score: float | None = None
    epss: float | None = None
    exploited: bool = False
    every_version: bool = False
    weaknesses: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """How grave it is, on the one scale."""
        return severity_of_score(self.score, exploited=self.exploited)

    @property
    def named(self) -> Text | None:
        """Its title, else its kind of weakness in words; None where the sources give neither."""
        return self.title or weakness_name(self.weaknesses)


class Vulnerabilities(msgspec.Struct, frozen=True, kw_only=True):
    """What the vulnerability data says of the components. `known` are those that affect and want an answer,
    the most urgent first; `answered` is how many were answered by a decision; `undecided` could not be decided,
    `ruled_out` lie in a range and a surer source or the build rules them out; `uncovered` are the components that
    no source knows. `as_of` is the day of the data."""

    built_in: bool
    as_of: str | None
    known: tuple[KnownVulnerability, ...]
    undecided: int
    ruled_out: int
    uncovered: tuple[str, ...]
    answered: int = 0


class ProductView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who and what the report is about. `responsible` is the security lead's name."""

    id: str
    name: Text
    maker: Text
    models: tuple[str, ...] = ()
    type: str | None = None
    support_until: date | None = None
    responsible: str | None = None
    executive: str | None = None
    people: dict[str, str] = {}  # role -> name


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """A file that the result rests on."""

    path: str
    sha256: str


class CheckRun(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A check that was run, how it ended, and why where it could not decide."""

    id: str
    version: int
    title: Text
    outcome: Outcome
    findings: int
    subject: str
    reason: Text | None = None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since the release before: findings gone and new, components changed."""

    since: str
    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    components: tuple[Text, ...]


class ThreatView(msgspec.Struct, frozen=True, kw_only=True):
    """A threat of the product in words. `level` is the risk's (critical to low), `lacking` what is not
    shown yet of `countered_by`, `refuted` those that a finding speaks against; `settled` where
    nothing is left to do."""

    id: str
    title: Text
    text: Text
    why: Text
    level: str
    level_word: Text
    risk: Text
    assets: tuple[Text, ...]
    measures: tuple[str, ...]
    countered_by: tuple[Text, ...]
    lacking: tuple[Text, ...]
    refuted: tuple[Text, ...]
    shown: bool
    answer: Text
    settled: bool
    residual: Text
    decision: Text
    undecided: bool = False  # nobody has decided how to answer it


class DesignView(msgspec.Struct, frozen=True, kw_only=True):
    """The data-flow diagram as SVG in each language, the threats shown first, and how many more there
    are, how many the product's facts exclude, and how many questions are open."""

    diagram: Text
    threats: tuple[ThreatView, ...]
    more: int
    excluded: int
    questions: int


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that a report tells. `product` is None for a bare image; `at` is when it was made.

    `findings` are worst first and not accepted; `looked` is what all rests on, `not_looked` says what
    stayed out of sight.
    `uncaged` says which walls around what reads foreign bytes this system could not give.
    `related` names, for a requirement, the ids in other standards that the mapping connects with it.
    """

    at: datetime
    on: date
    tool: str
    catalog_digest: str
    product: ProductView | None
    release: str | None
    images: tuple[ImageView, ...]
    assessment: Assessment
    findings: tuple[Finding, ...]
    accepted_findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    checks: tuple[CheckRun, ...]
    inputs: tuple[Input, ...]
    looked: Looked
    not_looked: tuple[Text, ...]
    cases: tuple[Case, ...] = ()
    related: dict[str, tuple[str, ...]] = {}
    changes: Changes | None = None
    design: DesignView | None = None
    vulnerabilities: Vulnerabilities | None = None  # None where the data could not be read
    deadlines: tuple[Deadline, ...] = ()
    uncaged: tuple[Text, ...] = ()
    catalog: Catalog | None = None  # what is asked, in words; without it ids stand for titles
