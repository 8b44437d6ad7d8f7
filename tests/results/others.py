"""Other processes on the same store: they write, they hold locks, they die."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from results import StoreError, open_store, verify
from results.database import Database
from results.errors import LostStore, NoSuchStore
from results.migrate import upgrade
from results.urls import url_of
from tests.results.making import announce, batch, run_id

SIZE = 20
"""Runs in a batch."""

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.results.others"])


@contextmanager
def another(work: Callable[..., None], *arguments: Any) -> Iterator[tuple[BaseProcess, Connection]]:
    """A process that does this work and tells of it through the connection; it is dead when the block ends."""
    mine, its = CONTEXT.Pipe()
    process = CONTEXT.Process(target=work, args=(its, *arguments))
    process.start()
    its.close()
    try:
        yield process, mine
    finally:
        process.kill()
        process.join()
        mine.close()


def write_on_and_on(told: Connection, address: str, parts: Path, first: int, many: int, recorded: bool) -> None:
    """Write batch after batch of an experiment of its own, and tell the number of each that was acknowledged.

    A server that went away is waited for, and the batch is given again: as a user would give the command again.
    """
    name, batches = f"experiment-{first}", range(first, first + many)
    deadline = time.monotonic() + 60
    while True:
        try:
            with open_store(address, parts=parts, say=lambda _: None) as store:
                announce(store, name, range(first * SIZE, (first + many) * SIZE))
                writer = store.writer()
                for number in batches:
                    writer.write(batch(range(number * SIZE, (number + 1) * SIZE), recorded=recorded))
                    told.send(number)
                    batches = batches[1:]
            told.send("done")
            return
        except (LostStore, NoSuchStore):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def hold_the_lock(told: Connection, address: str, seconds: float) -> None:
    """Keep others from writing for some time."""
    database = Database(url_of(address), wait=5)
    with database.write():
        told.send("held")
        time.sleep(seconds)
    told.send("let go")


def die_while_migrating(told: Connection, address: str, steps: str) -> None:
    """Bring a store up to a schema, in one transaction as ever, and be killed before that ends."""
    database = Database(url_of(address), wait=5)
    with database.write() as connection:
        upgrade(connection, steps)
        told.send(f"as far as {steps}")
        told.close()
        os.kill(os.getpid(), signal.SIGKILL)


def write_into_a_small_file(told: Connection, address: str, parts: Path, limit: int) -> None:
    """Write until a file would be larger than the system allows this process; tell of the batches and of the error."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    write_until_it_fails(told, address, parts)


def write_until_it_fails(told: Connection, address: str, parts: Path, recorded: bool = True) -> None:
    """Write batch after batch; tell the number of each that was acknowledged, and the error that came then."""
    try:
        with open_store(address, parts=parts) as store:
            writer = store.writer()
            for number in range(100_000):
                writer.write(batch(range(number * SIZE, (number + 1) * SIZE), recorded=recorded))
                told.send(number)
    except StoreError as error:
        told.send((type(error).__name__, str(error)))


def answers(connection: Connection) -> Iterator[Any]:
    """All that a process still has to tell, until it ends."""
    while True:
        try:
            yield connection.recv()
        except (EOFError, ConnectionResetError):
            return


def runs_of(number: int) -> list[str]:
    """The ids of the runs in a batch."""
    return [run_id(each) for each in range(number * SIZE, (number + 1) * SIZE)]


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Root may write anywhere, so root becomes somebody else for a while; others stay who they are."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def goes_on_with_room(path: Path, known: list[int]) -> None:
    """Every batch that was acknowledged is there, all of it, and the store is sound and can be written."""
    with open_store(path) as store:
        runs = {run for number in known for run in runs_of(number)}
        assert store.finished(runs, series=True, networks=True) == runs
        assert list(verify(store)) == []
        store.writer().write(batch(range(90_000, 90_010), recorded=True))
        assert list(verify(store)) == []
