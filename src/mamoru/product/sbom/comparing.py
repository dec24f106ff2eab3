"""Set the components that a maker declares beside those that its images show."""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from mamoru.language import Text
from mamoru.looked import Looked, Seen, Share
from mamoru.product.component import Component
from mamoru.product.sbom.identity import is_of_a_language, normal, purl_without_version, same_version
from mamoru.product.sbom.reading import Declared

NO_LIST = Text(
    "この版に、手元で読めるSBOM（sbom）もビルドの記録（build）も書かれていないので、比べるものがありません。",
    "Neither an SBOM (sbom) nor anything of its build (build) that can be read here is entered for this release.",
)
UNREAD = Text("部品の一覧を読めません: {path} {why}", "The list of parts cannot be read: {path} {why}")
NO_IMAGE = Text(
    "この版のイメージ（images）が書かれていません。", "No image is entered for this release (images)."
)
NOT_OPENED = Text("この版のイメージを開けませんでした。", "No image of this release could be opened.")
NOTHING_SEEN = Text(
    "イメージから部品の名前を読み取れないので、比べられません。マイコンのプログラムではふつうのことです。",
    "The image tells no component, so there is nothing to compare; usual for a microcontroller's program.",
)

Label = tuple[str, str]


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """One component in another version: as declared, and as seen."""

    declared: tuple[Component, ...]
    observed: tuple[Component, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What agrees (as seen), what conflicts, what is seen and on no list, what is listed and not seen
    (all entries of one component together)."""

    agreed: tuple[Component, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unlisted: tuple[Component, ...] = ()
    unseen: tuple[tuple[Component, ...], ...] = ()


class Inventories(msgspec.Struct, frozen=True, kw_only=True):
    """The components of a release as declared and as observed in its images, for the checks that
    compare them. `images` counts those named, `opened` those that were opened; `blind` says why what
    was not seen may be there all the same."""

    declared: Declared
    observed: tuple[Component, ...]
    images: int
    opened: int
    blind: Text | None = None

    @property
    def looked(self) -> Looked:
        """How many of the images were opened, and how many components they show."""
        opened = Share(what=Seen.IMAGES, asked=max(self.images, self.opened), answered=self.opened)
        seen = Share(what=Seen.COMPONENTS, asked=len(self.observed), answered=len(self.observed))
        return Looked(shares=(opened, seen), unseen=() if self.blind is None else (self.blind,))

    @property
    def comparison(self) -> Comparison:
        """The two sides set beside each other; tools of the build belong to neither."""
        return compared((c for c in self.declared.components if not c.tool), self.observed)

    @property
    def has_sbom(self) -> bool:
        """Whether something declared is an SBOM, and not only a record of the build."""
        return any(source.kind == "sbom" and source.parts for source in self.declared.sources)

    @property
    def listed(self) -> tuple[Component, ...]:
        """What is declared by lists that should hold every part: the SBOMs, where there is none the
        lists of another form; empty where there is neither."""
        for kind in ("sbom", "list"):
            paths = {source.path for source in self.declared.sources if source.kind == kind}
            if found := tuple(c for c in self.declared.components if c.occurrences[0].path in paths):
                return found
        return ()

    def obstacle(self, needs: tuple[str, ...]) -> Text | None:
        """Why nothing can be compared although both sides are named."""
        if not self.declared.components and self.declared.unread:
            first = self.declared.unread[0]
            return UNREAD.fill(path=first.path, why=first.why)
        return NOT_OPENED if self.declared.components and self.images and not self.opened else None

    def beside_the_point(self, needs: tuple[str, ...]) -> Text | None:
        """Which side there is not."""
        if not self.declared.components:
            return NO_LIST
        if not self.images:
            return NO_IMAGE
        return NOTHING_SEEN if not self.observed and self.blind is None else None

    def blind_spot(self) -> Text | None:
        """Why silence is no proof: a part of a side could not be looked at."""
        if self.declared.unread and self.declared.components:
            first = self.declared.unread[0]
            return UNREAD.fill(path=first.path, why=first.why)
        return self.blind


def compared(declared: Iterable[Component], observed: Iterable[Component]) -> Comparison:
    """Both sides by the identity of each component: the known software, else the package URL of a
    language, else the plain name. Versions are compared by what upstream calls them; a side that
    tells none does not contradict."""
    listed, seen = _labelled(declared), _labelled(observed)
    _join(listed, seen)
    _join(seen, listed)
    agreed: list[Component] = []
    conflicts: list[Conflict] = []
    unlisted: list[Component] = []
    unseen: list[tuple[Component, ...]] = []
    for label in sorted(listed.keys() | seen.keys()):
        theirs, ours = listed.get(label, []), seen.get(label, [])
        if not ours:
            unseen.append(tuple(theirs))
            continue
        if not theirs:
            unlisted += ours
            continue
        more_listed, more_seen = _unmatched(theirs, ours), _unmatched(ours, theirs)
        agreed += [component for component in ours if component not in more_seen]
        if more_listed and more_seen:
            conflicts.append(Conflict(declared=tuple(more_listed), observed=tuple(more_seen)))
        elif more_seen:
            unlisted += more_seen
        elif more_listed:
            unseen.append(tuple(more_listed))
    return Comparison(
        agreed=tuple(agreed), conflicts=tuple(conflicts), unlisted=tuple(unlisted), unseen=tuple(unseen)
    )


def _unmatched(these: list[Component], those: list[Component]) -> list[Component]:
    """Those of `these` whose version is told, and told by `those` otherwise only."""
    return [one for one in these if all(same_version(one, other) is False for other in those)]


def _labelled(components: Iterable[Component]) -> dict[Label, list[Component]]:
    found: dict[Label, list[Component]] = defaultdict(list)
    for component in components:
        found[_label(component)].append(component)
    return dict(found)


def _label(component: Component) -> Label:
    if component.software is not None:
        return "software", component.software
    if component.purl is not None and is_of_a_language(component.purl):
        return "purl", purl_without_version(component.purl) or component.purl
    return "name", _plain_name(component)


def _plain_name(component: Component) -> str:
    return normal(component.name.rpartition("/")[2]) or component.name


def _join(these: dict[Label, list[Component]], those: dict[Label, list[Component]]) -> None:
    """Move what only `these` name by a package URL to the plain name that `those` use."""
    for label in [label for label in these if label[0] == "purl" and label not in those]:
        plain: Label = ("name", _plain_name(these[label][0]))
        if plain in those:
            these.setdefault(plain, []).extend(these.pop(label))
