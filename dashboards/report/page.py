"""From sections to one file of HTML that needs nothing else."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from shlex import quote
from typing import Any

import pandas as pd
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from dashboards.languages.number_format import plain, whole
from dashboards.report.figure import Section
from dashboards.report.glossary import terms
from dashboards.report.sections import Watch, sections, unwatched
from dashboards.report.sections.reproducibility import played_again
from dashboards.report.study import Study
from dashboards.report.wording import count
from experiments.spec.schema import DESIGNS

ROWS = 12
"""Rows of a figure's numbers that are shown; the file that can be saved has all."""

RUN = ["run", "scenario", "policy", "point", "seed"]

RUNS = 5_000
"""Most runs whose ids a report holds; of more, the store does."""

SENTENCES = 3
"""Sentences of the answer."""


def templates(*packages: str) -> Environment:
    """Templates of these packages, the first that has one, with what a report's pages need to show numbers."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in packages]),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"said": said, "counted": count, "csv": csv_address, "table": table, "preview": preview}
    return environment


def html(study: Study, *, store: str = "", watch: Watch = unwatched) -> str:
    """The report; ``watch`` is told how many of its sections are done, of how many."""
    parts = list(sections(study, watch))
    return (
        templates(str(__package__))
        .get_template("report.html")
        .render(
            study=study,
            sections=parts,
            answer=answer(parts),
            measures=[study.meaning(name) for name in study.measures],
            terms=list(terms(part.name for part in parts)),
            design=DESIGNS[study.design],
            spec=_address(study.experiment.spec, "application/json"),
            called=quote(study.experiment.name),
            sweep=played_again(study.experiment.name),
            store=store,
            runs=study.runs[RUN] if len(study.runs) <= RUNS else None,
        )
    )


def answer(parts: Sequence[Section]) -> list[str]:
    """Answer the question in a few sentences: the sections' own, the most telling first."""
    telling = sorted((part for part in parts if part.says), key=lambda part: part.rank)
    return [part.says for part in telling[:SENTENCES]]


def said(words: str) -> Markup:
    """Words with `code`, **strong** and *emphasis*, everything else escaped."""
    text = str(escape(words))
    for mark, tag in (("`", "code"), (r"\*\*", "strong"), (r"\*", "em")):
        text = re.sub(rf"{mark}([^`*]+){mark}", rf"<{tag}>\1</{tag}>", text)
    return Markup(text)


def csv_address(data: pd.DataFrame) -> str:
    """A table as an address that holds it."""
    return _address(data.to_csv(index=False, float_format="%.6g"), "text/csv")


def preview(data: pd.DataFrame) -> Markup:
    """The first rows of a figure's numbers."""
    few = data.head(ROWS)
    return table(few.map(lambda value: plain(float(f"{value:.4g}")) if isinstance(value, float) else value))


def table(shown: pd.DataFrame) -> Markup:
    """A table of words and numbers; numbers stand right."""
    right = [_numbers(shown[name]) for name in shown.columns]
    kinds = [' class="n"' if number else "" for number in right]
    head = "".join(f"<th{kind}>{said(str(name))}</th>" for name, kind in zip(shown.columns, kinds, strict=True))
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{said(_cell(value))}</td>" for value, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for row in shown.itertuples(index=False)
    )
    return Markup(f"<div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "–" if value is None or value != value else whole(value) if isinstance(value, int) else str(value)


def _numbers(column: pd.Series) -> bool:
    return bool(column.astype(str).str.match(r"^[+−–-]?[\d.,]*%?(?: \[.*\])?$|^nan$").all())


def _address(text: str, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(text.encode()).decode()}"
