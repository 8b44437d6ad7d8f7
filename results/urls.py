"""Addresses of stores: parsed, shown without a password, with the folder of parts."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from results.errors import NoSuchStore

DEFAULT = "sqlite:///silos.db"
PARTS = "SILOS_PARTS"
"""The environment variable that names the folder of parts."""


def url_of(address: str | os.PathLike[str]) -> URL:
    """The address as a URL: ``silos.db``, ``sqlite:///silos.db``, ``postgresql://user@host/name``."""
    text = os.fspath(address)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise NoSuchStore(
            "not the address of a store; allowed: a file, sqlite:///FILE, postgresql://USER@HOST/NAME"
        ) from None
    kind = url.get_backend_name()
    if kind in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise NoSuchStore(
            f"unknown kind of store {kind!r}; allowed: a file, sqlite:///FILE, postgresql://USER@HOST/NAME"
        )
    return url


def is_sqlite(url: URL) -> bool:
    """Tell whether the store is a file, or in memory."""
    return url.get_backend_name() == "sqlite"


def in_memory(url: URL) -> bool:
    """Tell whether the store lives as long as this process."""
    return is_sqlite(url) and url.database in {None, "", ":memory:"}


def display_url(url: URL) -> str:
    """The address as messages show it: never its password."""
    if is_sqlite(url):
        return url.database or "a store in memory"
    query = {name: value for name, value in url.query.items() if "pass" not in name.lower()}
    return url.set(drivername="postgresql", query=query).render_as_string(hide_password=True)


def check_place(file: Path, *, make: bool) -> None:
    """NoSuchStore where there can be no file of this name, or is something else."""
    try:
        there, regular, parent = file.exists(), file.is_file(), file.parent.is_dir()
    except (OSError, ValueError):  # a name that is too long, or not one at all
        raise NoSuchStore(f"{str(file)[:100]!r}: not a possible file name") from None
    if not parent:
        raise NoSuchStore(f"{file}: there is no folder {file.parent}; create it first")
    if not str(file).isprintable():
        raise NoSuchStore(f"{str(file)!r}: not a possible file name")
    if there and not regular:
        raise NoSuchStore(f"{file}: a folder, a device or a pipe, not a file; choose another place")
    if not make and not there:
        raise NoSuchStore(f"{file}: there is no store here; 'silos sweep' creates one")


def parts_folder(url: URL, chosen: str | os.PathLike[str] | None) -> Path:
    """Beside a file; for a server where ``chosen`` or SILOS_PARTS says, else in the current folder."""
    if chosen := chosen or os.environ.get(PARTS):
        return Path(chosen)
    if is_sqlite(url):
        path = Path(url.database or "silos.db")
        return path.with_name(f"{path.stem}.parts")
    return Path(f"{url.database or 'silos'}.parts")
