"""Provenance of a result: versions, model, commit, machine; no name of a host, a user or a folder."""

from __future__ import annotations

import os
import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim.compiled import MODEL_HASH
from sim.version import DISTRIBUTION, MODEL_VERSION

PACKAGES = {"silos": DISTRIBUTION, "numpy": "numpy", "numba": "numba"}


@cache
def current_origin() -> dict[str, Any]:
    """The origin of what this process computes."""
    return {
        "model": MODEL_HASH,
        "model_version": MODEL_VERSION,
        "python": platform.python_version(),
        **{name: _version(package) for name, package in PACKAGES.items()},
        "commit": _commit(),
        "platform": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count() or 1,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _commit() -> str | None:
    """The commit of the checkout this program runs from, with a + where tracked files differ from it; else None."""
    root = Path(__file__).resolve().parents[1]
    if not (root / ".git").exists():
        return None
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return commit and commit + ("+" if changed else "")


def _git(root: Path, *command: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *command], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
