"""Read the files of feeds in processes beside this one, their rows handed over a batch at a time."""

import gc
import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty

from mamoru.containment.cage import Cage, enter
from mamoru.errors import LimitReached
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds import feeds
from mamoru.operation.vulnerabilities.store.rows import Rows, rows_of_file

WAITING = 3  # batches that may wait to be written: what waits fills the memory
LOOK_S = 1.0
DIED = Text(
    "脆弱性データを読む処理が途中で止まりました。",
    "The process that reads the vulnerability data stopped midway.",
)
MEMORY = Text(
    "メモリの空きを確かめて、もう一度実行してください。", "Check that memory is free, and run it again."
)

Source = tuple[str, str]  # the feed's id, the file's path
Batch = tuple[int, Rows | None]  # the number of the job; None: it has ended


def batches(sources: Sequence[Source], workers: int) -> Iterator[Batch]:
    """The rows of each file as they are read, `workers` files at once, and None after a file's last.

    In this process, without a cage, where `workers` is 0. Raises `LimitReached` where a process died.
    """
    if workers <= 0:
        for n, (feed, path) in enumerate(sources):
            yield from ((n, rows) for rows in rows_of_file(feed, path))
            yield n, None
        return
    context = multiprocessing.get_context("spawn")
    done: Queue[Batch] = context.Queue(WAITING)
    jobs = [(n, *source) for n, source in enumerate(sources)]
    with tempfile.TemporaryDirectory(prefix="mamoru-", ignore_cleanup_errors=True) as work:
        running = [_started(context, done, jobs[first::workers], work) for first in range(workers)]
        try:
            yield from _gathered(done, running, len(sources))
        finally:
            for process in running:
                process.terminate()
                process.join()


def _started(
    context: SpawnContext, done: "Queue[Batch]", jobs: list[tuple[int, str, str]], work: str
) -> BaseProcess:
    process = context.Process(target=_read, args=(jobs, done, work), daemon=True)
    process.start()
    return process


def _read(jobs: list[tuple[int, str, str]], done: "Queue[Batch]", work: str) -> None:
    feeds()  # imported outside of the cage, where Python keeps them compiled
    enter(Cage(reads=tuple(str(Path(path).resolve()) for _, _, path in jobs), writes=(work,)))
    gc.disable()  # millions of small values without a cycle among them, in a process that ends after them
    for n, feed, path in jobs:
        if Path(path).exists():
            for rows in rows_of_file(feed, path):
                done.put((n, rows))
        done.put((n, None))


def _gathered(done: "Queue[Batch]", running: list[BaseProcess], files: int) -> Iterator[Batch]:
    ended = 0
    while ended < files:
        try:
            batch = done.get(timeout=LOOK_S)
        except Empty:
            if any(process.exitcode not in (None, 0) for process in running):
                raise LimitReached(DIED, MEMORY) from None
            continue
        ended += batch[1] is None
        yield batch
