"""The rows of the array of parameters, as constants for the kernels: BOUNDARY_CLOSING is that of boundary.closing.

They follow from the declarations in sim.parameters: a parameter that is declared there can be imported here.
"""

from sim.parameters import ROWS

_CONSTANTS = {name.upper().replace(".", "_"): row for name, row in ROWS.items()}


def __getattr__(name: str) -> int:
    if name not in _CONSTANTS:
        raise AttributeError(f"no parameter has the row {name}")
    return _CONSTANTS[name]
