"""What is new since the last watch: each release's matches beside those that stood before. Pure.

In: the parts of releases (`Portfolio`), the vulnerability data or an excerpt of it, what stood before. Out:
`Matcher`, all matches of a release; `matches_by_release()`, the same of the changed vulnerabilities alone; `standings()`, what
is remembered of them; `news()`, what somebody has to hear. `memory` keeps the standings on disk.
"""

from mamoru.operation.vulnerabilities.watching.news import Kind, News, news
from mamoru.operation.vulnerabilities.watching.portfolio import (
    Matcher,
    Parts,
    Portfolio,
    matches_by_release,
)
from mamoru.operation.vulnerabilities.watching.standing import Standing, by_key, standings

__all__ = [
    "Kind",
    "Matcher",
    "News",
    "Parts",
    "Portfolio",
    "Standing",
    "by_key",
    "matches_by_release",
    "news",
    "standings",
]
