"""The report of an adaptive design: a map with the line, where it is crossed, and no mean over crowded points."""

from __future__ import annotations

from pathlib import Path

from tests.experiments.making import SCARCITY
from tests.experiments.test_adaptive import asked
from tests.report.conftest import reported


def test_the_map_and_the_places_where_the_line_is_crossed(tmp_path: Path) -> None:
    study, page = reported(asked(), tmp_path / "silos.db")
    line = page.saved()["line"]
    runs = study.runs.groupby(["history.trust", SCARCITY])["openness"].apply(
        lambda values: (values >= 0.25).mean() >= 0.5
    )
    for row in line.itertuples():
        before, after = runs[row[1]].loc[row.after], runs[row[1]].loc[row.before]
        assert before != after and row.to == ("beyond" if after else "back")
    assert {"map-beyond", "map-openness"} <= set(page.ids)
    assert not {"ends", "tipping", "sensitivity"} & set(page.ids)
    said = " ".join(page.said.split())
    assert f"{study.runs['point'].nunique()} points were made of the 81 of the fine grid" in said
    assert "end with openness of 0.25 or more from a resources.scarcity between" in said
