"""Run checks in a small pool of child processes, each contained in time and memory."""

import contextlib
import importlib
import os
import time
from collections import deque
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

import msgspec

from mamoru.containment import MEMORY_BYTES, MOST_REPLY_BYTES, Cage, confine, end, spawn
from mamoru.evidence.check import Check
from mamoru.evidence.fold import Occasion, evidence_of, stopped
from mamoru.evidence.record import Evidence
from mamoru.evidence.registry import Registered, load
from mamoru.progress import Progress


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One check on one subject: `loader` ("module:function") called with `argument` gives what the
    check looks at, inside the child that runs it."""

    module: str
    loader: str
    argument: str
    occasion: Occasion


class _Worker:
    """A child and the job it is at; `check` is that job's, `due` the monotonic second it must end by."""

    def __init__(self, cage: Cage, modules: tuple[str, ...]) -> None:
        self.child: BaseProcess
        self.connection: Connection
        self.cage, self.modules = cage, modules
        self.child, self.connection = spawn(_serve, MEMORY_BYTES, cage, modules)
        self.job: tuple[Job, Check] | None = None
        self.due = 0.0

    def give(self, job: Job, check: Check) -> None:
        self.job, self.due = (job, check), time.monotonic() + check.timeout_s
        with contextlib.suppress(OSError):  # a dead child is noticed when its answer is read
            self.connection.send_bytes(msgspec.msgpack.encode(job))

    def stop(self) -> None:
        end(self.child, self.connection)


def run_all(
    jobs: Sequence[tuple[Job, Check]],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Evidence]:
    """The evidence of every job, in the order of `jobs`. Of the files the children may read what the jobs name. A check that crashes its process, or takes
    longer than it may, is inconclusive; the others go on."""
    queue = deque(jobs)
    done: dict[tuple[str, str], Evidence] = {}
    cage = Cage(reads=tuple(dict.fromkeys(job.argument for job, _ in jobs)))
    modules = tuple(
        dict.fromkeys((*(job.loader.partition(":")[0] for job, _ in jobs), *(job.module for job, _ in jobs)))
    )
    pool = [_Worker(cage, modules) for _ in range(min(workers or min(os.cpu_count() or 1, 4), len(jobs)))]
    try:
        while queue or any(worker.job for worker in pool):
            for worker in pool:
                if worker.job is None and queue:
                    worker.give(*queue.popleft())
            _collect(pool, done)
            if progress is not None and jobs:
                progress("", len(done) / len(jobs))
    finally:
        for worker in pool:
            worker.stop()
    return [done[_key(job)] for job, _ in jobs]


def _key(job: Job) -> tuple[str, str]:
    return job.module, job.occasion.subject.id


def _collect(pool: list[_Worker], done: dict[tuple[str, str], Evidence]) -> None:
    busy = {worker.connection: worker for worker in pool if worker.job}
    first_due = min(worker.due for worker in busy.values())
    ready = wait(list(busy), timeout=max(0.0, first_due - time.monotonic()))
    for connection in ready:
        worker = busy[connection]  # type: ignore[index]  # `wait` gives back what it was given
        job, check = worker.job or _idle()
        try:
            result = msgspec.msgpack.decode(worker.connection.recv_bytes(MOST_REPLY_BYTES), type=Evidence)
        except (EOFError, OSError, msgspec.MsgspecError):
            result = stopped(check, job.occasion, "crash")
            _replace(pool, worker)
        done[_key(job)] = result
        worker.job = None
    for worker in busy.values():
        if worker.job and time.monotonic() >= worker.due:
            job, check = worker.job
            done[_key(job)] = stopped(check, job.occasion, f"> {check.timeout_s:.0f} s")
            worker.job = None
            _replace(pool, worker)


def _idle() -> tuple[Job, Check]:
    raise RuntimeError("a worker without a job cannot answer")


def _replace(pool: list[_Worker], dead: _Worker) -> None:
    dead.stop()
    pool[pool.index(dead)] = _Worker(dead.cage, dead.modules)


def _serve(connection: Connection, memory_bytes: int, cage: Cage, modules: tuple[str, ...]) -> None:
    """The child: answer jobs until the other side hangs up. `modules` are those that it will need: in the cage
    Python could not keep them compiled."""
    for module in modules:
        with contextlib.suppress(Exception):  # one that breaks is told where it is asked for
            importlib.import_module(module)
    confine(memory_bytes, cage)
    loaded: tuple[tuple[str, str], object] | None = None
    while True:
        try:
            job = msgspec.msgpack.decode(connection.recv_bytes(), type=Job)
        except (EOFError, OSError):
            return
        check, run = load(job.module)
        source = (job.loader, job.argument)
        try:
            if loaded is None or loaded[0] != source:
                module, _, name = job.loader.partition(":")
                loaded = (source, getattr(importlib.import_module(module), name)(job.argument))
            evidence = evidence_of(check, run, loaded[1], job.occasion)
        except Exception as error:  # noqa: BLE001  (a subject that cannot be read is told, not printed here)
            evidence = stopped(check, job.occasion, f"{type(error).__name__}: {error}"[:200])
        with contextlib.suppress(OSError):  # nobody listens any more; the next receive ends us
            connection.send_bytes(msgspec.msgpack.encode(evidence))


def run_here(checks: Sequence[Registered], looked_at: object, occasion: Occasion) -> list[Evidence]:
    """Run `checks` in this process: for subjects that are our own values, such as documents."""
    results = []
    for registered in checks:
        check, run = load(registered.module)
        results.append(evidence_of(check, run, looked_at, occasion))
    return results
