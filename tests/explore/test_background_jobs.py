"""Work in the background ends, and says what went wrong."""

from __future__ import annotations

from dashboards.explore.background_jobs import Job


class Broken(Job):
    progress = 0.5

    def work(self) -> None:
        raise MemoryError("no room for these runs")


def test_what_went_wrong_is_told() -> None:
    job = Broken()
    job.start()
    job.start()
    job.wait()
    assert job.done
    assert job.error == "MemoryError: no room for these runs"
