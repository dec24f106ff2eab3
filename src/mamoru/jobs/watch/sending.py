"""How a watch is told: put into words, sent to each target; what does not arrive waits for the next."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from mamoru.data_folder import data_folder
from mamoru.operation.notifying import Message, Target, deliver, own_key, targets
from mamoru.operation.vulnerabilities.watching.memory import Memory
from mamoru.operation.vulnerabilities.watching.shapes import SentTold, WatchTold


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
    earlier = msgspec.json.decode(kept, type=WatchTold) if kept else None
    whole = told if earlier is None else _joined(earlier, told)
    if not whole.tells:
        return SentTold(target=target.name, news=0, why=None)
    title, text = faces.words(whole)
    body = msgspec.json.encode(whole)
    why = deliver(target, Message(title=title, text=text, document=body))
    memory.wait(target.mark, body if why is not None else b"")
    return SentTold(target=target.name, news=len(whole.news) + len(whole.first), why=why)


def _joined(earlier: WatchTold, told: WatchTold) -> WatchTold:
    return msgspec.structs.replace(
        told, first=(*earlier.first, *told.first), news=(*earlier.news, *told.news)
    )
