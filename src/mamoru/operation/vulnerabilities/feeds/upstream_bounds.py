"""What a rolling distribution's fixed package says of upstream's own versions.

Where the package of a new upstream version is the first with the fix, that version is an upper bound
of the vulnerable ones. A later revision of the package means a patch, not a release: nothing is said.
Versions of the kernel are left out: its stable series are mended side by side, and its own makers
tell each. Source: Alpine APKBUILD reference (`pkgrel`), Arch package guidelines (`pkgrel`), FreeBSD
Porter's Handbook 5.2.4, pkgsrc guide (`PKGREVISION`), Gentoo PMS 3.2, Debian Policy 5.6.12.
"""

import re
from collections.abc import Iterable

import msgspec

from mamoru.operation.vulnerabilities.reasons import several
from mamoru.operation.vulnerabilities.record import Affected, Span
from mamoru.operation.vulnerabilities.versions import key, known_order
from mamoru.operation.vulnerabilities.versions.branches import series
from mamoru.product.software import Software, packaged_as, plain, software, upstream

_SEVERAL_SERIES = ("linux",)
_PATCH_LEVELS = ("patch-letter", "openssh")
_LETTER = re.compile(r"\.([a-z]{1,2})$")
_PLAIN = re.compile(r"\d[0-9A-Za-z.]*(?:-(?:rc|beta|alpha|pre)\.?\d+)?")
_EPOCH = re.compile(r"^\d+:")
_FIRST = {
    "apk": re.compile(r"^(?P<v>.+)-r0$"),
    "alpm": re.compile(r"^(?P<v>.+)-1$"),
    "ebuild": re.compile(r"^(?P<v>.+?)(?:-r0)?$"),
    "freebsd": re.compile(r"^(?P<v>[^_,]+)(?:,\d+)?$"),
    "pkgsrc": re.compile(r"^(?P<v>.+?)(?:nb0)?$"),
    "deb": re.compile(r"^(?P<v>[^-]+)(?:-1)?$"),
}
_LATER = re.compile(r"-r\d+$|nb\d+$|\+(?:r?\d+\+)?g[0-9a-f]+$|_git\d+|_cvs\d+|_svn\d+|_p20\d{6}")
_EARLY = re.compile(r"_(rc|beta|alpha|pre)(\d*)")
_PATCH_LEVEL = re.compile(r"_p(\d+)$")


class Bound(msgspec.Struct, frozen=True):
    """Known software's upper bound as one package gives it, with the lower one where it is said."""

    software: str
    high: str
    low: str | None
    why: str


def upstream_bound(
    names: tuple[str, ...], high: str, ecosystem: str, why: str, *, low: str | None = None
) -> Bound | None:
    """The bound that the fixed package version `high` gives to the software packaged under one of
    `names`; None where the software is not known or the version tells of a patch."""
    known = packaged_as(*names)
    if known is None or known.id in _SEVERAL_SERIES:
        return None
    version = upstream_version(high, ecosystem, known)
    if version is None or _key(known.order, version) is None:
        return None
    lowest = upstream_version(low, ecosystem, known) if low is not None else None
    return Bound(known.id, version, lowest, why)


def upstream_version(package: str, ecosystem: str, known: Software) -> str | None:
    """Upstream's version of a package that has no revision of its own; None where it has one."""
    found = _FIRST[ecosystem].match(_EPOCH.sub("", package.strip()))
    if found is None or _LATER.search(version := found["v"]):
        return None
    if ecosystem == "deb":
        version = upstream(version, "deb")
    version = _EARLY.sub(r"\1\2", version.replace("~", ""))
    if known.order in _PATCH_LEVELS:  # elsewhere `_p3` counts a distribution's patches
        version = _PATCH_LEVEL.sub(r"p\1", version)
    version = plain(_LETTER.sub(r"\1", version), known)
    return version if _PLAIN.fullmatch(version) else None


def upstream_affected(bounds: Iterable[Bound]) -> tuple[Affected, ...]:
    """The bounds by software. Of several, the lowest holds for all below it; a higher one only in its
    own series (3.0.2: from 3.0 on), since releases of the lower series may be mended already."""
    found: dict[str, list[Bound]] = {}
    for bound in bounds:
        found.setdefault(bound.software, []).append(bound)
    return tuple(_affected(id, of_it) for id, of_it in found.items())


def _affected(id: str, bounds: list[Bound]) -> Affected:
    known = software(id)
    order = known.order if known else "generic"
    rising = sorted(
        {bound.high: bound for bound in bounds}.values(), key=lambda b: _key(order, b.high) or b""
    )
    spans = [Span(rising[0].low, rising[0].high)]
    for bound in rising[1:]:
        low = bound.low or series(bound.high)
        if low is not None:
            spans.append(Span(low, bound.high))
    why = several(bound.why for bound in rising)
    return Affected(
        product=f"software:{id}", order=order, spans=tuple(spans), why=why,
        fixed=tuple(bound.high for bound in rising), upper=True,
    )  # fmt: skip


def _key(order: str, version: str) -> bytes | None:
    return key(order if known_order(order) else "generic", version)
