"""Types of arrays, for whoever describes a system without compiling anything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Signed = NDArray[np.int8]
Flags = NDArray[np.bool_]
Words = NDArray[np.uint64]
