"""How a watch is told: put into words, sent to each target; what does not arrive waits for the next."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from mamoru.data_folder import data_folder
from mamoru.language import Text
from mamoru.operation.notifying import Message, Target, deliver, own_key, targets
from mamoru.operation.vulnerabilities.watching import News
from mamoru.operation.vulnerabilities.watching.memory import Memory
from mamoru.operation.vulnerabilities.watching.shapes import FirstTold, SentTold, WatchTold

NOT_SENT = Text("通知先 {target} に届いていません（{why}）。", "{target} was not notified ({why}).")


class Faces(NamedTuple):
    """How a watch is put into words (title and text of a message), and shown to who asked for it."""

    words: Callable[[WatchTold], tuple[str, str]]
    show: Callable[[WatchTold], None]


def targets_of(urls: Sequence[str]) -> Sequence[Target]:
    """Where to send to. Raises `InputError` where a URL cannot be used."""
    return targets(urls, own_key(data_folder() / "watch.key")) if urls else ()


def sent_to(memory: Memory, target: Target, told: WatchTold, faces: Faces) -> SentTold:
    """Send what is new together with what did not arrive before; what does not arrive now waits."""
    kept = memory.waiting(target.mark)
    earlier = msgspec.json.decode(kept, type=_Waiting) if kept else None
    whole = told if earlier is None else _joined(earlier, told)
    if not whole.tells:
        return SentTold(target=target.name, news=0, why=None)
    title, text = faces.words(whole)
    body = msgspec.json.encode(whole)
    why = deliver(target, Message(title=title, text=text, document=body))
    memory.wait(target.mark, body if why is not None else b"")
    return SentTold(target=target.name, news=len(whole.news) + len(whole.first), why=why)


def with_sent(told: WatchTold, sent: tuple[SentTold, ...]) -> WatchTold:
    """`told` with what was sent; a message that did not arrive is unseen by whom it is for."""
    lost = (NOT_SENT.fill(target=each.target, why=each.why) for each in sent if each.why is not None)
    looked = msgspec.structs.replace(told.looked, unseen=(*told.looked.unseen, *lost))
    return msgspec.structs.replace(told, sent=sent, looked=looked)


class _Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What of a watch, also one of an earlier version, waits to be sent again."""

    first: tuple[FirstTold, ...]
    news: tuple[News, ...]


def _joined(earlier: _Waiting, told: WatchTold) -> WatchTold:
    return msgspec.structs.replace(
        told, first=(*earlier.first, *told.first), news=(*earlier.news, *told.news)
    )
