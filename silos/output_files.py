"""Files that a command writes: by their endings, and refused before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from scenarios import Fault, ScenarioError
from scenarios.errors import nearest
from silos.simulate import ScenarioRuns

PICTURES = (".png", ".svg", ".pdf")

Writer = TypeVar("Writer")


def default_path(name: str, ending: str = "") -> Path:
    """A file in the current folder that is called as an experiment is; its name may come from anybody's store."""
    kept = "".join(
        character if character.isprintable() and character not in '/\\:*?"<>|' else "-" for character in name
    ).strip(". ")
    return Path(f"{kept[:150] or 'experiment'}{ending}")


def writer_for(path: Path, writers: Mapping[str, Writer], option: str = "--out") -> Writer:
    """The writer for a file's ending; ScenarioError for another ending, or where no file can be put."""
    ending = path.suffix.lower()
    message = ""
    if ending not in writers:
        message = "no such kind of file"
    elif not path.parent.is_dir():
        message = "no such folder"
    elif path.is_dir():
        message = "a folder, not a file"
    else:
        message = _unwritable(path)
    if message:
        wrong = ending not in writers
        allowed, near = (", ".join(writers), nearest(ending, writers)) if wrong else ("", "")
        raise ScenarioError([Fault(file=option, value=str(path), message=message, allowed=allowed, nearest=near)])
    return writers[ending]


def _unwritable(path: Path) -> str:
    """Return why a file cannot be written, found out by opening it; its content stays as it is."""
    there = path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    if not there:
        path.unlink()
    return ""


def run_writer(path: Path) -> Callable[[ScenarioRuns], Path]:
    """Return a function that writes the runs of a scenario to a file, by its ending."""
    write = writer_for(
        path, {".csv": _csv, ".parquet": _parquet, ".html": _replay, **dict.fromkeys(PICTURES, _picture)}
    )

    def written(result: ScenarioRuns) -> Path:
        write(result, path)
        return path

    return written


def _csv(result: ScenarioRuns, path: Path) -> None:
    from silos.api import series_table

    series_table(result).to_csv(path, index=False)


def _parquet(result: ScenarioRuns, path: Path) -> None:
    from silos.api import series_table

    series_table(result).to_parquet(path, index=False)


def _replay(result: ScenarioRuns, path: Path) -> None:
    """The run of the first seed, as a page that plays."""
    from dashboards.explore.replay import replay_page
    from sim.system import RunSpec

    spec = RunSpec(system=result.scenario.system(), seed=result.seeds[0], months=result.months)
    path.write_text(replay_page(result.scenario, spec), encoding="utf-8")


def _picture(result: ScenarioRuns, path: Path) -> None:
    from dashboards.figures import save
    from silos.pictures import picture_of_run

    save(picture_of_run(result), path)
