"""Yocto and OpenEmbedded: vulnerabilities that a recipe's own patches mend, and its CVE_STATUS lines.

The statements hold for the recipes of one release branch, and say mostly that a build is not affected
although its version would be. `upstream-wontfix` and `unpatched` say that it is.
Source: Yocto Project documentation, "cve-check", CVE_STATUS, CVE_CHECK_IGNORE; its table
`cve-check-map.conf`.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.side_series import after
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span, State

_STATUS = re.compile(
    r'\s*CVE_STATUS\[(?P<cve>[^\]]+)\]\s*(?:\?\?=|\?=|:=|=)\s*"(?P<status>[\w-]+)(?::\s*(?P<why>[^"]*))?"?'
)
_IGNORED = re.compile(
    r"\s*(?:CVE_CHECK_IGNORE|CVE_CHECK_WHITELIST)(?::append)?\s*(?:\+=|=\+|\?=|:=|=)\s*\"(?P<cves>[^\"$]*)\"?"
)
_BUILD_FILE = re.compile(r"(?P<name>[^/]+?)(?:_(?P<version>[^/_]+))?\.(?:bb|bbappend|inc)")
_INCLUDED = re.compile(
    r"(?P<name>.+?)(?:[-_](?P<version>\d+(?:\.\d+)+))?(?:-(?:common|source|shared-source))?"
)
_KERNEL = re.compile(r"cve-exclusion(?:_(?P<series>\d{1,4}\.\d{1,4}))?")
_VERSION = r"v?(\d+(?:\.\d+)+(?:-?rc\d+)?)"
_FROM = re.compile(
    rf"(?:this is |this CVE is |it is )?(?:fixed|backported|fix available) (?:from|since|in)(?: version)? {_VERSION}\+?",
    re.IGNORECASE,
)
_ONLY = re.compile(rf"only affects {_VERSION} onwards", re.IGNORECASE)
_VARIANTS = re.compile(r"-(?:native|cross|crosssdk|cross-canadian)$|^nativesdk-")
_AFFECTED = ("upstream-wontfix", "unpatched", "vulnerable-investigating")
_MOST_NAME = 200
_KERNEL_RECIPE = "linux-yocto"


class _Entry(msgspec.Struct, frozen=True):
    branch: str
    file: str = ""
    line: str = ""
    folder: str = ""
    recipes: tuple[str, ...] = ()
    patches: dict[str, tuple[str, ...]] = {}


class _Recipe(msgspec.Struct, frozen=True):
    """A recipe of a branch; of no version where its statement holds for whichever version it has."""

    name: str
    version: str | None
    branch: str

    def said(self, *, state: State, why: str, spans: tuple[Span, ...] = ()) -> Affected:
        exact = () if spans or self.version is None else (self.version,)
        return Affected(
            product=f"pkg:yocto/{self.name}#{self.branch}", spans=spans, exact=exact,
            every=not spans and not exact, state=state, why=why,
        )  # fmt: skip


def _mine(file: FeedFile) -> bool:
    first = file.head.partition(b"\n")[0]
    return b'"branch"' in first and (b'"patches"' in file.head or b'"line"' in first)


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    gathering = Gathering()
    for entry in entries(file, _Entry):
        if isinstance(entry, Skipped):
            yield entry
        else:
            place, said = entry
            gather = _patched if said.patches else _stated
            yield from gather(gathering, place, said)
    yield from gathering.records(file.name.partition(".")[0])


def _patched(gathering: Gathering, place: str, entry: _Entry) -> Iterator[Skipped]:
    recipes = [_recipe(name, entry.branch) for name in entry.recipes]
    for cve, patches in entry.patches.items():
        ids = cve_ids(cve)
        holding = {recipe: None for patch in patches for recipe in _holders(patch, recipes, entry.folder)}
        if not ids or not holding:
            why = "no CVE id" if not ids else "which of the recipes beside it has the patch is not said"
            yield Skipped(where=f"{place}: {entry.folder} {cve}"[:200], why=why)
        for id in ids:
            why = reason("yocto.patched", ", ".join(patches)[:180])
            gathering.add(id, *(recipe.said(state="not-affected", why=why) for recipe in holding))


def _recipe(name: str, branch: str) -> _Recipe:
    plain, _, version = name.rpartition("_") if "_" in name else (name, "", "")
    return _Recipe(plain, version if version[:1].isdigit() else None, branch)


def _holders(patch: str, recipes: list[_Recipe], folder: str) -> list[_Recipe]:
    """The recipes that look for their patches where this one lies: in `NAME/`, `NAME-VERSION/`, or
    `files/`, which is the recipe's that has the folder's name, or the only one's."""
    where, own = patch.split("/")[0], folder.rpartition("/")[2]
    named = [each for each in recipes if where in (_base(each), f"{_base(each)}-{each.version}")]
    if named or where != "files":
        return named or [each for each in recipes if len(recipes) == 1]
    return [each for each in recipes if _base(each) == own or len({_base(each) for each in recipes}) == 1]


def _base(recipe: _Recipe) -> str:
    return _VARIANTS.sub("", recipe.name)


def _stated(gathering: Gathering, place: str, entry: _Entry) -> Iterator[Skipped]:
    where = f"{place}: {entry.file} {entry.line}"[:200]
    recipes = _of_file(entry.file, entry.branch)
    if not recipes:
        yield Skipped(where=where, why="which recipe the line holds for is not said")
    elif found := _STATUS.fullmatch(entry.line):
        status, why = found["status"], " ".join((found["why"] or "").split())
        state: State = "affected" if status in _AFFECTED else "not-affected"
        text = f"{status}: {why}" if why else status
        for id in cve_ids(found["cve"]):
            said = (
                each.said(state=state, why=text, spans=_spans(entry.file, status, why)) for each in recipes
            )
            gathering.add(id, *said)
    elif (found := _IGNORED.fullmatch(entry.line)) and (ids := cve_ids(found["cves"])):
        for id in ids:
            why = reason("yocto.ignored")
            gathering.add(id, *(each.said(state="not-affected", why=why) for each in recipes))
    else:
        yield Skipped(where=where, why="its value depends on the build, or it is of another form")


def _of_file(path: str, branch: str) -> tuple[_Recipe, ...]:
    """The recipes for which a line of this file speaks; a kernel's list of exclusions for the kernel."""
    name = path.rpartition("/")[2]
    file = _BUILD_FILE.fullmatch(name) if len(name) <= _MOST_NAME else None
    if file is None or "/conf/" in path:
        return ()
    if _KERNEL.fullmatch(name.removesuffix(".inc")):
        return (_Recipe(_KERNEL_RECIPE, None, branch),)
    plain, version = file["name"], file["version"]
    if name.endswith(".inc") and (found := _INCLUDED.fullmatch(plain)):
        plain, version = found["name"], version or found["version"]
    return (_Recipe(plain, version if version and version[0].isdigit() else None, branch),)


def _spans(path: str, status: str, why: str) -> tuple[Span, ...]:
    """Of a kernel's list the versions that a line clears: a list is shared by all versions of a series."""
    found = _KERNEL.fullmatch(path.rpartition("/")[2].removesuffix(".inc"))
    if found is None:
        return ()
    series = found["series"]
    if (said := _FROM.fullmatch(why)) is not None:
        return (Span(said[1], after(series) if series and status == "cpe-stable-backport" else None),)
    if (said := _ONLY.fullmatch(why)) is not None:
        return (Span(None, said[1]),)
    return (Span(series, after(series)),) if series else ()


FEED = Feed(
    id="yocto",
    title=Text("Yocto / OpenEmbedded のパッチと CVE_STATUS", "Yocto / OpenEmbedded patches and CVE_STATUS"),
    publisher="OpenEmbedded",
    terms="MIT",
    mine=_mine,
    read=_records,
    speaks=("pkg:yocto/",),
)
