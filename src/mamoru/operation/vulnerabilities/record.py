"""What a source says of one vulnerability, in the one shape that every feed gives.

A name of a product says in whose words it is:

| name | whose |
| --- | --- |
| `cpe:a:openssl:openssl` | a CPE: part, vendor, product, in lower case and unescaped |
| `cna:openssl:openssl` | vendor and product of a CVE record, in lower case |
| `pkg:pypi/requests` | a package URL without version and qualifiers |
| `pkg:deb/debian/openssl#11` | a distribution's source package, and after `#` the release (none: every one) |
| `software:openssl` | known software (`product.software`), of upstream's own versions |
"""

from typing import Literal

import msgspec

State = Literal["affected", "not-affected", "under-investigation"]


class Span(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """A range of versions, from `low` to `high`, as the source writes its bounds; None: no bound.

    `low` belongs to the range unless `low_open`; `high` does not (it is where it is mended) unless
    `high_closed`.
    """

    low: str | None = None
    high: str | None = None
    low_open: bool = False
    high_closed: bool = False


class Needed(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True, gc=False):
    """Something else that must be there too: one of `names`, each a CPE 2.3 name as written.

    `bounds` are the spans beside each name where the source has them ((): as the name's own version says).
    """

    names: tuple[str, ...]
    bounds: tuple[Span | None, ...] = ()


class Affected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one source says of one product: which of its versions.

    A version is hit where `every`, where it is one of `exact`, or lies in one of `spans`, unless it lies
    in one of `spared` (a CVE record's exceptions). With `state` "not-affected" the same says which
    versions are *not* hit, with "under-investigation" those of which the source does not know yet.
    `order` is how the bounds are ordered (a name of `versions`). `fixed` are
    the versions in which it is mended, where the source says so. `needs` are conditions of which each
    must be met (CPE: AND), `on` the target software of a CPE (`windows`, `node.js`), `files` the source
    files that hold the weakness, `git` whether bounds stand in commits that nobody here can order.
    `why` is the source's reason where it gives one (Yocto's CVE_STATUS, a VEX justification). `upper`
    where the spans bound the versions from above only, as a distribution's package with the fix does:
    what is older may never have had it, so a range that another source states goes before. `unread` are
    words about versions that nobody here understood: where nothing else decides, they leave it undecided.
    """

    product: str
    order: str = "generic"
    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()
    every: bool = False
    spared: tuple[Span, ...] = ()
    fixed: tuple[str, ...] = ()
    needs: tuple[Needed, ...] = ()
    on: str | None = None
    files: tuple[str, ...] = ()
    git: bool = False
    state: State = "affected"
    why: str | None = None
    upper: bool = False
    unread: tuple[str, ...] = ()


class Score(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A CVSS vector (v2 without prefix, `CVSS:3.1/…`, `CVSS:4.0/…`), its base score, and who gave it."""

    vector: str
    base: float | None
    by: str


class Points(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SSVC decision points that somebody published, in the words of the CISA tree; None: not said."""

    exploitation: Literal["none", "poc", "active"] | None = None
    automatable: bool | None = None
    technical_impact: Literal["partial", "total"] | None = None


class Exploited(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The entry of a catalogue of exploited vulnerabilities (KEV): since when, mended by when (days)."""

    added: str
    due: str | None = None
    ransomware: bool = False


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What one source says of one vulnerability. A feed gives one record a CVE: an advisory of several
    becomes as many.

    `id` is the CVE id where there is one, else the source's own; `aliases` are its other ids. `origin` is
    the source's own name of what it published (an advisory), where that is not `id`: when it comes again,
    it replaces what it said before. Times are
    ISO 8601 as written. `title` and `title_ja` are short (`MOST_TITLE` characters). `withdrawn` where
    the source has taken it back or refused it. `solution_ja` is Japanese advice, `shown` prose about
    versions that could not be read for sure and is shown as it stands.
    """

    id: str
    origin: str | None = None
    aliases: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    withdrawn: bool = False
    title: str | None = None
    title_ja: str | None = None
    solution_ja: str | None = None
    shown: str | None = None
    scores: tuple[Score, ...] = ()
    weaknesses: tuple[str, ...] = ()
    affected: tuple[Affected, ...] = ()
    exploited: Exploited | None = None
    points: Points | None = None
    epss: tuple[float, float] | None = None  # probability in 30 days, percentile; both 0 to 1
    links: tuple[str, ...] = ()


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A record, or a part of one, that could not be read: `where` its id or place, `why` in words."""

    where: str
    why: str


MOST_TITLE = 200
