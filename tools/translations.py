"""Gathers the texts of the pages and brings the catalogues of all languages up to date:  make words

    make words NEW=cy      begins a language: Welsh

What is gone stays at the end of a catalogue, for a translator to take up again.  ``--check`` writes nothing, and says
what would change.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from dashboards.explore import phase
from dashboards.explore.controls import GROUPS
from dashboards.languages import FOLDER, SOURCE, file_of
from scenarios import Scenario, library, load
from sim.measures import BY_NAME
from sim.parameters import PARAMETERS

HOUSE = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, Any] = dict.fromkeys(("_", "gettext", "later", "t")) | dict.fromkeys(
    ("ngettext", "counted"), (1, 2)
)
IN_VUE = re.compile(r"""\$(t|counted)\(\s*("[^"]*"|'[^']*')(?:\s*,\s*("[^"]*"|'[^']*'))?""")
WIDTH = 120


def of_vue(file: Any, *_: object, **__: object) -> Iterator[tuple[int, str, Any, list[str]]]:
    """The texts of a component of Vue: what stands in quotes in $t("...") and $counted("...", "...")."""
    for number, line in enumerate(file.read().decode().splitlines(), 1):
        for name, one, many in IN_VUE.findall(line):
            texts = one[1:-1] if name == "t" else (one[1:-1], many[1:-1])
            yield number, name, texts, []


SOURCES: tuple[tuple[str, Any], ...] = (
    ("dashboards/**/*.py", "python"),
    ("dashboards/workshop/templates/**/*.html", "jinja2.ext:babel_extract"),
    ("dashboards/survey/templates/*.html", "jinja2.ext:babel_extract"),
    ("dashboards/templates/*.j2", "jinja2.ext:babel_extract"),
    ("dashboards/vue/*.vue", of_vue),
)


def gathered() -> Catalog:
    """Every text of the pages, with the file in which it stands."""
    catalogue = Catalog()
    for pattern, method in SOURCES:
        for path in sorted(HOUSE.glob(pattern)):
            with path.open("rb") as file:
                for _, texts, comments, _ in extract(method, file, KEYWORDS, ("To translators:",)):
                    catalogue.add(texts, locations=[(str(path.relative_to(HOUSE)), 0)], auto_comments=comments)
    for place, text in declared():
        catalogue.add(text, locations=[(place, 0)])
    return catalogue


def declared() -> Iterator[tuple[str, str]]:
    """Yield the model's own declarations that pages show: (place, text)."""
    for parameter in PARAMETERS.values():
        for text in (parameter.meaning, parameter.label, parameter.question, *parameter.ends):
            if text:
                yield "sim/parameters.py", text
        if parameter.unit != "1":
            yield "sim/parameters.py", parameter.unit
    for name, about in GROUPS.items():
        yield "sim/parameters.py", name.replace("_", " ").capitalize()
        yield "sim/parameters.py", about.splitlines()[0]
    for measure in BY_NAME.values():
        yield "sim/measures", measure.meaning
    for name in phase.SHOWN:
        yield "dashboards/explore/phase.py", name.replace("_", " ").capitalize()
    for name in library():
        for text in of_scenario(load(name)):
            if text:
                yield f"scenarios/library/{name}.toml", text


def of_scenario(scenario: Scenario) -> Iterator[str]:
    """Yield what a scenario says on pages; not its sources, nor the names of its organisations."""
    yield from (scenario.title, scenario.question, scenario.description)
    yield from scenario.sector_names
    yield from (event.label for event in scenario.schedule)
    for card in scenario.workshop.roles if scenario.workshop else ():
        yield from (card.role, card.needs, card.judged)


def updated(language: str, texts: Catalog, folder: Path = FOLDER) -> tuple[bytes, bytes]:
    """The catalogue of a language as it is, and as it should be."""
    path = file_of(language, folder)
    before = path.read_bytes() if path.exists() else b""
    kept = read_po(BytesIO(before), locale=language) if before else Catalog(locale=language, project="silos")
    kept.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    after = BytesIO()
    write_po(after, kept, width=WIDTH, sort_output=True, include_lineno=False)
    return before, after.getvalue()


def there() -> list[str]:
    """The languages with a catalogue."""
    return sorted(file.parent.parent.name for file in FOLDER.glob("*/LC_MESSAGES/silos.po"))


def main(arguments: Iterable[str]) -> None:
    """Bring all catalogues up to date, and begin the languages that are named."""
    named = [argument for argument in arguments if argument != "--check" and argument != SOURCE]
    texts, changed = gathered(), []
    for language in sorted({*there(), *named}):
        before, after = updated(language, texts)
        if before != after:
            changed.append(language)
            if "--check" not in sys.argv:
                file_of(language).parent.mkdir(parents=True, exist_ok=True)
                file_of(language).write_bytes(after)
        read = read_po(BytesIO(after), locale=language)
        print(
            f"{language}: {sum(bool(message.string) for message in read if message.id)} of {len(read)} texts translated"
        )
    if "--check" in sys.argv and changed:
        raise SystemExit(f"out of date: {', '.join(changed)}; run make words")


if __name__ == "__main__":
    main(sys.argv[1:])
