"""Which language a visitor gets, and how it writes figures."""

from __future__ import annotations

import asyncio
import math

import pytest

from dashboards import languages, settings
from dashboards.languages import UnknownLanguage, _, counted, language, later, set_usual, speaking, understood
from dashboards.languages.number_format import number, percent, points


@pytest.mark.parametrize(
    ("accepted", "found"),
    [
        ("de", "de"),
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("fr-FR, de-DE;q=0.7, en;q=0.9", "en"),
        ("en-GB,de", "en"),
        ("fr,it;q=0.5", None),
        ("de;q=0, en", "en"),
        ("", None),
        ("*", None),
        (";;q=x,,de;q=", "de"),
        ("xx_YY-zz; q=nonsense", None),
        ("de" * 5000, None),
    ],
)
def test_the_first_language_of_a_browser_that_there_is(accepted: str, found: str | None) -> None:
    assert understood(accepted) == found


def test_languages_are_called_by_their_own_names() -> None:
    assert languages.languages()["de"] == "Deutsch"
    assert next(iter(languages.languages())) == "en"


def test_a_text_is_in_the_language_of_now() -> None:
    text = later("Round %(round)s", round=3)
    assert (str(text), language()) == ("Round 3", "en")
    with speaking("de"):
        assert (str(text), language()) == ("Runde 3", "de")
        with speaking("en"):
            assert _("Trust") == "Trust"
        assert _("Trust") == "Vertrauen"
        one, two = "your hours are enough for %(num)s partner", "your hours are enough for %(num)s partners"
        assert counted(one, two, 1) == "Ihre Zeit reicht für 1 Partner"
    assert counted(one, two, 1).endswith("partner")


def test_visitors_do_not_hear_each_other() -> None:
    async def visitor(code: str) -> list[str]:
        heard = []
        with speaking(code):
            for _each in range(5):
                await asyncio.sleep(0)
                heard.append(language())
        return heard

    async def room() -> list[list[str]]:
        return await asyncio.gather(visitor("de"), visitor("en"))

    assert asyncio.run(room()) == [["de"] * 5, ["en"] * 5]


def test_figures_as_a_language_writes_them() -> None:
    values = (percent(0.425), points(-0.031), points(0.001), points(0.2), number(0.5), percent(None), number(math.nan))
    assert values == ("42%", "−3", "0", "+20", "0.50", "–", "–")
    with speaking("de"):
        assert (percent(1), number(1234.5)) == ("100\xa0%", "1.234,50")


def test_a_language_that_there_is_not() -> None:
    with pytest.raises(UnknownLanguage, match=r"no language 'fr'; there are en \(English\), de \(Deutsch\)"):
        set_usual("fr")


def test_the_usual_language_is_for_all_who_chose_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings._Process, "settings", settings.Settings())
    set_usual("de")
    assert _("Trust") == "Vertrauen"
