"""The languages of the pages: English stands in the code, every other in a catalogue that translators' tools open.

    _("%(chosen)s of %(taken)s seats", chosen=3, taken=8)   in the language of now, names and numbers in their places
    later("Everyone had raced")                             a text that is translated where it is shown
    with speaking("de"): ...                                for one visitor; all else is in the usual language

Catalogues are read as they are: a translator sees a change at the next start, and nothing compiled can be out of date.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import negotiate_locale
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations
from jinja2 import Environment

from dashboards.settings import settings, use

FOLDER = Path(__file__).parent
MORE = "SILOS_LANGUAGES"
"""The environment variable that names a folder with further catalogues, to try one out."""
SOURCE = "en"

Text = LazyProxy
"""A text that is translated whenever it is shown."""

_now: ContextVar[str | None] = ContextVar("language", default=None)


class UnknownLanguage(ValueError):
    """There is no catalogue of this language."""


def file_of(language: str, folder: Path = FOLDER) -> Path:
    """Return the place of a language's catalogue."""
    return folder / language / "LC_MESSAGES" / "silos.po"


@cache
def languages() -> dict[str, str]:
    """The languages there are, by code, each by its own name; English first."""
    codes = sorted(_catalogues())
    return {code: (Locale.parse(code).get_language_name(code) or code).capitalize() for code in (SOURCE, *codes)}


@cache
def _catalogues() -> dict[str, Path]:
    folders = [FOLDER, *([Path(os.environ[MORE])] if MORE in os.environ else [])]
    return {file.parent.parent.name: file for folder in folders for file in folder.glob("*/LC_MESSAGES/silos.po")}


@cache
def _read(language: str) -> Catalog:
    with _catalogues()[language].open("rb") as file:
        return read_po(file, locale=language)


@cache
def catalogue(language: str) -> NullTranslations:
    """The texts of a language."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, _read(language))
    compiled.seek(0)
    return Translations(compiled)


def browser_words() -> dict[str, Any]:
    """Return the texts of the Vue components in the language of now, by their English, and the rule of plural forms."""
    if language() == SOURCE:
        return {"texts": {}, "plural": "n != 1"}
    known = _read(language())
    messages = [
        message
        for message in known
        if any(str(place).endswith(".vue") for place, _ in message.locations) and message.string
    ]
    texts = {message.id if isinstance(message.id, str) else message.id[0]: message.string for message in messages}
    return {"texts": texts, "plural": known.plural_expr}


def with_words(environment: Environment) -> Environment:
    """The environment of templates that say things: ``_``, ``ngettext`` and the language, as everywhere."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"language": language, "languages": languages, "browser_words": browser_words}
    return environment


# ---------------------------------------------------------------- which one


def usual() -> str:
    """Return the language of those who chose none."""
    return settings().language


def set_usual(language: str) -> None:
    """Take a language for those who chose none; UnknownLanguage where there is no such catalogue."""
    if language not in languages():
        there = ", ".join(f"{code} ({name})" for code, name in languages().items())
        raise UnknownLanguage(f"no language {language!r}; there are {there}")
    use(replace(settings(), language=language))


def language() -> str:
    """The language of now."""
    return _now.get() or usual()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """All texts in this language, for this thread or task and those that it starts."""
    token = _now.set(language)
    try:
        yield
    finally:
        _now.reset(token)


def understood(accepted: str) -> str | None:
    """The first language of an Accept-Language header that there is; None for none."""
    wishes = []
    for wish in accepted[:500].split(","):
        name, _, weight = wish.partition(";q=")
        try:
            wishes.append((-float(weight or 1), name.strip()))
        except ValueError:
            continue
    wanted = [name for weight, name in sorted(wishes, key=lambda wish: wish[0]) if weight]
    return negotiate_locale(wanted, [*languages()], sep="-")


# ---------------------------------------------------------------- texts


def gettext(text: str) -> str:
    """A text, translated."""
    return str(catalogue(language()).gettext(text))


def scenario_text(text: str) -> str:
    """Return what a scenario says: translated where it comes with Silos, else as its author wrote it."""
    return gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a text that goes with a number, translated."""
    return str(catalogue(language()).ngettext(one, many, count))


def _(text: str, /, **values: Any) -> str:
    """A text, translated, with what stands in its places."""
    return gettext(text) % values if values else gettext(text)


def counted(one: str, many: str, num: int, /, **values: Any) -> str:
    """The form that goes with a number, ``%(num)s`` in the text, translated, with what stands in its places."""
    return ngettext(one, many, num) % ({"num": num} | values)


def later(text: str, /, **values: Any) -> Text:
    """A text that is translated whenever it is shown."""
    return Text(_, text, enable_cache=False, **values)
