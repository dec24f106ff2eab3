"""What a file says in many places of one vulnerability, gathered to one record each.

A distribution names a vulnerability once for each package and release. Here its statements come
together, and with them the bound that they give to upstream's own versions.
"""

from collections.abc import Iterable, Iterator

from mamoru.operation.vulnerabilities.feeds.upstream_bounds import Bound, upstream_affected
from mamoru.operation.vulnerabilities.record import MOST_TITLE, Affected, Record, Score

_MOST_LINKS = 8


class Gathering:
    """Statements by vulnerability, in the order in which the vulnerabilities first appeared."""

    def __init__(self) -> None:
        self._found: dict[str, _Vulnerability] = {}

    def add(
        self,
        id: str,
        *affected: Affected,
        aliases: Iterable[str] = (),
        bounds: Iterable[Bound | None] = (),
        published: str | None = None,
        title: str | None = None,
        shown: str | None = None,
        weaknesses: Iterable[str] = (),
        scores: Iterable[Score] = (),
        links: Iterable[str] = (),
    ) -> None:
        """Add what was said of `id`; the first title and day stay."""
        found = self._found.setdefault(id, _Vulnerability())
        found.affected.update(dict.fromkeys(affected))
        found.aliases.update(dict.fromkeys(alias for alias in aliases if alias != id))
        found.bounds.update((bound, None) for bound in bounds if bound is not None)
        found.weaknesses.update(dict.fromkeys(weaknesses))
        found.scores.update(dict.fromkeys(scores))
        found.links.update(dict.fromkeys(link for link in links if link.startswith(("https://", "http://"))))
        found.published = found.published or published
        found.title = found.title or title
        if shown:
            found.shown[shown] = None

    def records(self, origin: str | None = None) -> Iterator[Record]:
        """One record for each vulnerability; `origin` names the part of the feed that this file is, where
        another file of it may speak of the same vulnerability."""
        for id, found in self._found.items():
            yield found.record(id, origin)


class _Vulnerability:
    def __init__(self) -> None:
        self.affected: dict[Affected, None] = {}
        self.aliases: dict[str, None] = {}
        self.bounds: dict[Bound, None] = {}
        self.shown: dict[str, None] = {}
        self.weaknesses: dict[str, None] = {}
        self.scores: dict[Score, None] = {}
        self.links: dict[str, None] = {}
        self.published: str | None = None
        self.title: str | None = None

    def record(self, id: str, origin: str | None) -> Record:
        return Record(
            id=id,
            origin=origin,
            aliases=tuple(self.aliases),
            published=self.published,
            title=short(self.title),
            shown="\n".join(self.shown) or None,
            scores=tuple(self.scores),
            weaknesses=tuple(self.weaknesses),
            affected=(*self.affected, *upstream_affected(self.bounds)),
            links=tuple(self.links)[:_MOST_LINKS],
        )


def short(title: str | None) -> str | None:
    """A title on one line, as long as a record takes; None where there is none."""
    plain = " ".join(title.split()) if title else ""
    return plain[: MOST_TITLE - 1] + "…" if len(plain) > MOST_TITLE else plain or None
