"""What somebody has to hear: how a release's matches differ from those that stood before."""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from mamoru.assessment.report.words import URGENCIES
from mamoru.language import Text
from mamoru.operation.vulnerabilities.priority import Decided
from mamoru.operation.vulnerabilities.telling import MatchTold
from mamoru.operation.vulnerabilities.watching.standing import URGENCY, Key, Standing, standing_of

Kind = Literal["new", "exploited", "reopened", "surer", "raised", "mended", "gone"]
"""In the order in which they count where a match has several: the first is told, with all reasons."""

EXPLOITED = Text("悪用が確認されました（KEV）", "it is now known to be exploited (KEV)")
REOPENED = Text("決定が効かなくなりました: {why}", "a decision no longer holds: {why}")
TAKEN_BACK = Text("決定が取り消されました", "the decision was taken back")
SURER = Text(
    "この版に当てはまると分かりました: {why}", "it is known now that this version is affected: {why}"
)
URGENCY_UP = Text(
    "急ぐ度合いが上がりました: {before} → {now}", "it has become more urgent: {before} -> {now}"
)
SCORE_UP = Text("CVSSが上がりました: {before} → {now}", "its CVSS score rose: {before} -> {now}")
MENDED = Text("直した版が出ました: {versions}", "a version that mends it was published: {versions}")
GONE = Text(
    "どの情報源も、この版に当てはまるとはもう言っていません",
    "no source says any longer that this version is affected",
)


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One change in one release: `kind` by the weightiest of the reasons in `why`. `wants_answer` where it
    surely affects and nobody has answered it, `undecided` where it is open and not sure."""

    product: str
    release: str | None
    kind: Kind
    vulnerability: str
    component: str
    version: str | None
    why: tuple[Text, ...]
    title: Text | None
    urgency: Decided
    kev: bool
    epss: float | None
    score: float | None
    fixed: tuple[str, ...]
    wants_answer: bool
    undecided: bool


def news(
    product: str, release: str | None, before: Mapping[Key, Standing], now: Mapping[Key, MatchTold]
) -> list[News]:
    """What has changed from `before` to `now` and matters: of what is answered and stays so, nothing. The
    most pressing first."""
    told = []
    for key, match in now.items():
        reasons = list(_reasons(before.get(key), match))
        if reasons:
            told.append(_news(product, release, match, reasons))
    gone = [_gone(product, release, old) for key, old in before.items() if key not in now and old.left]
    return sorted(told, key=_order) + sorted(gone, key=_order)


def _reasons(old: Standing | None, match: MatchTold) -> Iterator[tuple[Kind, Text]]:
    new = standing_of(match)
    if not (new.left or new.open):
        return
    if old is None or not (old.left or old.open):
        if new.open and new.reopened and match.reopened is not None:
            yield "reopened", _why(REOPENED, match.reopened)
        elif old is None:
            yield "new", match.why
        elif new.open:
            yield "reopened", TAKEN_BACK
        return
    if new.kev and not old.kev:
        yield "exploited", EXPLOITED
    if new.open and new.reopened and not old.reopened and match.reopened is not None:
        yield "reopened", _why(REOPENED, match.reopened)
    if new.sure and not old.sure:
        yield "surer", _why(SURER, match.why)
    if URGENCY[new.urgency] > URGENCY[old.urgency]:
        yield "raised", _urgency(old.urgency, new.urgency)
    if new.score is not None and old.score is not None and new.score > old.score:
        yield "raised", SCORE_UP.fill(before=old.score, now=new.score)
    if versions := [version for version in match.fixed if version not in old.fixed]:
        yield "mended", MENDED.fill(versions=", ".join(versions))


def _why(text: Text, why: Text) -> Text:
    return text.fill(why=why)


def _urgency(before: Decided, now: Decided) -> Text:
    was, is_ = URGENCIES[before], URGENCIES[now]
    return URGENCY_UP.fill(before=was, now=is_)


def _news(product: str, release: str | None, match: MatchTold, reasons: list[tuple[Kind, Text]]) -> News:
    return News(
        product=product,
        release=release,
        kind=reasons[0][0],
        vulnerability=match.vulnerability,
        component=match.component.name,
        version=match.component.version,
        why=tuple(why for _, why in reasons),
        title=match.title,
        urgency=match.ssvc.decision,
        kev=match.kev,
        epss=match.epss,
        score=match.cvss.score if match.cvss else None,
        fixed=match.fixed,
        wants_answer=match.wants_answer,
        undecided=match.state == "open" and not match.sure,
    )


def _gone(product: str, release: str | None, old: Standing) -> News:
    return News(
        product=product,
        release=release,
        kind="gone",
        vulnerability=old.vulnerability,
        component=old.component,
        version=old.version,
        why=(GONE,),
        title=None,
        urgency=old.urgency,
        kev=old.kev,
        epss=None,
        score=old.score,
        fixed=old.fixed,
        wants_answer=False,
        undecided=False,
    )


def _order(each: News) -> tuple[bool, bool, int, float, str, str, str]:
    return (
        not each.wants_answer,
        not each.kev,
        -URGENCY[each.urgency],
        -(each.score or 0.0),
        each.vulnerability,
        each.component,
        each.version or "",
    )
