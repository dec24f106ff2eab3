"""What is new since the last watch, on one screen or in one message: per release, the most pressing first."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from mamoru.assessment.report.severity import severity_of_score
from mamoru.assessment.report.terminal import Style
from mamoru.assessment.report.terminal.pen import BOLD, BRAND, DIM, Pen
from mamoru.assessment.report.words import EXPLOITED, URGENCIES
from mamoru.language import Lang, Text
from mamoru.operation.vulnerabilities.watching import News
from mamoru.operation.vulnerabilities.watching.shapes import FirstTold, SentTold, WatchTold

NEWS = Text("新しい知らせ {n}件（うち回答が必要 {wants}件）", "News: {n}, of which {wants} want an answer")
FIRST = Text(
    "今回から監視する版 {n}（回答が必要な脆弱性 {wants}件）",
    "Releases watched for the first time: {n}; vulnerabilities that want an answer: {wants}",
)
QUIET = Text("前回から変わりはありません。", "Nothing has changed since the last watch.")
NOTHING = Text(
    "部品の分かる版がないため、何も見ていません。",
    "No release of known parts is watched, so nothing was looked at.",
)
STANDS = Text(
    "回答が必要 {wants}件（悪用あり {exploited}）、未確定 {undecided}件、回答済み {answered}件",
    "want an answer: {wants} (exploited: {exploited}); undecided: {undecided}; answered: {answered}",
)
MARKS = {
    "new": Text("新規", "new"),
    "exploited": Text("悪用", "exploited"),
    "reopened": Text("再開", "open again"),
    "surer": Text("確定", "affected"),
    "raised": Text("上昇", "raised"),
    "mended": Text("修正版", "mended"),
    "gone": Text("解消", "gone"),
}
UNSURE = Text("当てはまるかは未確定", "not sure that it applies")
FIXED = Text("直した版: {versions}", "mended in: {versions}")
MORE = Text("ほか{n}件（-v ですべて）", "{n} more (-v tells all)")
UNKNOWN = Text("分からないこと", "What is not known")
ENDED = Text("サポートが終わり、見ていない製品: {names}", "Not watched, support has ended: {names}")
UNSENT = Text(
    "通知先 {target} へ送れませんでした: {why}。次の実行でもう一度送ります。",
    "Notification target {target} did not get it: {why}. It is sent again at the next run.",
)
SENT = Text("通知先 {target} へ送りました。", "Sent to notification target {target}.")
LOOKED = Text(
    "見た版 {releases}、部品 {components}（データ {day}）",
    "Looked at: releases {releases}, components {components} (data of {day})",
)
NEXT = Text(
    "詳しく: mamoru explain ID。答える: mamoru vulns decide ID",
    "More: mamoru explain ID. To answer: mamoru vulns decide ID",
)
MOST = 20
MESSAGE_WIDTH = 80


def watch_lines(told: WatchTold, pen: Pen) -> list[str]:
    """The result, then each release with its news; no line at all where nothing is to be told."""
    open_ends = told.unknown or told.stale is not None or told.looked.nothing
    open_ends = open_ends or any(each.news for each in told.sent)
    if not told.tells and not open_ends and not pen.style.verbose:
        return []
    lines = [pen.inked(line, BRAND) for title in _titles(told, pen) for line in pen.paragraph(title, 0)]
    for each in told.first:
        lines += _first(each, pen)
    for (product, release), group in groupby(told.news, lambda each: (each.product, each.release)):
        lines += ["", " " + pen.inked(f"{pen.raw(product)} {pen.raw(release or '')}", BOLD)]
        lines += _several(list(group), pen)
    lines += _rest(told, pen)
    return [*lines, "", *pen.paragraph(pen.said(NEXT), 1)] if told.tells else lines


def message(told: WatchTold, lang: Lang) -> tuple[str, str]:
    """The title and the text of a message, without signs of a terminal."""
    style = Style(colour=False, unicode=True, width=MESSAGE_WIDTH, verbose=False, written=None, place=None)
    pen = Pen(lang, style)
    title = "Mamoru: " + " / ".join(_titles(told, pen))
    return title, "\n".join(watch_lines(told, pen))


def _titles(told: WatchTold, pen: Pen) -> list[str]:
    found = []
    if told.first:
        found.append(pen.said(FIRST, n=len(told.first), wants=sum(each.wants_answer for each in told.first)))
    if told.news:
        found.append(pen.said(NEWS, n=len(told.news), wants=sum(each.wants_answer for each in told.news)))
    return found or [pen.said(NOTHING if told.looked.nothing else QUIET)]


def _first(each: FirstTold, pen: Pen) -> Iterator[str]:
    yield " " + pen.inked(f"{pen.raw(each.product)} {pen.raw(each.release)}", BOLD)
    yield from pen.paragraph(
        pen.said(
            STANDS,
            wants=each.wants_answer,
            exploited=each.exploited,
            undecided=each.undecided,
            answered=each.answered,
        ),
        3,
    )


def _several(news: Sequence[News], pen: Pen) -> Iterator[str]:
    most = len(news) if pen.style.verbose else MOST
    for each in news[:most]:
        yield from _news(each, pen)
    if len(news) > most:
        yield "   " + pen.said(MORE, n=len(news) - most)


def _news(each: News, pen: Pen) -> Iterator[str]:
    part = f"{pen.raw(each.component)} {pen.raw(each.version or '')}".rstrip()
    facts = [
        pen.severity(severity_of_score(each.score, exploited=each.kev)),
        pen.said(URGENCIES[each.urgency]),
    ]
    facts += [pen.said(EXPLOITED)] if each.kev else []
    facts += [f"CVSS {each.score}"] if each.score is not None else []
    facts += [f"EPSS {each.epss:.0%}"] if each.epss is not None else []
    facts += [pen.said(UNSURE)] if each.undecided else []
    head = f"[{pen.said(MARKS[each.kind])}] {pen.raw(each.vulnerability)}  {part}"
    yield from pen.paragraph(f"{head}  {pen.dot.join(facts)}", 3)
    if each.title is not None and each.kind != "gone":
        yield from pen.paragraph(pen.said(each.title), 6)
    for why in each.why:
        for line in pen.paragraph(pen.said(why), 6):
            yield pen.inked(line, DIM)
    if each.fixed and each.kind not in ("gone", "mended"):
        yield from pen.paragraph(pen.said(FIXED, versions=", ".join(each.fixed)), 6)


def _rest(told: WatchTold, pen: Pen) -> Iterator[str]:
    if told.unknown or told.stale is not None:
        yield ""
        yield " " + pen.inked(pen.said(UNKNOWN), BOLD)
    if told.stale is not None:
        yield from pen.paragraph(pen.said(told.stale), 3)
    for each in told.unknown:
        for why in each.why:
            yield from pen.paragraph(f"{pen.raw(each.product)} {pen.raw(each.release)}: {pen.said(why)}", 3)
    yield ""
    if told.ended:
        yield from pen.paragraph(pen.said(ENDED, names=", ".join(told.ended)), 1)
    for sent in told.sent:
        yield from _sent(sent, pen)
    looked = pen.said(LOOKED, releases=told.releases, components=told.components, day=told.as_of or "?")
    for line in pen.paragraph(looked, 1):
        yield pen.inked(line, DIM)


def _sent(sent: SentTold, pen: Pen) -> list[str]:
    if sent.why is not None:
        return pen.paragraph(pen.said(UNSENT, target=sent.target, why=pen.said(sent.why)), 1)
    return pen.paragraph(pen.said(SENT, target=sent.target), 1) if sent.news else []
