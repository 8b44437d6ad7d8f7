"""Build hook of the wheel: every room lies within the package ``silos``, so that the wheel takes no other name.

The source keeps its folders at the top (``sim``, ``scenarios``, ...) and imports them by these names.  Installed so, a
user's own ``sim.py`` or ``results.py`` beside a notebook would be imported in their place.  In the wheel they lie in
``silos/_rooms`` (``pyproject.toml`` moves them), and this hook rewrites the import statements that name them.  Nothing
but import statements is touched: code finds its files and modules by ``__file__`` and ``__package__``.
"""

from __future__ import annotations

import ast
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("sim", "scenarios", "experiments", "results", "dashboards")
"""Folders at the top that move; ``silos`` stays where it is."""

HOME = "silos._rooms"
"""The package that they move into; not ``silos`` itself, in which ``silos.scenarios`` is a function."""

SAID = '"""The rooms of Silos, which lie at the top of the source: see ``hatch_build.py`` there."""\n'


class CustomBuildHook(BuildHookInterface[Any]):
    """Put rewritten copies of the sources in the place of the sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Rewrite the imports; an editable install uses the tree as it is."""
        if version == "editable":
            return
        self._copies = Path(tempfile.mkdtemp(prefix="silos-wheel-"))
        root = Path(self.root)
        for room in ("silos", *ROOMS):
            for source in sorted((root / room).rglob("*.py")):
                place = source.relative_to(root).as_posix()
                text = source.read_text(encoding="utf-8")
                if (new := rewritten(text, place)) != text:
                    self._include(place if room == "silos" else f"silos/_rooms/{place}", new, build_data)
        self._include("silos/_rooms/__init__.py", SAID, build_data)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copies."""
        if version != "editable":
            shutil.rmtree(self._copies)

    def _include(self, place: str, text: str, build_data: dict[str, Any]) -> None:
        copy = self._copies / place
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8", newline="")
        build_data["force_include"][str(copy)] = place


def rewritten(text: str, place: str) -> str:
    """Return a source in which every import of a room is one from HOME.

    >>> rewritten("from sim.engine import months", "x.py")
    'from silos._rooms.sim.engine import months'
    >>> rewritten("import sim.network as ties", "x.py"), rewritten("import results", "x.py")
    ('import silos._rooms.sim.network as ties', 'from silos._rooms import results')
    """
    lines = text.encode().splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _room(node.module or ""):
            _replace(lines, node.lineno, node.col_offset, "from ", f"from {HOME}.")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if not _room(alias.name):
                    continue
                if alias.asname:
                    _replace(lines, alias.lineno, alias.col_offset, "", f"{HOME}.")
                elif alias.name in ROOMS and len(node.names) == 1:
                    _replace(lines, node.lineno, node.col_offset, "import ", f"from {HOME} import ")
                else:
                    raise ValueError(f"{place}:{node.lineno}: write 'from ... import ...', or give it a name with 'as'")
    return b"".join(lines).decode()


def _room(module: str) -> bool:
    return module.partition(".")[0] in ROOMS


def _replace(lines: list[bytes], number: int, column: int, old: str, new: str) -> None:
    line = lines[number - 1]
    assert line[column:].startswith(old.encode())
    lines[number - 1] = line[:column] + new.encode() + line[column + len(old) :]
