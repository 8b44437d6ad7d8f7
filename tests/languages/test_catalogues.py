"""The catalogues: as the code has it, whole where people play, and the same places in every translation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from dashboards.languages import file_of
from tools import translations

OF_PARTICIPANTS = (
    "dashboards/workshop/",
    "dashboards/survey/",
    "dashboards/languages/",
    "dashboards/explore/interventions.py",
    "scenarios/library/",
)
LANGUAGES = translations.there()


@cache
def catalogue(language: str) -> Catalog:
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def texts(of: Catalog) -> set[object]:
    return {(each.context, each.id) for each in of if each.id}


def forms(message: Message) -> list[tuple[str, str]]:
    """(English, translation) of every form of a message; what is not translated yet is left out."""
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return [(english[min(number, len(english) - 1)], each) for number, each in enumerate(said) if each]


def translated(language: str) -> Iterator[tuple[str, str]]:
    for message in catalogue(language):
        if message.id:
            yield from forms(message)


def test_german_is_there() -> None:
    assert "de" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_texts_of_the_pages(language: str) -> None:
    assert texts(catalogue(language)) == texts(translations.gathered()), "run make words"


def test_german_has_every_text_that_participants_see() -> None:
    seen = [
        each for each in catalogue("de") if any(str(place).startswith(OF_PARTICIPANTS) for place, _ in each.locations)
    ]
    missing = [each.id for each in seen if each.fuzzy or not all(forms(each)) or not forms(each)]
    assert len(seen) > 300
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_places_and_marks_stand_in_a_translation(language: str) -> None:
    for what in (r"%(?:\(\w+\))?[a-z%]", r"</?\w+>"):
        for english, said in translated(language):
            assert sorted(set(re.findall(what, said))) == sorted(set(re.findall(what, english))), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_translators_tools_find_no_fault(language: str) -> None:
    of = catalogue(language)
    assert {each.id: each.check(of) for each in of if each.check(of)} == {}
    assert all(len(each.string) == of.num_plurals for each in of if isinstance(each.id, tuple))
    assert not of.fuzzy, "the catalogue as a whole is marked as unsure"
    assert of.header_comment.count("\n") > 2, "say whom the pages address, and what race and battle are called"


def test_texts_are_found_in_components_of_vue(tmp_path) -> None:
    file = tmp_path / "a.vue"
    file.write_text(
        """<b :title="$t('Say %(what)s', { what })">{{ $t("So") }} {{ start("no") }}</b>\n{{ $counted("a", "b", n) }}"""
    )
    with file.open("rb") as opened:
        assert [each[2] for each in translations.of_vue(opened)] == ["Say %(what)s", "So", ("a", "b")]
