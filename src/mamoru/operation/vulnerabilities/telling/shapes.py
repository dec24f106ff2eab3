"""The published shapes of what is told of vulnerabilities: `vulns match` and the report."""

from datetime import date

import msgspec

from mamoru.language import Text
from mamoru.looked import Looked
from mamoru.operation.vulnerabilities.decisions import Answered, DecisionTold, decision_told
from mamoru.operation.vulnerabilities.match import AnswerState, Certainty, Match, Word
from mamoru.operation.vulnerabilities.matching import Coverage, NearMiss
from mamoru.operation.vulnerabilities.priority import Decided, Input, Priority, TreeId
from mamoru.operation.vulnerabilities.record import Score
from mamoru.product.component import Component


class ComponentTold(msgspec.Struct, frozen=True, kw_only=True):
    """A component by its names, and the first place that shows it; None where it has none."""

    name: str
    version: str | None
    purl: str | None
    cpe: str | None
    path: str | None = None
    container: str | None = None


class SourceTold(msgspec.Struct, frozen=True, kw_only=True):
    """A source, the day of its data, whether it speaks of the component, and of how many vulnerabilities a
    year ("0": entries without a CVE id)."""

    name: str
    as_of: str | None
    speaks: bool
    years: dict[str, int] = {}


class CoverageTold(msgspec.Struct, frozen=True, kw_only=True):
    """Which sources can speak of a component; none of them speaks where no feed knows it."""

    component: ComponentTold
    sources: tuple[SourceTold, ...]


class WordTold(msgspec.Struct, frozen=True, kw_only=True):
    """What one source says: how sure, why, in which versions it is mended."""

    source: str
    certainty: Certainty
    why: Text
    fixed: tuple[str, ...]


class CvssTold(msgspec.Struct, frozen=True, kw_only=True):
    """A CVSS vector, its base score, who gave it, and through which feed it came."""

    vector: str
    score: float | None
    source: str
    feed: str


class SsvcTold(msgspec.Struct, frozen=True, kw_only=True):
    """How soon it is to be dealt with, by which SSVC tree, on which inputs."""

    decision: Decided
    tree: TreeId
    inputs: tuple[Input, ...]


class MatchTold(msgspec.Struct, frozen=True, kw_only=True):
    """One vulnerability in one component. `source`, `why`, `certainty` are the surest source's, `words`
    those of all. `epss` is the probability of attacks within 30 days, `kev` whether it is known to be
    exploited. `state` is "open" until somebody answers, by `decision`; `reopened` says why one that was made
    holds no longer."""

    vulnerability: str
    aliases: tuple[str, ...]
    title: Text | None
    component: ComponentTold
    source: str
    why: Text
    certainty: Certainty
    fixed: tuple[str, ...]
    words: tuple[WordTold, ...]
    cvss: CvssTold | None
    scores: tuple[CvssTold, ...]
    weaknesses: tuple[str, ...]
    published: str | None
    epss: float | None
    kev: bool
    ssvc: SsvcTold
    links: tuple[str, ...]
    state: AnswerState = "open"
    decision: DecisionTold | None = None
    reopened: Text | None = None

    @property
    def sure(self) -> bool:
        """Whether a source says that this very version is hit."""
        return self.certainty in (Certainty.AFFECTED, Certainty.ANY_VERSION)

    @property
    def is_left(self) -> bool:
        """Whether it affects and is neither mended, nor ruled out, nor accepted for now."""
        accepted = self.decision is not None and self.decision.state == "accepted"
        return self.sure and self.state in ("open", "affected", "under-investigation") and not accepted

    @property
    def wants_answer(self) -> bool:
        """Whether it affects and nobody has answered it."""
        return self.sure and self.state == "open"


class RuledOutTold(msgspec.Struct, frozen=True, kw_only=True):
    """A vulnerability that a range would give and a surer source, or the build, rules out."""

    vulnerability: str
    component: ComponentTold
    source: str
    why: Text


class KernelTold(msgspec.Struct, frozen=True, kw_only=True):
    """A kernel's vulnerabilities in sum. `affected` are those that surely apply and are open, `conditional`
    those that could not be decided, `exploited` how many of the first are known to be exploited. `update_to` is
    the newest release of its own series that a source names as a fix, `mended` how many of `affected` it mends,
    `remaining` how many it leaves (no fix in this series is named). `falls_away` is how many at most belong to
    parts that a kernel may be built without: with its configuration or modules at hand, those that were left out
    are ruled out; null where that is at hand. `named` are the ids that stand among the matches too: exploited,
    urgent, or answered."""

    component: ComponentTold
    affected: int
    conditional: int
    exploited: int
    update_to: str | None
    mended: int
    remaining: int
    falls_away: int | None
    named: tuple[str, ...]


class DataTold(msgspec.Struct, frozen=True, kw_only=True):
    """The vulnerability data that was matched with. `built_in` where only what the package ships is there;
    `as_of` is the newest day of a source that speaks of the components, null where none tells."""

    path: str
    built_in: bool
    as_of: str | None


class MatchesTold(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru vulns match --format json`. Matches come in the order in which they want an answer. `kernels` are
    those whose matches are told in sum (none with `--all`): of these only the named ones stand among `matches`."""

    on: date
    path: str
    data: DataTold
    coverage: tuple[CoverageTold, ...]
    kernels: tuple[KernelTold, ...]
    matches: tuple[MatchTold, ...]
    ruled_out: tuple[RuledOutTold, ...]
    looked: Looked
    unread: tuple[Text, ...]
    schema: str = "mamoru/vulns-match/2"


def component_told(component: Component) -> ComponentTold:
    """The component by its names."""
    return ComponentTold(
        name=component.name,
        version=component.version,
        purl=component.purl,
        cpe=component.cpes[0] if component.cpes else None,
        path=component.occurrences[0].path if component.occurrences else None,
        container=component.occurrences[0].container if component.occurrences else None,
    )


def coverage_told(coverage: Coverage, every: dict[str, str | None]) -> CoverageTold:
    """Which of `every` source (with its day) speaks of the component."""
    speaking = {source.name: source for source in coverage.sources}
    return CoverageTold(
        component=component_told(coverage.component),
        sources=tuple(
            SourceTold(
                name=name,
                as_of=as_of,
                speaks=name in speaking,
                years={str(year): n for year, n in speaking[name].years.items()} if name in speaking else {},
            )
            for name, as_of in every.items()
        ),
    )


def match_told(match: Match, first_of_all: Priority, answer: Answered) -> MatchTold:
    """One match as it is published, with its priority and what was decided of it."""
    told, words = match.told, match.words
    first = words[0]
    score = first_of_all.score
    return MatchTold(
        vulnerability=told.id,
        aliases=told.aliases,
        title=_title(told.title, told.title_ja),
        component=component_told(match.component),
        source=first.source,
        why=first.why,
        certainty=match.certainty,
        fixed=match.fixed,
        words=tuple(_word(word) for word in words),
        cvss=CvssTold(vector=score.vector, score=score.score, source=score.by, feed=score.source)
        if score
        else None,
        scores=tuple(_cvss(feed, each) for feed, each in told.scores),
        weaknesses=told.weaknesses,
        published=told.published,
        epss=first_of_all.epss,
        kev=first_of_all.kev,
        ssvc=SsvcTold(
            decision=first_of_all.decision,
            tree=first_of_all.tree,
            inputs=first_of_all.inputs,
        ),
        links=told.links,
        state=answer.state,
        decision=decision_told(answer.decision) if answer.decision else None,
        reopened=answer.reopened,
    )


def ruled_out_told(near: NearMiss) -> RuledOutTold:
    """One that was ruled out, as it is published."""
    return RuledOutTold(
        vulnerability=near.vulnerability,
        component=component_told(near.component),
        source=near.source,
        why=near.why,
    )


def _title(english: str | None, japanese: str | None) -> Text | None:
    if english is None and japanese is None:
        return None
    return Text(japanese or english or "", english or japanese or "")


def _word(word: Word) -> WordTold:
    return WordTold(source=word.source, certainty=word.certainty, why=word.why, fixed=word.fixed)


def _cvss(feed: str, score: Score) -> CvssTold:
    return CvssTold(vector=score.vector, score=score.base, source=score.by, feed=feed)
