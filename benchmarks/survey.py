"""Survey under load, and how well the scenario made of it recovers systems that the model made.

python -m benchmarks.survey --load       500 people scan, open and answer at once: how long each waits
python -m benchmarks.survey --recover    100 systems of 15 organisations, 60 people, 30% of answers missing
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

PEOPLE = 500
PEOPLE = 500
SYSTEMS = 100
NOTABLE = 0.05
"""A gap between top and front line from which on its sign is asked for."""


def recover() -> None:
    """Print correlations and signs over many systems, each after three years, each with people of its own."""
    from dashboards.survey.measure.definition import survey_of
    from dashboards.survey.measure.release import releases
    from tests.survey.synthetic import answers, compared, scenario, state_of, voices

    system = scenario(dialogue={"time_together": [0.5, 0.15, 0.03]})
    survey = survey_of(system)
    rows = []
    for seed in range(SYSTEMS):
        state = state_of(system, seed, 36)
        (release,) = releases(survey, [voices(answers(survey, state, seed=seed))])
        rows.append(compared(release, state))
    for name in ("correlation", "correlation_shown", "shown"):
        values = np.array([getattr(row, name) for row in rows])
        low, high = np.quantile(values, (0.025, 0.975))
        print(
            f"{name}: mean {values.mean():.3f}, 95% of systems in [{low:.3f}, {high:.3f}], {(values > 0.9).sum()} > 0.9"
        )
    signs = np.array([np.sign(row.gap) == np.sign(row.true_gap) for row in rows])
    large = np.array([abs(row.true_gap) > NOTABLE for row in rows])
    print(
        f"sign of the gap: right in {signs.sum()} of {SYSTEMS}; {signs[large].sum()} of {large.sum()} above {NOTABLE}"
    )


async def ask(place: str, path: str, content: object = None, cookie: str = "") -> tuple[int, str, str]:
    """Return status, cookie and body of one request."""
    host, _, port = place.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = b"" if content is None else json.dumps(content).encode()
    head = [f"{'GET' if content is None else 'POST'} {path} HTTP/1.1", f"Host: {place}", "Connection: close"]
    head += [f"Cookie: {cookie}", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    writer.write("\r\n".join([*head, "", ""]).encode() + body)
    answer = (await reader.read()).decode()
    writer.close()
    top, _, rest = answer.partition("\r\n\r\n")
    given = next((line for line in top.split("\r\n") if line.lower().startswith("set-cookie")), ":")
    return int(top.split()[1]), given.partition(":")[2].partition(";")[0].strip(), rest


async def crowd(url: str, name: str, code: str, contents: list[str]) -> list[list[float]]:
    """Return for each person the seconds that coming in, the questions and the answer took."""
    place = urlsplit(url).netloc

    async def person(content: str) -> list[float]:
        times = [time.perf_counter()]
        status, cookie, _ = await ask(place, f"/s/{name}/begin", {"code": code})
        times.append(time.perf_counter())
        status, _, _ = await ask(place, f"/s/{name}/answer", cookie=cookie)
        times.append(time.perf_counter())
        status, _, said = await ask(place, f"/s/{name}/answer", json.loads(content), cookie)
        assert status == 200, said
        times.append(time.perf_counter())
        return [later - earlier for earlier, later in pairwise(times)]

    return list(await asyncio.gather(*map(person, contents)))


def load() -> None:
    """Print how long each of many people waits who all come at the same moment."""
    from dashboards.survey.measure.definition import survey_of
    from dashboards.survey.serve import kept
    from results import Surveys
    from tests.survey.synthetic import answers, scenario, state_of
    from tests.workshop.test_house import Serving

    system = scenario()
    survey = survey_of(system)
    contents = [answer.text() for answer in answers(survey, state_of(system, 0, 12), people=PEOPLE).values()]
    with tempfile.TemporaryDirectory() as folder:
        house = Serving(Path(folder) / "kept")
        with Surveys(house.store) as surveys:
            name = kept.make(surveys, survey)
            code = surveys.get(name).access["code"]
        house.start()
        begin = time.perf_counter()
        waits = np.array(asyncio.run(crowd(house.url, name, code, contents)))
        took = time.perf_counter() - begin
        house.kill()
        with Surveys(house.store) as surveys:
            answered = surveys.get(name).answered
    print(f"{PEOPLE} people at once: all answers kept after {took:.1f} s; {answered[0]} are in the store after kill -9")
    for what, column in zip(("coming in", "the questions", "the answer"), waits.T, strict=True):
        print(f"{what}: median {np.median(column):.2f} s, longest {column.max():.2f} s")


if __name__ == "__main__":
    recover() if "--recover" in sys.argv else load()
