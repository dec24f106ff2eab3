"""What may be told otherwise than at the last watch: the vulnerabilities that changed since."""

from datetime import datetime, timedelta

import msgspec

from mamoru.jobs.tool import TOOL
from mamoru.operation.vulnerabilities.priority.inputs import LIKELY
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.store.rows import file_digest
from mamoru.operation.vulnerabilities.watching.memory import Memory

MOST_CHANGED = 20_000  # of more the whole match is no slower


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """The vulnerability data and decisions of the last watch."""

    tool: str
    line: str | None
    edition: str
    newest: str
    decided: frozenset[str]
    likely: frozenset[int]


def since_of(store: Store, decided: set[str]) -> Since:
    """The vulnerability data and decisions as they are now."""
    line = store.line
    stat = store.path.stat()
    edition = f"{stat.st_size}.{stat.st_mtime_ns}" if line else file_digest(store.path)
    return Since(
        tool=TOOL,
        line=line,
        edition=edition,
        newest=max((source.synced for source in store.sources.values()), default=""),
        decided=frozenset(decided),
        likely=frozenset(store.likely(LIKELY)),
    )


def changed_since(memory: Memory, store: Store, now: Since) -> list[int] | None:
    """The vulnerabilities of which anything may be told otherwise than last time; None where it may be all."""
    try:
        then = msgspec.msgpack.decode(memory.said("since") or b"", type=Since)
        moment = datetime.fromisoformat(then.newest) - timedelta(seconds=1)
    except (msgspec.MsgspecError, ValueError):
        return None
    if then.tool != now.tool or then.line != now.line:
        return None
    numbers = {number for id in then.decided | now.decided for number in store.numbers_of(id)}
    if then.edition != now.edition:
        if now.line is None or then.newest > now.newest:
            return None
        numbers |= set(store.changed_since(moment.isoformat())) | (then.likely ^ now.likely)
    return sorted(numbers) if len(numbers) <= MOST_CHANGED else None
