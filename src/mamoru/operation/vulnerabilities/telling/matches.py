"""Match components with the vulnerability data, and tell it in the published shapes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mamoru.errors import InputError, what_to_do, why
from mamoru.language import Text
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling.shapes import (
    DataTold,
    MatchesTold,
    MatchTold,
    coverage_told,
    match_told,
    ruled_out_told,
)
from mamoru.product.component import Component
from mamoru.product.sbom import declared_in
from mamoru.product.sbom.reading import HEAD_BYTES, known_formats

UNREAD = Text("{path}: {why}", "{path}: {why}")
NO_FILE = Text("{path} を読めません（{why}）。", "{path} cannot be read ({why}).")
_TEXT = (b"{", b"[", b"<")


def matches_told(
    components: Sequence[Component], store: Store, *, on: date, path: str, unread: Sequence[Text] = ()
) -> MatchesTold:
    """What the store says of `components`, those first that want an answer first."""
    found = matched(components, store)
    days = {source.name: source.as_of for source in store.sources.values()}
    return MatchesTold(
        on=on,
        path=path,
        data=DataTold(
            path=str(store.path),
            built_in=store.built_in,
            as_of=max((day for day in days.values() if day), default=None),
        ),
        coverage=tuple(coverage_told(each, days) for each in found.coverage),
        matches=tuple(sorted((match_told(match) for match in found.matches), key=_urgency)),
        ruled_out=tuple(ruled_out_told(near) for near in found.ruled_out),
        unread=tuple(unread),
    )


def components_in(path: Path) -> tuple[tuple[Component, ...], tuple[Text, ...]]:
    """The components that the list at `path` names, and what of it could not be read."""
    declared = declared_in(path, path.name)
    return declared.components, tuple(UNREAD.fill(path=each.path, why=each.why) for each in declared.unread)


def status(told: MatchesTold) -> int:
    """1 where something open affects, else 3 where something could not be decided or read, else 0."""
    if any(match.wants_answer for match in told.matches):
        return 1
    return 3 if told.matches or told.unread else 0


def is_list(path: Path) -> bool:
    """Whether the file at `path` is text that lists parts, whole or broken. Raises `InputError` where it
    cannot be read."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(NO_FILE.fill(path=path, why=why(error)), what_to_do(error)) from None
    return head.lstrip().startswith(_TEXT) or any(
        form.recognises(path.name, head) for form in known_formats()
    )


def _urgency(match: MatchTold) -> tuple[bool, bool, float, float, str]:
    score = match.cvss.score if match.cvss else None
    return (
        not match.sure,
        not match.kev,
        -(match.epss or 0.0),
        -(score or 0.0),
        match.vulnerability,
    )
