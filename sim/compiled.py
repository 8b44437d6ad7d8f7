"""How functions are compiled: one decorator for rules, one for kernels, and a cache that cannot go stale.

Compiled code is strict IEEE arithmetic (no ``fastmath``), so a run gives the same bits whatever the number of
threads or runs beside it.  numba keys its cache by the file of the outermost function alone: a rule edited in
another file would go unnoticed.  The cache folder is therefore named after a hash of all sources of this package.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numba.extending
from numba import njit

PACKAGE = Path(__file__).parent

HOME = __name__.removesuffix("sim.compiled")
"""What stands before the package's name: nothing in the source, ``silos._rooms.`` in a wheel (``hatch_build.py``)."""

_njit: Any = njit
"""Untyped: numba's own types know neither ``_nrt`` nor that a compiled function is still the function."""

Function = TypeVar("Function", bound=Callable[..., Any])


def source_hash(folder: Path = PACKAGE) -> str:
    """Return a short hash of every Python source below a folder, names and contents; the same in source and wheel."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(f"{HOME}sim".encode(), b"sim"))
    return digest.hexdigest()


def _cache_root() -> Path:
    """Where compiled code is kept: SILOS_CACHE, else the user's cache folder, else a temporary one."""
    if chosen := os.environ.get("SILOS_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "silos" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "silos"


def private(folder: Path) -> Path:
    """The folder, made for this user alone; a temporary one where it is somebody else's or cannot be written.

    What is compiled is loaded as code (numba's index is a pickle): nobody else may put anything there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)  # only its owner can
            if folder.stat().st_uid != os.geteuid():
                raise PermissionError
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="silos-"))


MODEL_HASH = source_hash()
"""Names the version of the model's code: part of every stored run's identity."""

CACHE = private(
    _cache_root() / f"{MODEL_HASH}-numba{numba.__version__}-py{sys.version_info.major}{sys.version_info.minor}"
)


def intrinsic(function: Callable[..., Any]) -> Any:
    """A function that writes its own machine code; numba's, untyped."""
    return numba.extending.intrinsic(function)


def rule(function: Function) -> Function:
    """Compile a scalar rule, or a loop of a kernel: pure, no state, inlined wherever it is used; callable from Python
    too.

    Neither a rule nor a kernel may allocate: without numba's counting of references (``_nrt``) an array is a pointer,
    and handing it on costs nothing.
    """
    return cast(Function, _njit(error_model="numpy", forceinline=True, _nrt=False)(function))


def expanded(function: Function) -> Function:
    """Compile a rule whose source is put in the place of its call: what it allocates on the stack outlives the call."""
    return cast(Function, _njit(error_model="numpy", inline="always", _nrt=False)(function))


def kernel(function: Function) -> Function:
    """Compile a loop over arrays, called from Python: cached on disk, runs without the interpreter's lock."""
    return _cached(function, _nrt=False)


def allocating_rule(function: Function) -> Function:
    """Compile a part of an ``allocating_kernel``, which may allocate arrays as well."""
    return cast(Function, _njit(error_model="numpy", forceinline=True)(function))


def allocating_kernel(function: Function) -> Function:
    """Compile a kernel that may allocate arrays: for what is called once a run, not once a month."""
    return _cached(function)


def _cached(function: Function, **options: Any) -> Function:
    config: Any = numba.config
    before = config.CACHE_DIR
    config.CACHE_DIR = str(CACHE)
    try:
        return cast(Function, _njit(error_model="numpy", nogil=True, cache=True, **options)(function))
    finally:
        config.CACHE_DIR = before
