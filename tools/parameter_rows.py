"""Write sim/rows.py, the rows of the array of parameters as constants that editors and the type checker know."""

from __future__ import annotations

from pathlib import Path

from sim.parameters import ROWS

FILE = Path(__file__).resolve().parent.parent / "sim" / "rows.py"
HEAD = '''"""Rows of the array of parameters, as constants for kernels: BOUNDARY_CLOSING is that of boundary.closing.

Written by tools/parameter_rows.py from the declarations in sim/parameters.py; a test holds it against them.
"""

from typing import Final
'''


def text() -> str:
    """Return the module's text, one constant a parameter, in the order of the declarations."""
    constants = (f"{name.upper().replace('.', '_')}: Final = {row}" for name, row in ROWS.items())
    return "\n".join([HEAD, *constants, ""])


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
