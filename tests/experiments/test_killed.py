"""Whatever stops a sweep, the same command goes on to the table of an undisturbed one: nothing lost or doubled."""

from __future__ import annotations

import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from experiments import SweepResult, SweepStopped, load, sweep
from experiments.run.progress import Progress
from results import open_store
from tests.experiments.making import same, small
from tests.experiments.processes import done, ended, first_write, started
from tests.results.server import NEEDS_POSTGRESQL, PASSWORD, Server

FILE = """
scenario = "five-organisations"
months = 24
replicates = 2_000
record = ["series"]

[[factors]]
parameter = "resources.scarcity"
levels = [0.2, 0.5]

[[factors]]
parameter = "history.trust"
levels = [0.3, 0.7]
"""
RUNS, MONTHS = 8_000, 24


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "question.toml"
    path.write_text(FILE)
    return path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    path = tmp_path_factory.mktemp("undisturbed") / "question.toml"
    path.write_text(FILE)
    return sweep(path, path.with_suffix(".db"))


@pytest.fixture
def url(address: str) -> Iterator[str]:
    """The address of an empty store of either kind; an SQLite file must be whole when all is over."""
    yield address
    if "://" not in address:
        with closing(sqlite3.connect(address)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def whole(found: str, file: Path, undisturbed: SweepResult) -> None:
    """A store holds what an undisturbed sweep's does, and all of it comes from parts that are there."""
    with open_store(found) as store:
        mine, theirs = store.runs(load(file).name), undisturbed.runs()
        same(theirs, mine.drop(columns="point").rename(columns={"position": "point"}))
        series = store.series()
        assert len(series) == RUNS * MONTHS
        assert not series.duplicated(["run", "month"]).any()
        named = {each.name for each in store.parts.folder.glob("*.parquet*")}
        assert named and not any(each.endswith(".tmp") for each in named)


@pytest.mark.slow
def test_killed_at_random_moments_many_times(url: str, file: Path, undisturbed: SweepResult) -> None:
    wait, hits, kills = np.random.default_rng(11), 0, 4 if "://" in url else 6
    for _ in range(kills):
        process = started("sweep", file, "--store", url)
        first_write(process)
        time.sleep(wait.uniform(0.0, 0.3))
        hits += process.poll() is None
        process.kill()
        process.communicate()
    assert hits >= kills / 2, "too few kills came in time: make the experiment larger"
    said = done("sweep", file, "--store", url)
    counts = re.search(r"([\d,]+) runs in [^(]*\(([\d,]+) were stored already\)", said)
    assert counts, said
    assert sum(int(count.replace(",", "")) for count in counts.groups()) == RUNS
    whole(url, file, undisturbed)
    assert sweep(file, url).progress.computed == 0


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_asked_to_stop_it_says_how_to_go_on(url: str, file: Path, undisturbed: SweepResult) -> None:
    process = started("sweep", file, "--store", url)
    first_write(process)
    process.send_signal(signal.SIGINT)
    code, told = ended(process)
    assert code == 130
    assert "stopping once the runs in progress are stored" in told
    assert f"of {RUNS:,} runs" in told and "Give the same command again to continue." in told
    assert "Traceback" not in told
    with open_store(url) as store:
        stored = len(store.runs("question", columns=["seed"]))
    assert f"stopped after {stored:,} of" in told, "what was computed is stored, all of it"
    assert 0 < stored < RUNS
    assert f"{stored:,} were stored already" in done("sweep", file, "--store", url)
    whole(url, file, undisturbed)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_asked_twice_it_stops_at_once_and_the_store_is_whole(url: str, file: Path, undisturbed: SweepResult) -> None:
    for between in (0.0, 0.01, 0.03):
        process = started("sweep", file, "--store", url)
        first_write(process)
        process.send_signal(signal.SIGINT)
        time.sleep(between)
        process.send_signal(signal.SIGINT)
        code, told = ended(process)
        assert code == 130 or (code == -signal.SIGINT and "stopped after" in told), told
        assert "Traceback" not in told
    done("sweep", file, "--store", url)
    whole(url, file, undisturbed)


def test_two_runners_on_one_store_at_once(url: str, file: Path, undisturbed: SweepResult) -> None:
    both = [started("sweep", file, "--store", url), started("sweep", file, "--store", url)]
    for process in both:
        code, told = ended(process)
        assert code == 0, told
        counts = re.search(r"([\d,]+) runs? in .*\(([\d,]+) (?:was|were) stored already\)", told)
        assert counts is not None
        assert sum(int(count.replace(",", "")) for count in counts.groups()) == RUNS
    whole(url, file, undisturbed)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_from_python_a_stop_carries_what_there_is_so_far(tmp_path: Path, sign: int) -> None:
    def stop(progress: Progress) -> None:
        if progress.computed and not progress.stopping:
            signal.raise_signal(sign)

    before = signal.getsignal(sign)
    with pytest.raises(SweepStopped) as caught:
        sweep(small(replicates=500), tmp_path / "a.db", progress=stop)
    found = caught.value.result
    assert 0 < len(found.runs()) == found.progress.done < found.progress.total
    assert signal.getsignal(sign) is before
    same(sweep(small(replicates=500), tmp_path / "a.db").runs(), sweep(small(replicates=500), "sqlite://").runs())


@pytest.mark.parametrize("address", [pytest.param("postgresql", marks=NEEDS_POSTGRESQL)], indirect=True)
def test_the_server_killed_in_the_middle(server: Server, url: str, file: Path, undisturbed: SweepResult) -> None:
    process = started("sweep", file, "--store", url)
    first_write(process)
    server.kill()
    try:
        code, told = ended(process)
    finally:
        server.start()
    assert code == 2
    assert "Traceback" not in told and "what is stored is safe, and the same command goes on from there" in told
    assert PASSWORD not in told
    done("sweep", file, "--store", url)
    whole(url, file, undisturbed)
