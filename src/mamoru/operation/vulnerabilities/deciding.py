"""Decide on vulnerabilities in a workspace, take suppliers' VEX in, and tell what was decided."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from mamoru import __version__
from mamoru.errors import FormatError, InputError, what_to_do, why
from mamoru.language import Text
from mamoru.looked import Looked, Seen, looked_at
from mamoru.operation.vulnerabilities.decisions import (
    DECISIONS,
    Decision,
    DecisionFolder,
    Scope,
    checked,
    standings,
)
from mamoru.operation.vulnerabilities.decisions.telling import DecisionPlaced, Placing, decision_placed
from mamoru.operation.vulnerabilities.vex import decisions_of, read_vex
from mamoru.operation.vulnerabilities.vex.document import Statement
from mamoru.operation.vulnerabilities.vex.ours import is_ours
from mamoru.operation.vulnerabilities.vex.registry import MOST_BYTES
from mamoru.product.places import workspace_root
from mamoru.product.workspace import find_workspace, release_of

MOST_LEFT_OUT = 100

NO_FILE = Text("{path} を読めません（{why}）。", "{path} cannot be read ({why}).")
UNREAD = Text("{file}: {what}", "{file}: {what}")
NO_VEX = Text("{path} はVEXとして読めません（{why}）。", "{path} is no VEX document ({why}).")
GIVE_VEX = Text(
    "OpenVEX、CycloneDX VEX、CSAF（VEX）のJSONファイルを指定してください。",
    "Give a JSON file of OpenVEX, CycloneDX VEX or CSAF (VEX).",
)


class FaultTold(msgspec.Struct, frozen=True, kw_only=True):
    """A file among the decisions that does not count, and why."""

    file: str
    what: Text
    harmless: bool


class DecideTold(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru vulns decide --format json`: what was kept now, and all decisions, the newest first.
    `vex` is the document that was taken in, None where none was; `left_out` what it says that could not
    be taken, and `more_left_out` how much more there is of that. `looked` is what of the decisions in the folder
    could be read, None where there is none yet."""

    on: date
    folder: str
    kept: tuple[DecisionPlaced, ...]
    decisions: tuple[DecisionPlaced, ...]
    faults: tuple[FaultTold, ...]
    looked: Looked | None
    vex: str | None = None
    left_out: tuple[str, ...] = ()
    more_left_out: int = 0
    schema: str = "mamoru/vulns-decide/1"


def decisions_told(path: Path, placed: Placing, *, on: date) -> DecideTold:
    """What was decided in the workspace that `path` belongs to. Raises `InputError`."""
    return _told(_folder(path), (), on, placed)


def decide(path: Path, decision: Decision, placed: Placing, *, at: datetime) -> DecideTold:
    """Keep `decision` in the workspace. Raises `InputError` where it lacks something, or names a product or
    release that is not there."""
    _check_named(path, decision.scope)
    folder = _folder(path)
    _keep(folder, (checked(decision),), at)
    return _told(folder, (decision,), decision.on, placed)


def take_vex(
    path: Path,
    file: Path,
    placed: Placing,
    *,
    product: str | None,
    releases: tuple[str, ...],
    on: date,
    at: datetime,
) -> DecideTold:
    """Keep what the VEX document `file` of a supplier states, limited to `product` and `releases` where they
    are named. What is kept already is not kept again. Raises `InputError`."""
    _check_named(path, Scope(vulnerability="", product=product, releases=releases))
    folder = _folder(path)
    try:
        with file.open("rb") as opened:
            read = read_vex(opened.read(MOST_BYTES + 1))
    except OSError as error:
        raise InputError(_because(NO_FILE, file, why(error)), what_to_do(error)) from error
    except FormatError as error:
        raise InputError(NO_VEX.fill(path=file, why=error.why), GIVE_VEX) from error
    workspace = find_workspace(workspace_root(path))
    products = [entry.product for entry in workspace.products if product in (None, entry.product.id)]
    ours = tuple(each for each in read.statements if is_ours(each, workspace.maker, products))
    others = [_of_another(each) for each in read.statements if each not in ours]
    read = msgspec.structs.replace(read, statements=ours, left_out=(*read.left_out, *others))
    stated = (_limited(each, product, releases) for each in decisions_of(read, file.name, on))
    known = set(folder.decisions())
    new = tuple(decision for decision in stated if decision not in known)
    _keep(folder, new, at)
    left_out, more = read.left_out[:MOST_LEFT_OUT], max(0, len(read.left_out) - MOST_LEFT_OUT)
    told = _told(folder, new, on, placed)
    looked = told.looked if read.statements else _none_taken(len(read.left_out))
    return msgspec.structs.replace(told, vex=file.name, left_out=left_out, more_left_out=more, looked=looked)


def _none_taken(stated: int) -> Looked:
    """That nothing of a document counts: whoever takes it in must not believe that it does."""
    return looked_at(Seen.RECORDS, stated, 0, ())


def _of_another(statement: Statement) -> str:
    inside = statement.component.name if statement.component is not None else "-"
    return f"{statement.vulnerability}: {inside} in {statement.product.name}, which is no product of yours"


def _limited(decision: Decision, product: str | None, releases: tuple[str, ...]) -> Decision:
    scope = msgspec.structs.replace(decision.scope, product=product, releases=releases)
    return msgspec.structs.replace(decision, scope=scope)


def _check_named(path: Path, scope: Scope) -> None:
    if scope.product is None and not scope.releases:
        return
    workspace = find_workspace(workspace_root(path))
    products = [workspace.product(scope.product)] if scope.product or len(workspace.products) == 1 else []
    for version in scope.releases:
        for entry in products or [workspace.product(None)]:
            release_of(entry.product, version)


def _folder(path: Path) -> DecisionFolder:
    return DecisionFolder(workspace_root(path) / DECISIONS)


def _keep(folder: DecisionFolder, decisions: Iterable[Decision], at: datetime) -> None:
    try:
        for decision in decisions:
            folder.keep(decision, at=at, tool=__version__)
    except OSError as error:
        raise InputError(_because(NO_FILE, folder.folder, why(error)), what_to_do(error)) from error


def _because(text: Text, path: Path, reason: Text) -> Text:
    return text.fill(path=path, why=reason)


def _told(folder: DecisionFolder, kept: Sequence[Decision], on: date, placed: Placing) -> DecideTold:
    every = sorted(folder.decisions(), key=lambda d: (d.on, d.scope.vulnerability))[::-1]
    told = [decision_placed(each, how, placed) for each, how in zip(every, standings(every, on), strict=True)]
    newest: dict[Decision, DecisionPlaced] = {}
    for each, how in zip(every, told, strict=True):
        newest.setdefault(each, how)
    faults = tuple(FaultTold(file=f.file, what=f.what, harmless=f.harmless) for f in folder.faults())
    return DecideTold(
        on=on,
        folder=str(folder.folder),
        kept=tuple(newest.get(decision) or decision_placed(decision, "holds", placed) for decision in kept),
        decisions=tuple(told),
        faults=faults,
        looked=_looked(len(every), faults),
    )


def _looked(read: int, faults: Sequence[FaultTold]) -> Looked | None:
    """Of the decisions in the folder those that count; None where there is none yet, so nothing to read."""
    serious = [fault for fault in faults if not fault.harmless]
    if not read and not serious:
        return None
    unseen = (UNREAD.fill(file=fault.file, what=fault.what) for fault in serious)
    return looked_at(Seen.RECORDS, read + len(serious), read, unseen)
