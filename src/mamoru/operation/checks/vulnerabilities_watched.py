"""Vulnerability and incident information is looked at as often as the maker set itself."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import listing

CHECK = Check(
    id="DOC-OPS-008",
    title=Text("脆弱性情報の確認が滞っている", "The watch of vulnerability information has lapsed"),
    why=Text(
        "使っている部品の脆弱性は毎日見つかります。知らなければ、直す判断も始まりません。",
        "Weaknesses of the parts you use are found every day. Unknown to you, no decision to mend them even begins.",
    ),
    remedy=Text(
        "mamoru watch を定期的に実行し、見た日を maker.yaml に書きます。例: vulnerability_watch: {sources: [JVN, NVD], every_days: 7, last: {by: 佐藤花子, on: 2026-11-20, document: docs/watch-log.csv}}",
        "Run mamoru watch regularly and enter the day in maker.yaml. Example: vulnerability_watch: {sources: [JVN, NVD], every_days: 7, last: {by: Hanako Sato, on: 2026-11-20, document: docs/watch-log.csv}}",
    ),
    severity=Severity.MEDIUM,
    claims=("vulnerabilities-watched",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
WATCHED = Text(
    "脆弱性情報を{days}日ごとに見ています（{sources}）",
    "Vulnerability information is watched every {days} days ({sources})",
)
NONE = Text(
    "見る情報源（vulnerability_watch.sources）が書かれていません。",
    "No source to watch is entered (vulnerability_watch.sources).",
)
NEVER = Text(
    "最後に見た日（vulnerability_watch.last）が書かれていません。",
    "The last look is not entered (vulnerability_watch.last).",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by who looked last, with the record; overdue where the last look is older than twice
    the interval that the maker set (once may be missed by a holiday)."""
    watch, file = documents.maker.vulnerability_watch, documents.maker_file
    at = file.at("vulnerability_watch")
    if watch is None or not watch.sources:
        yield CHECK.missing(reason=NONE, at=at)
        return
    last = watch.last
    if last is None:
        yield CHECK.missing(reason=NEVER, at=at)
        return
    since = (documents.on - last.on).days
    if since > 2 * watch.every_days:
        at = file.at("vulnerability_watch.last.on")
        yield CHECK.finding(at=at, proof=f"last: {last.on} ({since} d), every_days: {watch.every_days}")
        return
    what = WATCHED.fill(days=str(watch.every_days), sources=listing(watch.sources))
    yield testimony(CHECK, documents, what=what, at=at, by=last.by, on=last.on, document=last.document)
