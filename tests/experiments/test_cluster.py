"""A real Dask cluster gives the same table to the last bit, whichever of its processes is killed in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboards.server import free_port
from experiments import SweepResult, executors, search, sweep
from experiments.executors.local import LocalExecutor
from experiments.run import batch_size, buffered_writer
from experiments.run.progress import Progress
from experiments.run.worker import Outcome, Task
from tests.conftest import needs
from tests.experiments.clusters import Cluster
from tests.experiments.making import MEASURES, same, small
from tests.experiments.processes import done
from tests.experiments.test_search import small as search_of_two_levers

dask = needs(find_spec("distributed"), "Dask: pip install 'silos-abm[dask]'")

MANY: dict[str, Any] = small(replicates=100, record=["series"])
"""1,200 runs."""


@pytest.fixture(scope="module")
def undisturbed() -> SweepResult:
    return sweep(MANY, "sqlite://")


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture
def cluster(processes: Cluster) -> Cluster:
    """A cluster of two workers, whatever a test before has done to it."""
    processes.mend(2)
    processes.wait()
    return processes


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of 16 runs, each stored at once, so that much happens between the first and the last."""
    monkeypatch.setattr(batch_size, "MOST_RUNS", 16)
    monkeypatch.setattr(buffered_writer, "RUNS", 16)


def at(*moments: tuple[int, Callable[[], None]]) -> Callable[[Progress], None]:
    """A watcher at whose word things happen, each once so many runs are played."""
    waiting = sorted(moments, key=lambda each: each[0])

    def watch(progress: Progress) -> None:
        while waiting and progress.computed >= waiting[0][0]:
            waiting.pop(0)[1]()

    return watch


def swept(address: str, store: Path | str, happens: Callable[[Progress], None] | None = None, **options: Any) -> Any:
    from experiments.executors.cluster import DaskExecutor

    executor = DaskExecutor(address, **options)
    try:
        return sweep(MANY, store, executor, happens)
    finally:
        executor.close()


@dask
def test_a_cluster_gives_what_one_machine_gives(cluster: Cluster, undisturbed: SweepResult, tmp_path: Path) -> None:
    found = swept(cluster.address, tmp_path / "a.db")
    same(undisturbed.runs(), found.runs())
    assert found.series().shape == undisturbed.series().shape
    # Only this process writes: no worker has the store open, or is told where it is.
    assert str(tmp_path).encode() not in (cluster.folder / "log").read_bytes()


@dask
def test_the_command_takes_the_address_of_a_cluster(cluster: Cluster, undisturbed: SweepResult, tmp_path: Path) -> None:
    (tmp_path / "few.toml").write_text('scenario = "five-organisations"\nmonths = 24\nreplicates = 40\n')
    said = done("sweep", tmp_path / "few.toml", "--store", tmp_path / "a.db", "--dask", cluster.address)
    assert ": 40 runs in " in said
    again = sweep(tmp_path / "few.toml", tmp_path / "a.db")
    assert again.progress.computed == 0
    same(again.runs(), sweep(tmp_path / "few.toml", "sqlite://").runs())


@dask
@pytest.mark.usefixtures("small_tasks")
def test_a_worker_killed_in_the_middle_changes_nothing(
    cluster: Cluster, undisturbed: SweepResult, tmp_path: Path
) -> None:
    victim = cluster.workers.pop()
    try:
        found = swept(cluster.address, tmp_path / "a.db", at((200, victim.kill)))
        assert victim.wait(60) == -9
    finally:
        victim.kill()
    assert found.progress.failed == 0 and found.progress.computed == 1_200
    same(undisturbed.runs(), found.runs())


@dask
@pytest.mark.usefixtures("small_tasks")
def test_a_search_on_a_cluster_whose_worker_is_killed_finds_the_same(cluster: Cluster, tmp_path: Path) -> None:
    from experiments.executors.cluster import DaskExecutor

    victim = cluster.workers.pop()
    executor = DaskExecutor(cluster.address)
    try:
        found = search(search_of_two_levers(), tmp_path / "a.db", executor, at((40, victim.kill)))
        assert victim.wait(60) == -9
    finally:
        victim.kill()
        executor.close()
    here = search(search_of_two_levers(), "sqlite://")
    assert found.progress.computed == here.progress.computed == 160
    pd.testing.assert_frame_equal(found.packages(), here.packages(), check_exact=True)


@dask
@pytest.mark.usefixtures("small_tasks")
def test_the_scheduler_killed_in_the_middle_is_waited_for(
    cluster: Cluster, undisturbed: SweepResult, tmp_path: Path
) -> None:
    said: list[str] = []

    def killed_and_started_again() -> None:
        cluster.kill()
        cluster.mend(1)

    found = swept(cluster.address, tmp_path / "a.db", at((200, killed_and_started_again)), say=said.append)
    assert any("lost the scheduler" in each for each in said)
    assert found.progress.failed == 0
    same(undisturbed.runs(), found.runs())


@dask
@pytest.mark.slow
@pytest.mark.usefixtures("small_tasks")
def test_workers_and_scheduler_killed_over_and_over(cluster: Cluster, undisturbed: SweepResult, tmp_path: Path) -> None:
    def worker() -> None:
        victim = cluster.workers.pop()
        victim.kill()
        victim.wait()
        cluster.add_worker()

    def scheduler() -> None:
        cluster.kill()
        cluster.mend(2)

    moments = np.random.default_rng(3).integers(50, 1_100, 6).tolist()
    happens = at(*zip(moments, [worker, scheduler] * 3, strict=True))
    found = swept(cluster.address, tmp_path / "a.db", happens, say=lambda _: None)
    assert found.progress.failed == 0
    same(undisturbed.runs(), found.runs())
    assert len(found.series()) == 1_200 * 24


@dask
@pytest.mark.usefixtures("small_tasks")
def test_a_scheduler_that_does_not_come_back_is_one_clear_error_and_nothing_stored_is_lost(
    cluster: Cluster, undisturbed: SweepResult, tmp_path: Path
) -> None:
    from experiments.errors import ClusterError

    with pytest.raises(ClusterError, match=r"no Dask scheduler answers .* give the same command again"):
        swept(cluster.address, tmp_path / "a.db", at((200, cluster.kill)), patience=1.0, say=lambda _: None)
    found = sweep(MANY, tmp_path / "a.db")
    assert found.progress.reused >= 200
    assert found.progress.reused + found.progress.computed == 1_200
    same(undisturbed.runs(), found.runs())


@dask
def test_a_task_that_no_worker_survives_is_rows_with_errors_and_the_rest_is_stored(undisturbed: SweepResult) -> None:
    from experiments.executors import cluster as module

    class Fatal(LocalExecutor):
        """Gives up the first task as a cluster does, and plays the others."""

        def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Outcome]]:
            first, *others = tasks
            yield first, module._given_up(first, "killed")
            yield from super().run(others)

    found = sweep({**MANY, "record": ["series", "networks"]}, "sqlite://", Fatal())
    (error,) = found.progress.errors
    assert error == "its workers died 5 times: killed"
    rows, series = found.runs(failed=True), found.series()
    bad = rows["status"] == "failed"
    assert 0 < bad.sum() < len(rows) == 1_200
    assert set(series["run"]) == set(rows["run"][~bad]) == set(found.networks()["run"])
    columns = ["run", *MEASURES]
    theirs = undisturbed.runs()[columns]
    pd.testing.assert_frame_equal(
        rows.loc[~bad, columns], theirs[~bad.to_numpy()].set_axis(rows.index[~bad]), check_exact=True
    )


@dask
def test_workers_with_other_code_of_the_model_are_refused(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from experiments.executors import cluster as module

    monkeypatch.setattr(module, "MODEL_HASH", "0123456789abcdef")
    with pytest.raises(module.ClusterError, match="install the same version of Silos on all workers"):
        swept(cluster.address, tmp_path / "a.db")
    assert sweep(MANY, tmp_path / "a.db").progress.reused == 0


@dask
@pytest.mark.parametrize("address", ["nonsense://x", "tcp://127.0.0.1:{port}"])
def test_no_scheduler_there_is_one_clear_error(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from experiments.executors import cluster as module

    monkeypatch.setattr(module, "FIRST", 1.0)
    with pytest.raises(module.ClusterError, match="scheduler"):
        executors.executor_for(dask=address.format(port=free_port()))


def test_without_dask_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(executors.DaskMissing, match=r"pip install 'silos-abm\[dask\]'"):
        executors.executor_for(dask="tcp://127.0.0.1:1")
