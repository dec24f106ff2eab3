"""Match components with the vulnerability data, and tell it in the published shapes."""

from collections.abc import Sequence, Set
from datetime import date
from pathlib import Path
from typing import Protocol

from mamoru.errors import InputError, what_to_do, why
from mamoru.language import Text
from mamoru.looked import Looked, Seen, Share
from mamoru.operation.vulnerabilities.match import Match
from mamoru.operation.vulnerabilities.matching import Coverage, Matched, matched
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling.kernels import folded
from mamoru.operation.vulnerabilities.telling.shapes import (
    DataTold,
    KernelTold,
    MatchesTold,
    MatchTold,
    coverage_told,
    match_told,
    ruled_out_told,
)
from mamoru.operation.vulnerabilities.telling.weighing import NOTHING, Circumstances, in_their_order
from mamoru.product.component import Component
from mamoru.product.sbom import declared_in
from mamoru.product.sbom.outermost import beginning
from mamoru.product.sbom.reading import HEAD_BYTES, known_formats


class Telling(Protocol):
    """`matches_told` or `matches_folded`."""

    def __call__(
        self,
        components: Sequence[Component],
        store: Store,
        *,
        on: date,
        path: str,
        unread: Sequence[Text] = (),
        around: Circumstances = NOTHING,
    ) -> MatchesTold:
        """What the store says of `components`."""


UNDECIDED = Text("判定できない脆弱性が{n}件あります。", "Undecided vulnerabilities: {n}.")
UNREAD = Text("{path}: {why}", "{path}: {why}")
NO_FILE = Text("{path} を読めません（{why}）。", "{path} cannot be read ({why}).")
GIVE_LIST = Text(
    "部品表（CycloneDX・SPDXなど）か、ファームウェアイメージを指定してください。",
    "Give a list of parts (CycloneDX, SPDX …) or a firmware image.",
)
_TEXT = (b"{", b"[", b"<")


def matches_told(
    components: Sequence[Component],
    store: Store,
    *,
    on: date,
    path: str,
    unread: Sequence[Text] = (),
    around: Circumstances = NOTHING,
) -> MatchesTold:
    """What the store says of `components`, those first that want an answer first."""
    found = matched(components, store)
    return _told(
        found,
        in_order(components, found.matches, around, on),
        store,
        on=on,
        path=path,
        unread=(*around.unread, *unread),
    )


def matches_folded(
    components: Sequence[Component],
    store: Store,
    *,
    on: date,
    path: str,
    unread: Sequence[Text] = (),
    around: Circumstances = NOTHING,
) -> MatchesTold:
    """As `matches_told`, with the vulnerabilities of a kernel in sum and only its notable ones one by one:
    by far the most sentences are about those, and nobody reads them."""
    found = matched(components, store)
    fold = folded(in_their_order(components, found.matches, around, on))
    told = tuple(match_told(each.match, each.first, each.answer) for each in fold.matches)
    return _told(found, told, store, on=on, path=path, unread=(*around.unread, *unread), kernels=fold.kernels)


def _told(
    found: Matched,
    matches: tuple[MatchTold, ...],
    store: Store,
    *,
    on: date,
    path: str,
    unread: Sequence[Text],
    kernels: tuple[KernelTold, ...] = (),
) -> MatchesTold:
    days = {source.name: source.as_of for source in store.sources.values()}
    return MatchesTold(
        on=on,
        path=path,
        data=DataTold(
            path=str(store.path),
            built_in=store.built_in,
            as_of=_day_of(found.coverage),
        ),
        coverage=tuple(coverage_told(each, days) for each in found.coverage),
        kernels=kernels,
        matches=matches,
        ruled_out=tuple(ruled_out_told(near) for near in found.ruled_out),
        unread=tuple(unread),
        looked=_looked(found.coverage, matches, kernels, unread, days.keys()),
    )


def _looked(
    coverage: Sequence[Coverage],
    matches: Sequence[MatchTold],
    kernels: Sequence[KernelTold],
    unread: Sequence[Text],
    names: Set[str],
) -> Looked:
    """What the answer rests on: the components that some source knows, then the sources that speak."""
    known = sum(bool(each.sources) for each in coverage)
    speaking = {source.name for each in coverage for source in each.sources}
    undecided = sum(match.state == "open" and not match.wants_answer for match in matches)
    undecided += sum(kernel.conditional for kernel in kernels)
    unseen = [*unread, *([UNDECIDED.fill(n=undecided)] if undecided else [])]
    return Looked(
        shares=(
            Share(what=Seen.COMPONENTS, asked=len(coverage), answered=known),
            Share(what=Seen.SOURCES, asked=len(names), answered=len(speaking & names)),
        ),
        unseen=tuple(dict.fromkeys(unseen)),
    )


def _day_of(coverage: Sequence[Coverage]) -> str | None:
    """The newest day of a source that speaks of one of the components: a fresh list of what is exploited
    makes ranges of last year no newer."""
    return max((source.as_of for each in coverage for source in each.sources if source.as_of), default=None)


def in_order(
    components: Sequence[Component], matches: Sequence[Match], around: Circumstances, on: date
) -> tuple[MatchTold, ...]:
    """`matches` of `components` as they are published, in the order of `weighed`."""
    ordered = in_their_order(components, matches, around, on)
    return tuple(match_told(each.match, each.first, each.answer) for each in ordered)


def components_in(path: Path) -> tuple[tuple[Component, ...], tuple[Text, ...]]:
    """The components that the list at `path` names, and what of it could not be read. Raises `InputError` where
    it names none."""
    declared = declared_in(path, path.name)
    if not declared.components and declared.unread:
        first = declared.unread[0]
        raise InputError(UNREAD.fill(path=first.path, why=first.why), GIVE_LIST)
    return declared.components, tuple(UNREAD.fill(path=each.path, why=each.why) for each in declared.unread)


def is_list(path: Path) -> bool:
    """Whether the file at `path` is text that lists parts, whole or broken. Raises `InputError` where it
    cannot be read."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = beginning(file, HEAD_BYTES)
    except OSError as error:
        raise InputError(NO_FILE.fill(path=path, why=why(error)), what_to_do(error)) from None
    return head.lstrip().startswith(_TEXT) or any(
        form.recognises(path.name, head) for form in known_formats()
    )
